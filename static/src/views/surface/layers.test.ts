import { expect, it } from "vitest";
import type { DataProbe } from "../../wire/protocol";
import { drawnLayers, nextSample, sampleLayers } from "./layers";
import type { Drawing } from "./sketch";

const floats = (data: number[], width: number) =>
  ({ dtype: "f32" as const, shape: [data.length / width, width], data: Float32Array.from(data) });
const data: DataProbe = {
  version: 1, train_inputs: floats([0.1, 1, 2, 3], 2), train_targets: floats([0, 1], 1),
  test_inputs: floats([5.3, 5], 2), test_targets: floats([1], 1),
};
const drawing = (points: number[][], target: number | null) => ({ points, target }) as unknown as Drawing;

it("shows test samples hollow, and only where they are wanted", () => {
  expect(sampleLayers(data, false, null).map(({ hollow }) => hollow)).toEqual([false]);
  expect(sampleLayers(data, true, null).map(({ hollow }) => hollow)).toEqual([false, true]);
  expect(sampleLayers(null, true, null)).toEqual([]);
});

it("steps through all samples that are shown, around and back", () => {
  const layers = sampleLayers(data, true, null);
  expect(nextSample(layers, null, false)).toEqual({ set: "train", index: 0 });
  expect(nextSample(layers, { set: "train", index: 1 }, false)).toEqual({ set: "test", index: 0 });
  expect(nextSample(layers, { set: "test", index: 0 }, false)).toEqual({ set: "train", index: 0 });
  expect(nextSample(layers, { set: "train", index: 0 }, true)).toEqual({ set: "test", index: 0 });
  expect(nextSample([], null, false)).toBeNull();
});

it("draws points at once as they are, those kept back for the test hollow", () => {
  const [filled, hollow] = drawnLayers(drawing([[0.1, 1, 0], [5.3, 5, 1], [4, 4, 1]], 0), data);
  expect([...filled!.targets.data]).toEqual([0, 1]);
  expect([...hollow!.inputs.data]).toEqual([Math.fround(5.3), 5]);
});

it("takes the height of a point for its value on a curve", () => {
  const [filled] = drawnLayers(drawing([[2, 0.5]], null), null);
  expect(filled!.inputs.shape).toEqual([1, 1]);
  expect([...filled!.targets.data]).toEqual([0.5]);
});
