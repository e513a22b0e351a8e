import { describe, expect, it } from "vitest";
import type { Catalog, Kind, Spec } from "../wire/protocol";
import {
  layersAt, movedLayer, newLayer, placeOf, TOP_LIST, withCopy, withoutLayer, type LayerPlace,
} from "./network-edits";

type Tree = string | { [name: string]: Tree[] };

/** A layer called by a letter; with others inside it is a block. */
function layer(tree: Tree): Kind {
  if (typeof tree === "string") return { kind: "dense", name: tree };
  const [[name, inner]] = Object.entries(tree) as [[string, Tree[]]];
  return { kind: "block", name, layers: inner.map(layer) };
}

function text(layers: readonly Kind[]): string {
  return layers.map(({ name, layers: inner }) => `${name}${inner ? `(${text(inner as Kind[])})` : ""}`).join("");
}

const layers = ["a", "b", "c"].map(layer);
const spec = (...trees: Tree[]): Spec => ({ data: { kind: "xor" }, network: { layers: trees.map(layer), output: {} }, training: {} });
const top = (index: number): LayerPlace => ({ list: TOP_LIST, index });
const within = (block: number, index: number): LayerPlace => ({ list: `network.layers.${block}.layers`, index });

describe("moving a layer within its list", () => {
  it.each([
    [0, 3, "bca"], [0, 2, "bac"], [2, 0, "cab"], [1, 0, "bac"], [1, 3, "acb"],
  ])("from %i to gap %i gives %s", (from, gap, expected) => {
    const found = movedLayer(spec("a", "b", "c"), top(from), top(gap));
    expect(text(found?.change.value as Kind[])).toBe(expected);
    expect(found?.change.path).toBe(TOP_LIST);
    expect(found?.path).toBe(`network.layers.${expected.indexOf("abc".charAt(from))}`);
  });

  it.each([[1, 1], [1, 2], [7, 0]])("from %i to gap %i changes nothing", (from, gap) => {
    expect(movedLayer(spec("a", "b", "c"), top(from), top(gap))).toBeNull();
  });

  it("changes only the list of a block where both places are in it", () => {
    const found = movedLayer(spec("a", { r: ["b", "c"] }), within(1, 0), within(1, 2));
    expect(found?.change.path).toBe("network.layers.1.layers");
    expect(text(found?.change.value as Kind[])).toBe("cb");
    expect(found?.path).toBe("network.layers.1.layers.1");
  });
});

describe("moving a layer to another list", () => {
  it.each<[LayerPlace, LayerPlace, string, string]>([
    [top(0), within(1, 0), "r(abc)d", "network.layers.0.layers.0"],
    [top(2), within(1, 2), "ar(bcd)", "network.layers.1.layers.2"],
    [within(1, 0), top(0), "bar(c)d", "network.layers.0"],
    [within(1, 1), top(3), "ar(b)dc", "network.layers.3"],
  ])("takes it along with everything in it (%#)", (from, to, expected, path) => {
    const found = movedLayer(spec("a", { r: ["b", "c"] }, "d"), from, to);
    expect(text(found?.change.value as Kind[])).toBe(expected);
    expect(found?.path).toBe(path);
  });

  it("never puts a block into itself", () => {
    expect(movedLayer(spec({ r: ["a"] }, "b"), top(0), within(0, 1))).toBeNull();
  });

  it("moves blocks into blocks", () => {
    const found = movedLayer(spec({ r: ["a"] }, { s: ["b"] }), top(1), within(0, 1));
    expect(text(found?.change.value as Kind[])).toBe("r(as(b))");
    expect(found?.path).toBe("network.layers.0.layers.1");
  });
});

describe("copying, removing and adding", () => {
  it("puts a copy behind its original, not the same object", () => {
    const copied = withCopy(layers, 1);
    expect(text(copied)).toBe("abbc");
    expect(copied[2]).not.toBe(copied[1]);
  });

  it("gives a copy all of its weights, also to what is in it", () => {
    const inner = { kind: "dense", frozen: true, pruned: [[0, 1]] };
    const [, copy] = withCopy([{ kind: "block", layers: [inner] }], 0);
    expect(copy).toEqual({ kind: "block", layers: [{ kind: "dense", frozen: false, pruned: [] }] });
    expect(inner.frozen).toBe(true);
  });

  it("removes one", () => expect(text(withoutLayer(layers, 1))).toBe("ac"));

  it("makes a new layer like the nearest of its kind, to the left first", () => {
    const catalog = {
      families: { layers: { kinds: { pause: { defaults: { kind: "pause", rate: 0.2 } } } } },
    } as unknown as Catalog;
    expect(newLayer(layers, { index: 2, width: 4 }, "dense", catalog).name).toBe("b");
    expect(newLayer(layers, { index: 0, width: 4 }, "dense", catalog).name).toBe("a");
    expect(newLayer(layers, { index: 1, width: 4 }, "pause", catalog)).toEqual({ kind: "pause", rate: 0.2 });
  });

  it("makes a new block that keeps the number of values", () => {
    const defaults = { kind: "around", layers: [{ kind: "dense", units: 4 }, { kind: "dense", units: 4 }] };
    const catalog = { families: { layers: { kinds: { around: { defaults } } } } } as unknown as Catalog;
    const made = newLayer(layers, { index: 1, width: 7 }, "around", catalog);
    expect(made.layers).toEqual([{ kind: "dense", units: 4 }, { kind: "dense", units: 7 }]);
  });
});

describe("places", () => {
  it("are read from the path of a layer at any depth", () => {
    expect(placeOf("network.layers.12")).toEqual(top(12));
    expect(placeOf("network.layers.2.layers.0")).toEqual(within(2, 0));
    expect(placeOf("network.output")).toBeNull();
    expect(placeOf("data.features")).toBeNull();
  });

  it("hold what the experiment has there", () => {
    expect(text(layersAt(spec("a", { r: ["b", "c"] }), within(1, 0).list))).toBe("bc");
    expect(layersAt(spec("a"), within(0, 0).list)).toEqual([]);
  });
});
