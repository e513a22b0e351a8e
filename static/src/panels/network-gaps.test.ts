import { describe, expect, it } from "vitest";
import { layoutNetwork } from "../views/network/layout";
import { network } from "../views/network/sample-nodes";
import { gapsOf } from "./network-gaps";

const space = { width: 720, height: 400, expanded: new Set<string>() };

function gapsAt(...paths: string[]) {
  const nodes = network(...paths.map(() => 2)).map((node, index) => ({ ...node, path: paths[index]! }));
  const layout = layoutNetwork(nodes, space);
  return { gaps: gapsOf(layout, nodes), layout };
}

describe("the gaps between columns", () => {
  it("are one more than there are layers", () => {
    const { gaps, layout } = gapsAt("data.features", "network.layers.0", "network.layers.1", "network.output");
    expect(gaps.map(({ gap }) => gap)).toEqual([0, 1, 2]);
    gaps.forEach(({ center }, index) => {
      expect(center).toBeGreaterThan(layout.columns[index]!.center);
      expect(center).toBeLessThan(layout.columns[index + 1]!.center);
    });
  });

  it("are one where there is no hidden layer", () => {
    expect(gapsAt("data.features", "network.output").gaps.map(({ gap }) => gap)).toEqual([0]);
  });

  it("are not within one layer of several nodes", () => {
    const { gaps } = gapsAt(
      "data.features", "network.layers.0.layers.0", "network.layers.0.layers.1", "network.layers.1", "network.output",
    );
    expect(gaps.map(({ gap }) => gap)).toEqual([0, 1, 2]);
  });
});
