/** Places of samples in a layer's plane: how far they reach, and how far classes are apart. */
import type { FloatArray, HiddenNode } from "../../wire/protocol";

export type Task = "binary" | "classes" | "regression";

const ROOM = 1.15;
const NARROW = 0.45;

/** The reach of the picture: it stays as long as the samples fit and fill it, so that it does not breathe with them. */
export function settledReach(before: number, widest: number): number {
  if (!Number.isFinite(widest) || widest === 0) return before || 1;
  return widest <= before && widest >= NARROW * before ? before : widest * ROOM;
}

/**
 * The distance between the centers of two classes by the spread of their samples around them, for the two classes
 * that are nearest to each other; NaN where there are no classes.
 */
export function classesApart({ x, y }: Pick<HiddenNode, "x" | "y">, targets: FloatArray, task: Task): number {
  if (task === "regression") return Number.NaN;
  const groups = new Map<number, number[]>();
  targets.data.forEach((target, index) => {
    const group = groups.get(Math.round(target));
    if (group) group.push(index);
    else groups.set(Math.round(target), [index]);
  });
  const classes = [...groups.values()].map((members) => {
    const mean = (values: Float32Array) => members.reduce((sum, index) => sum + values[index]!, 0) / members.length;
    const [centerX, centerY] = [mean(x.data), mean(y.data)];
    const variance = members.reduce((sum, index) => sum + (x.data[index]! - centerX) ** 2 + (y.data[index]! - centerY) ** 2, 0);
    return { x: centerX, y: centerY, variance: variance / members.length };
  });
  let nearest = Number.POSITIVE_INFINITY;
  classes.forEach((one, place) => {
    for (const other of classes.slice(place + 1)) {
      const spread = Math.sqrt((one.variance + other.variance) / 2);
      nearest = Math.min(nearest, Math.hypot(one.x - other.x, one.y - other.y) / spread);
    }
  });
  return Number.isFinite(nearest) ? nearest : Number.NaN;
}
