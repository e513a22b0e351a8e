import { expect, it } from "vitest";
import { surfaceResolution } from "./resolution";

it("is finer where the picture is larger, within bounds that a frame can carry", () => {
  expect([100, 262, 320, 5000].map(surfaceResolution)).toEqual([50, 64, 80, 80]);
});

it("stays while a window is resized a little", () => {
  expect(surfaceResolution(262)).toBe(surfaceResolution(266));
});
