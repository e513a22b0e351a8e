import { describe, expect, it } from "vitest";
import { layoutNetwork } from "../views/network/layout";
import { nested, type Part } from "../views/network/sample-nodes";
import { nextGap } from "./network-drag";
import { pathOf, placeOf } from "./network-edits";
import { gapsOf } from "./network-gaps";

const space = { width: 720, height: 400, expanded: new Set<string>() };

function gapsAt(...parts: Part[]) {
  const nodes = nested(2, ...parts);
  const layout = layoutNetwork(nodes, space);
  return { gaps: gapsOf(layout, nodes), layout };
}

const paths = (...parts: Part[]) => gapsAt(...parts).gaps.map((gap) => pathOf(gap).replaceAll("network.", ""));

describe("the gaps between columns", () => {
  it("are one more than there are layers", () => {
    const { gaps, layout } = gapsAt(4, 4, 1);
    expect(gaps.map(({ index }) => index)).toEqual([0, 1, 2]);
    gaps.forEach(({ center }, index) => {
      expect(center).toBeGreaterThan(layout.columns[index]!.center);
      expect(center).toBeLessThan(layout.columns[index + 1]!.center);
    });
  });

  it("are one where there is no hidden layer", () => expect(paths(1)).toEqual(["layers.0"]));

  it("are before, within and behind a block", () => {
    expect(paths(4, [4, 4], 1)).toEqual([
      "layers.0", "layers.1", "layers.1.layers.0", "layers.1.layers.1", "layers.1.layers.2", "layers.2",
    ]);
  });

  it("are one for each block that begins at the same place, and stand apart", () => {
    const { gaps } = gapsAt([[4]], 1);
    expect(gaps.map(pathOf)).toEqual([
      "network.layers.0", "network.layers.0.layers.0", "network.layers.0.layers.0.layers.0",
      "network.layers.0.layers.0.layers.1", "network.layers.0.layers.1", "network.layers.1",
    ]);
    const centers = gaps.map(({ center }) => center);
    centers.slice(1).forEach((center, index) => expect(center - centers[index]!).toBeGreaterThanOrEqual(28));
  });

  it("lie within the frame of the block that they belong to, and only they do", () => {
    const { gaps, layout } = gapsAt(4, [4, 4], 4, 1);
    const { left, right } = layout.frames[0]!;
    for (const { list, center } of gaps) {
      expect(center > left && center < right).toBe(list === "network.layers.1.layers");
    }
  });
});

describe("moving by steps", () => {
  const { gaps } = gapsAt(4, [4, 4], 1);
  const from = (path: string, direction: number) => {
    const gap = nextGap(gaps, placeOf(`network.${path}`)!, direction);
    return gap && pathOf(gap).replaceAll("network.", "");
  };

  it("leads into a block and out of it", () => {
    expect(from("layers.0", 1)).toBe("layers.1.layers.0");
    expect(from("layers.1.layers.0", -1)).toBe("layers.1");
    expect(from("layers.1.layers.0", 1)).toBe("layers.1.layers.2");
    expect(from("layers.1.layers.1", 1)).toBe("layers.2");
  });

  it("takes a block as a whole past its neighbors", () => {
    expect(from("layers.1", -1)).toBe("layers.0");
    expect(from("layers.1", 1)).toBeNull();
    expect(from("layers.0", -1)).toBeNull();
  });
});
