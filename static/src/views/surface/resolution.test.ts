import { expect, it } from "vitest";
import { surfaceResolution } from "./resolution";

it("is finer where the picture is larger, within bounds that a frame can carry", () => {
  expect([100, 262, 310, 5000].map(surfaceResolution)).toEqual([50, 50, 60, 60]);
});

it("stays while a window is resized a little", () => {
  expect(surfaceResolution(270)).toBe(surfaceResolution(276));
});
