/** Edits of the list of layers, each as a new list. */
import type { Catalog, Kind } from "../wire/protocol";

export function withLayer(layers: readonly Kind[], index: number, layer: Kind): Kind[] {
  return [...layers.slice(0, index), layer, ...layers.slice(index)];
}

export function withoutLayer(layers: readonly Kind[], index: number): Kind[] {
  return layers.filter((_, place) => place !== index);
}

export function withCopy(layers: readonly Kind[], index: number): Kind[] {
  const layer = layers[index];
  return layer === undefined ? [...layers] : withLayer(layers, index + 1, structuredClone(layer));
}

/** Takes a layer out and puts it before the one that stood at `gap`; a gap beside it changes nothing. */
export function withMoved(layers: readonly Kind[], from: number, gap: number): Kind[] {
  const layer = layers[from];
  if (layer === undefined || gap === from || gap === from + 1) return [...layers];
  const rest = withoutLayer(layers, from);
  return withLayer(rest, gap > from ? gap - 1 : gap, layer);
}

/** A layer of a kind for a gap: like its nearest neighbor of that kind, else as the catalog has it. */
export function newLayer(layers: readonly Kind[], gap: number, kind: string, catalog: Catalog): Kind {
  const before = layers.slice(0, gap).reverse();
  const alike = [...before, ...layers.slice(gap)].find((layer) => layer.kind === kind);
  const defaults = catalog.families.layers?.kinds[kind]?.defaults;
  return structuredClone(alike ?? { ...defaults, kind });
}

/** The place in the list of layers that a node of the network belongs to; null for inputs and output. */
export function layerIndexOf(path: string): number | null {
  const found = /^network\.layers\.(\d+)/.exec(path);
  return found === null ? null : Number(found[1]);
}
