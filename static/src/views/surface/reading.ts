/** What the network says at one place of the surface, as numbers and as a sentence. */
import type { SurfaceProbe } from "../../wire/protocol";
import type { ColorScale } from "../color-scale";
import { numberText } from "../number-text";
import { planeOf, sample, strongest } from "./map-pixels";
import type { Task } from "./point-layer";

/** The output of every channel at a place given as shares (0…1) of the extents. */
export function outputsAt(surface: SurfaceProbe, across: number, up: number): number[] {
  const plane = planeOf(surface);
  if (plane !== null) {
    return Array.from({ length: plane.channels }, (_, channel) =>
      sample(plane, channel, across * (plane.columns - 1), up * (plane.rows - 1)),
    );
  }
  const [channels = 0, width = 0] = surface.values.shape;
  const place = Math.max(0, Math.min(width - 1, across * (width - 1)));
  const left = Math.min(Math.floor(place), Math.max(0, width - 2));
  const right = Math.min(left + 1, width - 1);
  return Array.from({ length: channels }, (_, channel) => {
    const from = surface.values.data[channel * width + left]!;
    const to = surface.values.data[channel * width + right]!;
    return from + (to - from) * (place - left);
  });
}

export type ClassNames = readonly string[] | null;

/** What a class is called: by the data where they name it, by its number otherwise. */
export function className(index: number, names: ClassNames): string {
  return names?.[index] ?? `class ${index}`;
}

export function predictionText(
  outputs: readonly number[], task: Task, scale: ColorScale, names: ClassNames,
): string {
  if (outputs.length > 1) {
    const { index } = strongest(outputs, 1);
    return `${className(index, names)} (${numberText(outputs[index]!)})`;
  }
  const output = outputs[0] ?? Number.NaN;
  if (task === "regression") return numberText(output);
  return `${numberText(output)} (${className(output < scale.center ? 0 : 1, names)})`;
}

/** How much of the plane each class holds, in whole percent; empty for regression. */
export function classShares(surface: SurfaceProbe, task: Task, scale: ColorScale): number[] {
  const plane = planeOf(surface);
  if (plane === null || task === "regression") return [];
  const size = plane.rows * plane.columns;
  const counts = new Array<number>(Math.max(2, plane.channels)).fill(0);
  for (let place = 0; place < size; place += 1) {
    const column = place % plane.columns;
    const row = Math.floor(place / plane.columns);
    const outputs = Array.from({ length: plane.channels }, (_, c) => sample(plane, c, column, row));
    const index = plane.channels === 1 ? Number(outputs[0]! >= scale.center) : strongest(outputs, 1).index;
    counts[index] = counts[index]! + 1;
  }
  return counts.map((count) => Math.round((100 * count) / size));
}
