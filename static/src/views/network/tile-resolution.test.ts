import { expect, it } from "vitest";
import { tileResolution } from "./tile-resolution";

it("is finer where tiles are larger or screens sharper, within what can be seen", () => {
  expect([20, 36, 40, 44, 88].map(tileResolution)).toEqual([10, 12, 13, 15, 15]);
});
