import { expect, it } from "vitest";
import { shortText } from "./curves";

it("writes the numbers of an axis shortly, however large a loss becomes", () => {
  expect([0, 0.25, 0.001, 12_500, 2e18, 3.5e7, 0.0005].map(shortText)).toEqual(["0", "0.25", "0.001", "12500", "2e18", "3.5e7", "5e−4"]);
});
