import { expect, it } from "vitest";
import { marksOf, powerText, RATIO_DECADES, shareOfDecades, sizeText } from "./decades";
import { flowSentence, ratioWord } from "./words";

it("says how much slower the first layer learns", () => {
  expect(flowSentence(1 / 40_312)).toContain("40,000 times smaller");
  expect(flowSentence(1 / 3_400_000)).toContain("3.4 million times smaller");
  expect(flowSentence(25)).toContain("25 times larger");
  expect(flowSentence(0.8)).toContain("ratio 0.80");
  expect(flowSentence(0)).toContain("does not learn");
  expect(flowSentence(null)).toContain("no two hidden layers");
});

it("judges steps by the rule of thumb", () => {
  expect([1e-7, 1e-3, 0.5].map(ratioWord)).toEqual(["hardly moves", "", "moves in leaps"]);
});

it("lays sizes along fixed powers of ten", () => {
  const share = (size: number) => shareOfDecades(size, RATIO_DECADES);
  expect([0, 1e-12, 1e-4, 1, 50, Number.NaN].map(share)).toEqual([0, 0, 0.5, 1, 1, 0]);
  expect(marksOf(RATIO_DECADES).map(powerText)).toEqual(["10⁻⁶", "10⁻³", "10⁰"]);
  expect([0.000023, 0, 12, Number.NaN].map(sizeText)).toEqual(["2.3e−5", "0", "1.2e1", "–"]);
});
