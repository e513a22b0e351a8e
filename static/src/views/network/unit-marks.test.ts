import { expect, it } from "vitest";
import { gradientShare } from "./edges";
import { DEAD, SATURATED, stateWords, unitState } from "./unit-marks";

const states = { "layers.0": { dtype: "u8" as const, shape: [3], data: Uint8Array.of(0, SATURATED, DEAD) } };

it("knows the state of every unit, and of none before the first measurement", () => {
  expect([0, 1, 2].map((unit) => unitState(states, "layers.0", unit))).toEqual([0, SATURATED, DEAD]);
  expect([unitState(states, "output", 0), unitState(null, "layers.0", 1)]).toEqual([0, 0]);
  expect(stateWords(0)).toBe("");
  expect(stateWords(DEAD)).toContain("dead");
  expect(stateWords(SATURATED)).toContain("saturated");
});

it("lays gradients of either sign along powers of ten", () => {
  expect([0.1, -0.1, 1e-5, 1e-9, 0, 5].map(gradientShare)).toEqual([1, 1, 0.5, 0, 0, 1]);
});
