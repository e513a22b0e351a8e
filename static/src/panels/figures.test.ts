import { expect, it } from "vitest";
import { epochText, lossText, rateText, shareText } from "./figures";

it("sets thousands apart without a comma, which some read as a point", () => {
  expect(epochText(12345)).toBe("12\u2009345");
  expect(epochText(0)).toBe("0");
});

it("keeps a loss legible at any size", () => {
  expect([0.5, 0, 12.34567, 0.0000123, 54321].map(lossText)).toEqual(["0.5000", "0.0000", "12.346", "1.23e−5", "5.43e+4"]);
});

it("shows what was not measured as a dash", () => {
  expect([lossText(null), shareText(undefined)]).toEqual(["–", "–"]);
  expect(shareText(0.948)).toBe("94.8 %");
});

it("gives slow rates a digit behind the point", () => {
  expect([0.52, 30.4, 63_211].map(rateText)).toEqual(["0.5", "30", "63\u2009211"]);
});
