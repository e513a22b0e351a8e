import { expect, test } from "vitest";
import { contourLine, type Grid, valueBetween } from "./contour";

const gridOf = (size: number, value: (column: number, row: number) => number): Grid => ({
  rows: size,
  columns: size,
  values: Array.from({ length: size * size }, (_, place) => value(place % size, Math.floor(place / size))),
});

test("the line around a cone is a circle", () => {
  const pieces = contourLine(gridOf(21, (column, row) => Math.hypot(column - 10, row - 10)), 6);
  expect(pieces.length).toBeGreaterThan(4 * 30);
  for (let place = 0; place < pieces.length; place += 2) {
    expect(Math.hypot(pieces[place]! - 10, pieces[place + 1]! - 10)).toBeCloseTo(6, 1);
  }
});

test("on a slope the line lies where the value is met", () => {
  const pieces = contourLine(gridOf(3, (column) => 4 * column), 5);
  expect(pieces.filter((_, index) => index % 2 === 0)).toEqual([1.25, 1.25, 1.25, 1.25]);
});

test("at a saddle the corners on the side of the middle stay together", () => {
  const saddle: Grid = { rows: 2, columns: 2, values: [1, 0, 0, 0.9] };
  const [fromX, fromY, toX, toY] = contourLine(saddle, 0.4);
  // The middle is higher, so the first piece cuts off the low corner at the right.
  expect([fromX, toY].map(Number)).toEqual([expect.closeTo(0.6), expect.closeTo(0.444, 3)]);
  expect([fromY, toX]).toEqual([0, 1]);
});

test("where nothing is measured yet there is no line, and no value", () => {
  const half = gridOf(5, (column, row) => (row > 2 ? Number.NaN : column));
  const pieces = contourLine(half, 1.5);
  expect(pieces.length / 4).toBe(2);
  expect(valueBetween(half, 1.5, 0.5)).toBeCloseTo(1.5);
  expect(valueBetween(half, 1.5, 3.5)).toBeNaN();
});
