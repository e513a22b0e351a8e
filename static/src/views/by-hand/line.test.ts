import { expect, test } from "vitest";
import type { NeuronsProbe } from "../../wire/protocol";
import { directionOf, lineOf, movedTo, nearestOn, spanning, steeper, straightFeatures, turnedTo, weightsOf } from "./line";

const SIZE = 15;
const EXTENT = [[-6, 6], [-3, 5]] as const;

/** Maps of features as the server makes them: bytes between −most and most. */
function mapsOf(...features: ((x: number, y: number) => number)[]): NeuronsProbe {
  const grids = features.map((feature) =>
    Array.from({ length: SIZE * SIZE }, (_, place) => {
      const [column, row] = [place % SIZE, Math.floor(place / SIZE)];
      return feature(-6 + (12 * column) / (SIZE - 1), -3 + (8 * row) / (SIZE - 1));
    }),
  );
  const most = grids.map((grid) => Math.max(...grid.map(Math.abs)));
  const data = Uint8Array.from(grids.flatMap((grid, unit) => grid.map((value) => Math.round((255 * (value + most[unit]!)) / (2 * most[unit]!)))));
  const floats = (numbers: number[]) => ({ dtype: "f32" as const, shape: [numbers.length], data: Float32Array.from(numbers) });
  return {
    values: { dtype: "u8", shape: [features.length, SIZE, SIZE], data },
    low: floats(most.map((number) => -number)), high: floats(most),
    nodes: [{ id: "input", units: features.length, offset: 0 }],
  };
}

const scaled = mapsOf((x) => (x - 0.3) / 2.5, (_, y) => (y - 1.1) / 0.8, (x) => x * x);

test("the scaling is read off the maps of the features", () => {
  const [first, second, square] = straightFeatures(scaled, EXTENT);
  expect(first!.slope).toBeCloseTo(1 / 2.5, 2);
  expect(first!.offset).toBeCloseTo(-0.3 / 2.5, 2);
  expect(second!.axis).toBe(1);
  expect(second!.slope).toBeCloseTo(1 / 0.8, 2);
  expect(second!.offset).toBeCloseTo(-1.1 / 0.8, 2);
  expect(square).toBeNull();
});

test("the weights of a line make that line again", () => {
  const features = straightFeatures(scaled, EXTENT);
  const span = spanning(features)!;
  expect(span).toEqual([0, 1]);
  const line = { a: 1.5, b: -0.5, c: 0.25 };
  const { weights, bias } = weightsOf(line, features, span);
  const again = lineOf([...weights, 0], bias, features)!;
  for (const part of ["a", "b", "c"] as const) expect(again[part]).toBeCloseTo(line[part], 10);
});

test("what is bent or flat has no line", () => {
  const features = straightFeatures(scaled, EXTENT);
  expect(lineOf([1, 1, 0.1], 0, features)).toBeNull();
  expect(lineOf([0, 0, 0], 1, features)).toBeNull();
  expect(spanning(straightFeatures(mapsOf((x) => x, (x) => 2 * x), EXTENT))).toBeNull();
});

test("a line that is moved keeps its direction, one that is turned its steepness and its pivot", () => {
  const line = { a: 3, b: 4, c: 5 };
  const moved = movedTo(line, [1, 2]);
  expect([moved.a, moved.b, moved.a + 2 * moved.b + moved.c]).toEqual([3, 4, 0]);
  const turned = turnedTo(line, [1, 2], [2, 0]);
  expect(Math.hypot(turned.a, turned.b)).toBeCloseTo(5);
  expect(directionOf(turned)).toEqual([expect.closeTo(1), expect.closeTo(0)]);
  expect(turned.a + 2 * turned.b + turned.c).toBeCloseTo(0);
  expect(turnedTo(line, nearestOn(line, [0, 0]), directionOf(line)).c).toBeCloseTo(line.c);
});

test("a steeper line lies where it lay", () => {
  const line = { a: 3, b: 4, c: 5 };
  expect(nearestOn(steeper(line, 2), [7, 7])).toEqual(nearestOn(line, [7, 7]));
});
