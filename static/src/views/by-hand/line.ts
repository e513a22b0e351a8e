/** The line on which a unit of the first layer changes its sign, and the weights that put it elsewhere. */
import type { NeuronsProbe } from "../../wire/protocol";
import type { Range } from "../color-scale";

/** Where a·x + b·y + c is 0, in values of the raw inputs; it is the unit's sum everywhere else. */
export interface Line {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

export type Spot = readonly [x: number, y: number];

/** A feature that is one of the two raw inputs, scaled: feature = slope · input + offset. */
export interface StraightFeature {
  readonly axis: 0 | 1;
  readonly slope: number;
  readonly offset: number;
}

/** Bytes of a straight map are rounded, so they may lie this far beside the straight line. */
const ROUNDING = 1.01;

/**
 * How each feature follows from the raw inputs, read off its own map: data may be scaled in any way. Null for what
 * is not straight along one axis, such as a square.
 */
export function straightFeatures(neurons: NeuronsProbe, extent: readonly [Range, Range]): (StraightFeature | null)[] {
  const { values, low, high, nodes } = neurons;
  const [, rows = 0, columns = 0] = values.shape;
  const features = nodes[0];
  if (values.dtype !== "u8" || !features || rows < 2 || columns < 2) return [];
  return Array.from({ length: features.units }, (_, unit) => {
    const place = features.offset + unit;
    const byte = (row: number, column: number) => values.data[(place * rows + row) * columns + column]!;
    const height = (high.data[place]! - low.data[place]!) / 255;
    for (const axis of [0, 1] as const) {
      const count = axis === 0 ? columns : rows;
      const along = Array.from({ length: count }, (_, index) => (axis === 0 ? byte(0, index) : byte(index, 0)));
      const { slope, start } = straight(along);
      const isStraight = Array.from({ length: rows * columns }, (_, index) => index).every((index) => {
        const [row, column] = [Math.floor(index / columns), index % columns];
        return Math.abs(byte(row, column) - start - slope * (axis === 0 ? column : row)) <= ROUNDING;
      });
      if (!isStraight || Math.abs(slope) * count < 1) continue;
      const [from, to] = extent[axis];
      const perInput = (slope * (count - 1) * height) / (to - from);
      return { axis, slope: perInput, offset: low.data[place]! + start * height - perInput * from };
    }
    return null;
  });
}

/** The straight line nearest to numbers at 0, 1, 2, …. */
function straight(numbers: readonly number[]): { slope: number; start: number } {
  const middle = (numbers.length - 1) / 2;
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const spread = numbers.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  const slope = numbers.reduce((sum, number, index) => sum + (index - middle) * (number - mean), 0) / spread;
  return { slope, start: mean - slope * middle };
}

/** The line of a unit; null where other features bend it, or nothing tilts it. */
export function lineOf(weights: ArrayLike<number>, bias: number, features: readonly (StraightFeature | null)[]): Line | null {
  const sums: [number, number] = [0, 0];
  let c = bias;
  for (const [index, feature] of features.entries()) {
    const weight = weights[index]!;
    if (feature === null) {
      if (weight !== 0) return null;
      continue;
    }
    sums[feature.axis] += weight * feature.slope;
    c += weight * feature.offset;
  }
  const [a, b] = sums;
  return Math.hypot(a, b) > 1e-9 ? { a, b, c } : null;
}

/** The places of the two features that span the plane; null where there is not just one for each input. */
export function spanning(features: readonly (StraightFeature | null)[]): readonly [number, number] | null {
  const places = [0, 1].map((axis) => features.flatMap((feature, index) => (feature?.axis === axis ? [index] : [])));
  const [[first, ...moreFirst] = [], [second, ...moreSecond] = []] = places;
  if (first === undefined || second === undefined || moreFirst.length + moreSecond.length > 0) return null;
  return [first, second];
}

/** The two weights and the bias that make a unit's line this one. */
export function weightsOf(
  { a, b, c }: Line, features: readonly (StraightFeature | null)[], [first, second]: readonly [number, number],
): { weights: [number, number]; bias: number } {
  const [across, up] = [features[first]!, features[second]!];
  const weights: [number, number] = [a / across.slope, b / up.slope];
  return { weights, bias: c - weights[0] * across.offset - weights[1] * up.offset };
}

/** The same line beside itself, through a place. */
export function movedTo({ a, b }: Line, [x, y]: Spot): Line {
  return { a, b, c: -(a * x + b * y) };
}

/** Along the line, with the unit's positive side at the right hand. */
export function directionOf({ a, b }: Line): Spot {
  const length = Math.hypot(a, b);
  return [-b / length, a / length];
}

/** The line as steep as before through a place, in a direction. */
export function turnedTo({ a, b }: Line, through: Spot, [right, up]: Spot): Line {
  const steepness = Math.hypot(a, b) / (Math.hypot(right, up) || 1);
  return movedTo({ a: up * steepness, b: -right * steepness, c: 0 }, through);
}

/** The same line where the unit's output rises so many times as fast. */
export function steeper({ a, b, c }: Line, factor: number): Line {
  return { a: a * factor, b: b * factor, c: c * factor };
}

/** The place of the line nearest to another place. */
export function nearestOn({ a, b, c }: Line, [x, y]: Spot): Spot {
  const distance = (a * x + b * y + c) / (a * a + b * b);
  return [x - a * distance, y - b * distance];
}
