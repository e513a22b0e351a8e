import { expect, it } from "vitest";
import { planOf } from "./optimizer-state";

const array = (...shape: number[]) => {
  const size = shape.reduce((product, length) => product * length, 1);
  return { step: { dtype: "f32" as const, shape, data: new Float32Array(size) } };
};

it("lays a node's parameters out with a row for each unit and a gap between arrays", () => {
  const { columns, rows, fields } = planOf("n1", { weight: array(3, 2), bias: array(3) });
  expect([columns, rows, fields.length]).toEqual([4, 3, 9]);
  expect(fields.filter(({ row }) => row === 2).map(({ column, place }) => [column, place.parameter, place.in])).toEqual([
    [0, "weight", 0], [1, "weight", 1], [3, "bias", null],
  ]);
});

it("begins with what there is where there is no matrix", () => {
  const { columns, fields } = planOf("n2", { scale: array(2), shift: array(2) });
  expect(columns).toBe(3);
  expect(fields.map(({ column }) => column)).toEqual([0, 0, 2, 2]);
});
