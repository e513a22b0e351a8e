import { expect, it } from "vitest";
import type { DataProbe, Kind, Summary } from "../../wire/protocol";
import { countsText, formOf, isOfForm, obstacleToDrawing, pointsOfSamples, withForm } from "./points";

const two: Kind = {
  kind: "points", task: "binary", inputs: 2, classes: 2, features: ["x1"], test_fraction: 0, points: [[0, 1, 0], [2, 3, 1]],
};

it("knows the form of a data set", () => {
  expect(formOf(two)).toBe(2);
  expect(formOf({ ...two, task: "classes", classes: 4 })).toBe(4);
  expect(formOf({ ...two, task: "regression" })).toBe("values");
  expect(formOf({ ...two, task: "regression", inputs: 1 })).toBe("curve");
});

it("adds classes and keeps everything else", () => {
  expect(withForm(two, 3)).toEqual({ ...two, task: "classes", classes: 3 });
});

it("puts points of classes that go into the last one that stays", () => {
  const three = { ...two, task: "classes", classes: 3, points: [[0, 0, 2], [1, 1, 0]] };
  expect(withForm(three, 2).points).toEqual([[0, 0, 1], [1, 1, 0]]);
});

it("makes values of classes and classes of values", () => {
  const values = withForm(two, "values");
  expect(values.points).toEqual(two.points);
  expect(withForm({ ...values, points: [[0, 1, -0.7], [2, 3, 0.6], [4, 5, 9]] }, 2).points).toEqual([[0, 1, 0], [2, 3, 1], [4, 5, 1]]);
});

it("makes heights of the second input for a curve, and chooses the features anew", () => {
  const curve = withForm(two, "curve");
  expect(curve).toEqual({ kind: "points", task: "regression", inputs: 1, classes: 2, test_fraction: 0, points: [[0, 1], [2, 3]] });
  expect(withForm({ ...curve, points: [[1, 9]] }, 2).points).toEqual([[1, 6, 0]]);
});

const floats = (data: number[], width: number) =>
  ({ dtype: "f32" as const, shape: [data.length / width, width], data: Float32Array.from(data) });
const plane = { task: "binary", classes: 2, raw_inputs: ["x1", "x2"], extent: { x1: [-6, 6], x2: [-6, 6] } } as unknown as Summary;
const samples: DataProbe = {
  version: 1, train_inputs: floats([0.12345, 1, -2, 3], 2), train_targets: floats([0, 1], 1),
  test_inputs: floats([5, 5], 2), test_targets: floats([1], 1),
};

it("takes the samples that are shown over, with short numbers", () => {
  expect(pointsOfSamples("points", plane, samples, false, 10)).toEqual({
    kind: "points", task: "binary", inputs: 2, points: [[0.123, 1, 0], [-2, 3, 1]],
  });
  expect(pointsOfSamples("points", plane, samples, true, 10).points).toHaveLength(3);
  expect(pointsOfSamples("points", plane, samples, true, 2).points).toHaveLength(2);
});

it("brings data in raw units to where one can draw", () => {
  const raw = { ...plane, extent: { x1: [0, 100], x2: [-6, 6] } } as unknown as Summary;
  const far = { ...samples, train_inputs: floats([0, 1, 100, 3], 2) };
  expect(pointsOfSamples("points", raw, far, false, 10).points).toEqual([[-6, 1, 0], [6, 3, 1]]);
});

it("says why some data cannot be drawn on", () => {
  expect(obstacleToDrawing(plane, 5)).toBeNull();
  expect(obstacleToDrawing({ ...plane, raw_inputs: ["a", "b", "c", "d"] }, 5)).toContain("4 inputs");
  expect(obstacleToDrawing({ ...plane, classes: 8 }, 5)).toContain("8 classes");
});

it("counts in words", () => {
  expect(countsText([[0, 0, 0], [1, 1, 1], [1, 1, 1]], 2, null)).toBe("3 points: 1 class 0, 2 class 1");
  expect(countsText([[0, 0]], "curve", null)).toBe("1 point");
});

it("knows whether a network is made for points of a form", () => {
  expect(isOfForm(plane, 2)).toBe(true);
  expect(isOfForm({ ...plane, task: "classes", classes: 3 }, 4)).toBe(false);
  expect(isOfForm({ ...plane, task: "regression", classes: null }, "values")).toBe(true);
  expect(isOfForm(plane, "curve")).toBe(false);
});
