import { describe, expect, it } from "vitest";
import type { Catalog, Kind } from "../wire/protocol";
import { layerIndexOf, newLayer, withCopy, withMoved, withoutLayer } from "./network-edits";

const layers: Kind[] = ["a", "b", "c"].map((name) => ({ kind: "dense", name }));
const names = (list: Kind[]) => list.map(({ name }) => name).join("");

describe("moving a layer", () => {
  it.each([
    [0, 3, "bca"], [0, 2, "bac"], [2, 0, "cab"], [1, 0, "bac"], [1, 3, "acb"],
    [1, 1, "abc"], [1, 2, "abc"], [7, 0, "abc"],
  ])("from %i to gap %i gives %s", (from, gap, expected) => {
    expect(names(withMoved(layers, from, gap))).toBe(expected);
    expect(names(layers)).toBe("abc");
  });
});

describe("copying, removing and adding", () => {
  it("puts a copy behind its original, not the same object", () => {
    const copied = withCopy(layers, 1);
    expect(names(copied)).toBe("abbc");
    expect(copied[2]).not.toBe(copied[1]);
  });

  it("removes one", () => expect(names(withoutLayer(layers, 1))).toBe("ac"));

  it("makes a new layer like the nearest of its kind, to the left first", () => {
    const catalog = {
      families: { layers: { kinds: { pause: { defaults: { kind: "pause", rate: 0.2 } } } } },
    } as unknown as Catalog;
    expect(newLayer(layers, 2, "dense", catalog).name).toBe("b");
    expect(newLayer(layers, 0, "dense", catalog).name).toBe("a");
    expect(newLayer(layers, 1, "pause", catalog)).toEqual({ kind: "pause", rate: 0.2 });
  });

  it("knows which layer a node belongs to", () => {
    expect(layerIndexOf("network.layers.12")).toBe(12);
    expect(layerIndexOf("network.layers.2.layers.0")).toBe(2);
    expect(layerIndexOf("network.output")).toBeNull();
    expect(layerIndexOf("data.features")).toBeNull();
  });
});
