import { expect, it } from "vitest";
import { drawn, erased, moved, nearest, type Place, type Point, sprayed, thinned } from "./brush";
import { grownRange } from "./curve-layer";

const bounds = { x: [-6, 6], y: [-6, 6] } as const;
const points: Point[] = [[0, 0, 0], [1, 1, 1], [1.2, 1, 0]];

it("finds the nearest point within reach, and the one on top of equals", () => {
  expect(nearest(points, [1.15, 1], [0.5, 0.5])).toBe(2);
  expect(nearest(points, [-0.3, 0], [0.5, 0.5])).toBe(0);
  expect(nearest(points, [3, 3], [0.5, 0.5])).toBeNull();
  expect(nearest([[2, 2, 0], [2, 2, 1]], [2, 2], [0.1, 0.1])).toBe(1);
});

it("reaches differently far along axes of different length", () => {
  expect(nearest([[4, 0]], [0, 0], [5, 0.1])).toBe(0);
  expect(nearest([[0, 4]], [0, 0], [5, 0.1])).toBeNull();
});

it("erases what is under the brush, and is the same list where there is nothing", () => {
  expect(erased(points, [1, 1], [0.3, 0.3])).toEqual([[0, 0, 0]]);
  expect(erased(points, [5, 5], [1, 1])).toBe(points);
});

it("draws with short numbers, inside the bounds and up to the limit", () => {
  const places: Place[] = [[0.123456, -9], [7, 1], [2, 2]];
  expect(drawn([], places, 3, bounds, 2)).toEqual([[0.12, -6, 3], [6, 1, 3]]);
  const full = drawn([], places, 0, bounds, 3);
  expect(drawn(full, places, 0, bounds, 3)).toBe(full);
});

it("draws on a curve, where the height is the value", () => {
  expect(drawn([], [[0.5, 0.25]], null, { x: [-6, 6], y: [-1, 1] }, 10)).toEqual([[0.5, 0.25]]);
});

it("moves one point and keeps what it is", () => {
  expect(moved(points, 1, [-7, 2.345], bounds)).toEqual([[0, 0, 0], [-6, 2.35, 1], [1.2, 1, 0]]);
  expect(moved([[1, 0.5]], 0, [1.5, 0.7], { x: [-6, 6], y: [-1, 1] })).toEqual([[1.5, 0.7]]);
});

it("sprays inside the brush", () => {
  const places = sprayed([1, 2], [0.5, 2], 200);
  expect(places).toHaveLength(200);
  for (const [x, y] of places) expect(Math.hypot((x - 1) / 0.5, (y - 2) / 2)).toBeLessThanOrEqual(1);
  // Half of the area lies beyond 0.71 of the reach.
  const outer = places.filter(([x, y]) => Math.hypot((x - 1) / 0.5, (y - 2) / 2) > Math.SQRT1_2);
  expect(outer.length).toBeGreaterThan(60);
});

it("thins evenly", () => {
  const items = Array.from({ length: 1000 }, (_, index) => index);
  expect(thinned(items, 4)).toEqual([0, 250, 500, 750]);
  expect(thinned(items, 5000)).toEqual(items);
});

it("keeps the range of a curve until values come to its ends", () => {
  expect(grownRange([-1, 1], [0.5, -0.9])).toEqual([-1, 1]);
  expect(grownRange([-1, 1], [1])).toEqual([-1, 1.24]);
  expect(grownRange([-1, 1], [-3])).toEqual([-3.48, 1]);
  expect(grownRange([-1, 1], [])).toEqual([-1, 1]);
});
