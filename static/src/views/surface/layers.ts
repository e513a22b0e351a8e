/** Which samples lie on the plot: those of the data set, or the points that are being drawn. */
import type { DataProbe, FloatArray } from "../../wire/protocol";
import type { Point } from "./brush";
import type { PointLayer } from "./point-layer";
import type { Drawing } from "./sketch";

/** A sample by the set that it belongs to and its place in it. */
export interface Sample {
  readonly set: "train" | "test";
  readonly index: number;
}

/** Which samples of each set stand out. */
export interface Lit {
  readonly train: Uint8Array;
  readonly test: Uint8Array;
}

export function sampleLayers(data: DataProbe | null, showTest: boolean, lit: Lit | null): PointLayer[] {
  if (data === null) return [];
  const train = { inputs: data.train_inputs, targets: data.train_targets, hollow: false, lit: lit?.train };
  const test = { inputs: data.test_inputs, targets: data.test_targets, hollow: true, lit: lit?.test };
  return showTest ? [train, test] : [train];
}

/** The sample after or before another one, around all of them; the first where there is none yet. */
export function nextSample(layers: readonly PointLayer[], from: Sample | null, isBack: boolean): Sample | null {
  const all = layers.flatMap(({ targets }, layer) =>
    Array.from(targets.data, (_, index): Sample => ({ set: layer === 0 ? "train" : "test", index })));
  const here = all.findIndex(({ set, index }) => set === from?.set && index === from.index);
  if (isBack) return all.at(here > 0 ? here - 1 : -1) ?? null;
  return all[(here + 1) % all.length] ?? null;
}

/** Drawn points at once as they are; those that the server keeps back to test with are hollow here as well. */
export function drawnLayers({ points, target }: Drawing, data: DataProbe | null): PointLayer[] {
  const isPlane = target !== null;
  const tested = data === null ? new Set<string>() : keysOf(data.test_inputs, data.test_targets);
  const isTested = (point: Point) => tested.size > 0 && tested.has(point.map(Math.fround).join());
  return [false, true].map((hollow) => {
    const own = points.filter((point) => isTested(point) === hollow);
    return {
      inputs: floats(own.flatMap((point) => (isPlane ? point.slice(0, 2) : point.slice(0, 1))), isPlane ? 2 : 1),
      targets: floats(own.map((point) => point[isPlane ? 2 : 1] ?? 0), 1),
      hollow,
    };
  });
}

function keysOf(inputs: FloatArray, targets: FloatArray): Set<string> {
  const width = inputs.shape[1] ?? 1;
  const key = (target: number, index: number) =>
    [...inputs.data.subarray(index * width, (index + 1) * width), target].join();
  return new Set(Array.from(targets.data, key));
}

function floats(values: number[], width: number): FloatArray {
  return { dtype: "f32", shape: [values.length / width, width], data: Float32Array.from(values) };
}
