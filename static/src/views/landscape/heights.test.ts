import { expect, test } from "vitest";
import { contourLevels, heightsOf } from "./heights";

test("equal steps are equal factors", () => {
  const heights = heightsOf(0.01, 100);
  expect(heights.share(1)).toBeCloseTo(0.5);
  expect(heights.at(0.25)).toBeCloseTo(0.1);
  const levels = contourLevels(heights, 3);
  expect(levels.map((level) => Math.log10(level))).toEqual([expect.closeTo(-1), expect.closeTo(0), expect.closeTo(1)]);
});

test("a loss of nothing does not swallow the picture", () => {
  const heights = heightsOf(0, 1);
  expect(heights.share(0)).toBe(0);
  expect(heights.share(0.001)).toBeCloseTo(0.5);
});

test("a plain has no lines, and what is no number no height", () => {
  expect(contourLevels(heightsOf(0.7, 0.7), 5)).toEqual([]);
  expect(heightsOf(0, 1).share(Number.NaN)).toBeNaN();
  expect(heightsOf(0, 1).share(Infinity)).toBeNaN();
});
