import { expect, test } from "vitest";
import { selectorsOf } from "./pointing";

test("named units alone, and all units of a layer without names", () => {
  expect(selectorsOf({ nodes: ["layers.0", "output"], units: { "layers.0": [2, 5] } })).toEqual([
    '.network-column[data-node="output"] .network-unit',
    '.network-column[data-node="layers\\.0"] .network-unit[data-unit="2"]',
    '.network-column[data-node="layers\\.0"] .network-unit[data-unit="5"]',
  ]);
});
