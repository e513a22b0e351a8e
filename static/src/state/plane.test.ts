import { beforeEach, expect, it } from "vitest";
import type { Summary } from "../wire/protocol";
import { axes, held, holdAsGiven, holdAt, lookAlong, planeOptions } from "./plane";
import { summary } from "./store";

const withInputs = (names: string[]) =>
  ({ raw_inputs: names, held: names.map((_, place) => place + 0.5) }) as unknown as Summary;

beforeEach(() => {
  summary.value = withInputs(["a", "b", "c", "d"]);
  holdAsGiven();
  lookAlong(0, 0);
  lookAlong(1, 1);
});

it("asks for nothing special where a plane shows all inputs", () => {
  summary.value = withInputs(["x1", "x2"]);
  expect(planeOptions.value).toEqual({});
});

it("looks along two inputs and holds the others", () => {
  lookAlong(0, 2);
  holdAt(3, 9);
  expect(planeOptions.value).toEqual({ axes: [2, 1], held: [0.5, 1.5, 2.5, 9] });
  holdAsGiven();
  expect(held.value).toEqual([0.5, 1.5, 2.5, 3.5]);
});

it("never has the same input on both sides", () => {
  lookAlong(0, 1);
  expect(axes.value).toEqual([1, 0]);
});

it("begins from the front with other data", () => {
  lookAlong(1, 3);
  summary.value = withInputs(["p", "q", "r"]);
  expect(planeOptions.value).toEqual({ axes: [0, 1], held: [0.5, 1.5, 2.5] });
});

it("stays the same object while a training goes on", () => {
  const before = planeOptions.value;
  summary.value = withInputs(["a", "b", "c", "d"]);
  expect(planeOptions.value).toBe(before);
});
