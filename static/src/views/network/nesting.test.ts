import { describe, expect, it } from "vitest";
import { layoutNetwork } from "./layout";
import { nodeName } from "./names";
import { blocksOf, depthOf } from "./nesting";
import { nested, type Part } from "./sample-nodes";

const space = { width: 900, height: 500, expanded: new Set<string>() };
const layoutOf = (...parts: Part[]) => layoutNetwork(nested(2, ...parts), space);

describe("blocks", () => {
  it("are found by the paths within them, inner ones first", () => {
    const nodes = nested(2, 8, [8, [8], 8], 1);
    const blocks = blocksOf(nodes);
    expect(blocks.map(({ node, level }) => [node, level])).toEqual([["layers.1.layers.1", 0], ["layers.1", 1]]);
    expect(blocks.map(({ input, first, sum }) => [input, first, sum].map((index) => nodes[index]!.id))).toEqual([
      ["layers.1.layers.0", "layers.1.layers.1.layers.0", "layers.1.layers.1"],
      ["layers.0", "layers.1.layers.0", "layers.1"],
    ]);
    expect(depthOf(blocks)).toBe(2);
  });

  it("are none in a plain network", () => expect(depthOf(blocksOf(nested(2, 8, 8, 1)))).toBe(0));

  it("have layers that are called by their places", () => {
    const nodes = nested(2, 8, [8, [8]], 1);
    expect(nodes.slice(1).map(({ id }) => nodeName(nodes, id))).toEqual([
      "Layer 1", "Layer 2.1", "Layer 2.2.1", "Layer 2.2", "Layer 2", "output",
    ]);
  });
});

describe("the layout of a block", () => {
  const { columns, frames, passages, height } = layoutOf(8, [4, 8], 1);

  it("has a sum that units of both ways go through where they stand", () => {
    const sum = columns[4]!;
    expect([sum.isBar, sum.isSum]).toEqual([true, true]);
    expect(sum.middles).toEqual(columns[3]!.middles);
    expect(passages).toEqual([{ from: 3, to: 4 }]);
  });

  it("has a frame around just its inner layers, and a way over it from its input to its sum", () => {
    const [frame] = frames;
    const inside = columns.map(({ left, right }) => left > frame!.left && right < frame!.right);
    expect(inside).toEqual([false, false, true, true, false, false]);
    expect(frame!.arcTop).toBeGreaterThan(0);
    expect(frame!.arcTop).toBeLessThan(frame!.top);
    expect(frame!.top).toBeLessThan(Math.min(columns[2]!.top, columns[3]!.top));
    expect(frame!.bottom).toBeGreaterThan(Math.max(columns[2]!.bottom, columns[3]!.bottom));
    expect(frame!.bottom).toBeLessThan(height);
    expect([frame!.arcFrom.x, frame!.arcTo.x]).toEqual([columns[1]!.center, columns[4]!.center]);
    expect(frame!.label).toBe("unchanged");
  });

  it("names the matrix on the way around where the number of values changes", () => {
    expect(layoutOf(8, [4], 1).frames[0]!.label).toBe("projection 8 → 4");
  });

  it("nests frames with room for each and everything in sight", () => {
    const deep = layoutOf(8, [[[8]]], 1);
    const [inner, middle, outer] = deep.frames;
    for (const [one, other] of [[inner!, middle!], [middle!, outer!]] as const) {
      expect(one.left).toBeGreaterThan(other.left);
      expect(one.right).toBeLessThan(other.right);
      expect(one.arcTop).toBeGreaterThan(other.top);
      expect(one.bottom).toBeLessThan(other.bottom);
    }
    expect(outer!.arcTop).toBeGreaterThan(0);
    expect(outer!.bottom).toBeLessThanOrEqual(deep.height);
    expect(deep.height).toBe(space.height);
  });
});
