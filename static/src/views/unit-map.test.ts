import { expect, it } from "vitest";
import type { NeuronsProbe } from "../wire/protocol";
import { unitExtremes, unitTile } from "./unit-map";

const float = (...data: number[]) => ({ dtype: "f32" as const, shape: [data.length], data: Float32Array.from(data) });
const nodes = [{ id: "input", units: 1, offset: 0 }, { id: "layers.0", units: 2, offset: 1 }];
const maps: NeuronsProbe = {
  values: { dtype: "u8", shape: [3, 2, 2], data: Uint8Array.from([0, 255, 0, 255, 128, 128, 191, 255, 0, 85, 170, 255]) },
  low: float(-1, -10, -1), high: float(1, 10, 1), nodes,
};

it("finds a unit's map by its node", () => {
  expect([...unitTile(maps, "layers.0", 1)!.values.data]).toEqual([0, 85, 170, 255]);
  expect(unitTile(maps, "layers.0", 2)).toBeNull();
});

it("tells the extremes that the map has, not those of its scale", () => {
  const [low, high] = unitExtremes(maps, "layers.0", 0);
  expect(low).toBe(0);
  expect(high).toBeCloseTo(10);
  expect(unitExtremes(maps, "layers.0", 1)[0]).toBeCloseTo(-1);
});

it("reads curves as they are, and nothing from what was not measured", () => {
  const curves: NeuronsProbe = {
    ...maps, nodes: [{ id: "input", units: 2, offset: 0 }],
    values: { dtype: "f32", shape: [2, 3], data: Float32Array.from([1, 2, 3, -0.5, 0.25, 0]) },
  };
  expect(unitExtremes(curves, "input", 1)).toEqual([-0.5, 0.25]);
  expect(unitExtremes(curves, "output", 0)).toEqual([Number.NaN, Number.NaN]);
});

it("takes the finer map of the unit that is looked at closely, and of no other", () => {
  const inspected = {
    node: "layers.0", unit: 1, low: float(-2), high: float(2),
    values: { dtype: "u8" as const, shape: [1, 3, 3], data: Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 255]) },
  };
  const tile = unitTile({ ...maps, inspected }, "layers.0", 1)!;
  expect(tile).toMatchObject({ low: -2, high: 2, values: { shape: [3, 3] } });
  expect(unitTile({ ...maps, inspected }, "layers.0", 0)!.values.shape).toEqual([2, 2]);
});
