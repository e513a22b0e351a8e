import { describe, expect, it } from "vitest";
import { nested } from "../views/network/sample-nodes";
import type { Spec } from "../wire/protocol";
import { partsOf, removedCount, removedPairs, withRemoved } from "./network-parts";

const spec: Spec = {
  data: { kind: "xor" },
  training: {},
  network: {
    layers: [
      { kind: "dense", frozen: true, pruned: [[1, 0], [2, 1]] },
      { kind: "residual", layers: [{ kind: "dense", frozen: false, pruned: [[0, 2]] }] },
      { kind: "dropout" },
    ],
    output: { frozen: false, pruned: [] },
  },
};
const nodes = nested(2, 4, [4], 4, 1);

describe("parts", () => {
  const parts = partsOf(nodes, spec, false);

  it("are read at any depth", () => {
    expect([...parts.frozen]).toEqual(["layers.0"]);
    expect([...parts.removed.get("layers.0")!]).toEqual([2, 5]);
    expect([...parts.removed.get("layers.1.layers.0")!]).toEqual([2]);
    expect(removedCount(parts)).toBe(3);
  });

  it("are not what a smaller layer no longer has", () => {
    const smaller = partsOf(nested(1, 2, [4], 4, 1), spec, false);
    expect([...smaller.removed.get("layers.0")!]).toEqual([1]);
    expect(smaller.removed.has("layers.1.layers.0")).toBe(false);
  });

  it("are only of nodes that have such settings", () => {
    expect([...parts.removable]).toEqual(["layers.0", "layers.1.layers.0", "output"]);
    expect(removedPairs(spec, "network.layers.2")).toBeNull();
  });
});

describe("removing", () => {
  it("adds a weight once and takes it back", () => {
    expect(withRemoved([[1, 0]], 1, 0, true)).toEqual([[1, 0]]);
    expect(withRemoved([[1, 0]], 2, 0, true)).toEqual([[1, 0], [2, 0]]);
    expect(withRemoved([[1, 0], [2, 0]], 1, 0, false)).toEqual([[2, 0]]);
  });
});
