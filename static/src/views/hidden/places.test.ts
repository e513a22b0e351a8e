import { expect, it } from "vitest";
import type { FloatArray } from "../../wire/protocol";
import { explainedText } from "./hidden";
import { classesApart, settledReach } from "./places";

const floats = (...values: number[]): FloatArray => ({ dtype: "f32", shape: [values.length], data: Float32Array.from(values) });

it("keeps its scale until the samples leave it or shrink in it", () => {
  const reach = settledReach(0, 2);
  expect(reach).toBeCloseTo(2.3);
  expect(settledReach(reach, 2.2)).toBe(reach);
  expect(settledReach(reach, 3)).toBeCloseTo(3.45);
  expect(settledReach(reach, 0.5)).toBeCloseTo(0.575);
  expect(settledReach(reach, Number.NaN)).toBe(reach);
});

it("measures how far the nearest two classes are apart", () => {
  const space = { x: floats(-1, 1, 9, 11, 99, 101), y: floats(0, 0, 0, 0, 0, 0) };
  expect(classesApart(space, floats(0, 0, 1, 1, 2, 2), "classes")).toBeCloseTo(10);
  expect(classesApart(space, floats(0, 0, 0, 1, 1, 1), "regression")).toBeNaN();
  expect(classesApart(space, floats(1, 1, 1, 1, 1, 1), "binary")).toBeNaN();
});

it("tells how much of a wide layer there is to see", () => {
  expect(explainedText(10, 0.873)).toBe("10 units, 87 % shown");
  expect(explainedText(2, 1)).toContain("as they are");
});
