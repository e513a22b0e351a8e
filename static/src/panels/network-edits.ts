/** Edits of lists of layers, the network's own and those within blocks, each as a new list. */
import { valueAt, withValueAt } from "../state/paths";
import type { Catalog, Change, JsonValue, Kind, Spec } from "../wire/protocol";

/** Where a layer stands, or where one can be put: the path of a list and the place in it. */
export interface LayerPlace {
  readonly list: string;
  readonly index: number;
}

/** The list of the network itself. */
export const TOP_LIST = "network.layers";

/** The place of a layer by its path; null for inputs and output. */
export function placeOf(path: string): LayerPlace | null {
  const found = /^(network\..+)\.(\d+)$/.exec(path);
  return found === null ? null : { list: found[1]!, index: Number(found[2]) };
}

export function pathOf({ list, index }: LayerPlace): string {
  return `${list}.${index}`;
}

export function layersAt(spec: Spec, list: string): Kind[] {
  const found = valueAt(spec, list);
  return Array.isArray(found) ? (found as Kind[]) : [];
}

export function withLayer(layers: readonly Kind[], index: number, layer: Kind): Kind[] {
  return [...layers.slice(0, index), layer, ...layers.slice(index)];
}

export function withoutLayer(layers: readonly Kind[], index: number): Kind[] {
  return layers.filter((_, place) => place !== index);
}

export function withCopy(layers: readonly Kind[], index: number): Kind[] {
  const layer = layers[index];
  return layer === undefined ? [...layers] : withLayer(layers, index + 1, copyOf(layer));
}

/** A layer of a kind for a gap: like its nearest neighbor of that kind, else as the catalog has it. */
export function newLayer(
  layers: readonly Kind[], { index, width }: { index: number; width: number }, kind: string, catalog: Catalog,
): Kind {
  const before = layers.slice(0, index).reverse();
  const alike = [...before, ...layers.slice(index)].find((layer) => layer.kind === kind);
  const defaults = catalog.families.layers?.kinds[kind]?.defaults;
  return copyOf(alike ?? fitted({ ...defaults, kind }, width));
}

/** A block whose last layer gives as many values as come in: what goes around it then need not be changed. */
function fitted(layer: Kind, width: number): Kind {
  const inner = Object.entries(layer).find(([, value]) => isListOfLayers(value));
  if (inner === undefined) return layer;
  const [name, list] = inner as [string, Kind[]];
  return { ...layer, [name]: list.map((own, index) => (index < list.length - 1 || !("units" in own) ? own : { ...own, units: width })) };
}

/** A copy with weights of its own: all of them are there and learn. */
function copyOf(layer: Kind): Kind {
  const copied = structuredClone(layer);
  const clear = (value: JsonValue): void => {
    if (typeof value !== "object" || value === null) return;
    for (const part of Object.values(value)) clear(part);
    if (Array.isArray(value)) return;
    if ("frozen" in value) value.frozen = false;
    if ("pruned" in value) value.pruned = [];
  };
  clear(copied);
  return copied;
}

/** Takes a layer out and puts it before the one that stood at a place; null where that changes nothing. */
export function movedLayer(
  spec: Spec, from: LayerPlace, to: LayerPlace,
): { change: Change; path: string } | null {
  const layer = layersAt(spec, from.list)[from.index];
  const own = pathOf(from);
  const isBeside = from.list === to.list && (to.index === from.index || to.index === from.index + 1);
  if (layer === undefined || isBeside || `${to.list}.`.startsWith(`${own}.`)) return null;
  // What is taken out leaves an empty place, so that no path changes before the layer is put in.
  const emptied = withValueAt<Spec>(spec, own, null);
  const placed = withLayer(layersAt(emptied, to.list), to.index, layer);
  const layers = withoutEmpty(withValueAt<Spec>(emptied, to.list, placed).network.layers, layer);
  const path = pathTo(layers, layer, TOP_LIST) ?? own;
  if (from.list !== to.list) return { change: { path: TOP_LIST, value: layers }, path };
  const within = { ...spec, network: { ...spec.network, layers } };
  return { change: { path: to.list, value: layersAt(within, to.list) }, path };
}

/** Lists without their empty places; the layer that was moved stays the same object. */
function withoutEmpty(layers: readonly (Kind | null)[], kept: Kind): Kind[] {
  return layers.filter((layer) => layer !== null).map((layer) => {
    if (layer === kept) return layer;
    const lists = Object.entries(layer).filter(([, value]) => isListOfLayers(value));
    return { ...layer, ...Object.fromEntries(lists.map(([name, list]) => [name, withoutEmpty(list as Kind[], kept)])) };
  });
}

/** Layers are the only objects with a kind that stand in lists within layers. */
function isListOfLayers(value: JsonValue): boolean {
  return Array.isArray(value) && value.some((item) => item === null || (typeof item === "object" && "kind" in item));
}

function pathTo(layers: readonly Kind[], wanted: Kind, list: string): string | null {
  for (const [index, layer] of layers.entries()) {
    if (layer === wanted) return `${list}.${index}`;
    for (const [name, value] of Object.entries(layer)) {
      const found = isListOfLayers(value) ? pathTo(value as Kind[], wanted, `${list}.${index}.${name}`) : null;
      if (found !== null) return found;
    }
  }
  return null;
}
