/** The weights as curves: flat arrays of their ends and of what is known of each. */
import type { ParameterArrays } from "../../wire/protocol";
import type { Layout } from "./layout";

export interface Edges {
  readonly count: number;
  /** Larger tiles have wider edges; 1 for a tile of middle size. */
  readonly scale: number;
  /** The bundle of each edge, and the place of its weight in the row-major array of its node. */
  readonly bundle: Uint16Array;
  readonly place: Uint32Array;
  readonly out: Uint16Array;
  readonly in: Uint16Array;
  readonly startX: Float32Array;
  readonly startY: Float32Array;
  readonly endX: Float32Array;
  readonly endY: Float32Array;
  /** The newest weight of each edge; NaN before the first measurement. */
  readonly value: Float32Array;
  /** How each edge is drawn now: one of the marks below. */
  readonly drawn: Uint8Array;
  /** 1 for the edges of frozen layers; null where there are none. */
  readonly muted: Uint8Array | null;
  /** 1 for the edges that were removed; null where there are none. */
  readonly removed: Uint8Array | null;
}

/** Left out, drawn in full, or drawn as the stubs of what was removed. */
export const HIDDEN = 0;
export const FULL = 1;
export const STUB = 2;

/** What is special about some of the weights, by node. */
export interface Parts {
  readonly frozen: ReadonlySet<string>;
  /** Nodes whose weights can be removed one by one. */
  readonly removable: ReadonlySet<string>;
  /** The places of removed weights in the row-major array of their node. */
  readonly removed: ReadonlyMap<string, ReadonlySet<number>>;
  /** Whether removed weights are shown at all. */
  readonly showRemoved: boolean;
}

export const NO_PARTS: Parts = { frozen: new Set(), removable: new Set(), removed: new Map(), showRemoved: false };

const MIDDLE_TILE = 36;
const SMALLEST_SCALE = 0.7;

/** Beyond this many only the strongest are drawn. */
export const MOST_DRAWN = 1500;

export function buildEdges(layout: Layout, parts: Parts = NO_PARTS): Edges {
  const ends: number[][] = [];
  layout.bundles.forEach((bundle, index) => {
    const from = layout.columns[bundle.from]!;
    const to = layout.columns[bundle.to]!;
    to.units.forEach((out, toRow) => {
      from.units.forEach((unit, fromRow) => {
        ends.push([
          index, out * bundle.fanIn + unit, out, unit,
          from.rights[fromRow]!, from.middles[fromRow]!, to.lefts[toRow]!, to.middles[toRow]!,
        ]);
      });
    });
  });
  const column = (place: number) => ends.map((edge) => edge[place]!);
  const marks = (isMarked: (node: string, place: number) => boolean): Uint8Array | null => {
    const found = Uint8Array.from(ends, ([bundle, place]) => Number(isMarked(layout.bundles[bundle!]!.node, place!)));
    return found.includes(1) ? found : null;
  };
  const removed = marks((node, place) => parts.removed.get(node)?.has(place) === true);
  return {
    count: ends.length,
    scale: Math.max(SMALLEST_SCALE, layout.tile / MIDDLE_TILE),
    bundle: Uint16Array.from(column(0)),
    place: Uint32Array.from(column(1)),
    out: Uint16Array.from(column(2)),
    in: Uint16Array.from(column(3)),
    startX: Float32Array.from(column(4)),
    startY: Float32Array.from(column(5)),
    endX: Float32Array.from(column(6)),
    endY: Float32Array.from(column(7)),
    value: new Float32Array(ends.length).fill(Number.NaN),
    drawn: Uint8Array.from(ends, (_, edge) => standing(removed, edge, parts.showRemoved)),
    muted: marks((node) => parts.frozen.has(node)),
    removed,
  };
}

function standing(removed: Uint8Array | null, edge: number, showRemoved: boolean): number {
  if (removed?.[edge] !== 1) return FULL;
  return showRemoved ? STUB : HIDDEN;
}

/** Takes over the newest weights and decides which edges are drawn. */
export function readWeights(edges: Edges, layout: Layout, weights: ParameterArrays): void {
  const arrays = layout.bundles.map((bundle) => weights[bundle.node]?.weight?.data);
  for (let edge = 0; edge < edges.count; edge += 1) {
    edges.value[edge] = arrays[edges.bundle[edge]!]?.[edges.place[edge]!] ?? Number.NaN;
  }
  if (edges.count <= MOST_DRAWN) return;
  const least = magnitudeOfRank(edges.value, MOST_DRAWN);
  for (let edge = 0; edge < edges.count; edge += 1) {
    if (edges.removed?.[edge] !== 1) edges.drawn[edge] = Math.abs(edges.value[edge]!) >= least ? FULL : HIDDEN;
  }
}

/** A gradient from here on has the full width; one by so many powers of ten smaller none. */
const FULL_GRADIENT = 0.1;
const GRADIENT_POWERS = 8;

/** Takes over gradients instead: on a scale of powers of ten, as wide as weights of that share would be. */
export function readGradients(edges: Edges, layout: Layout, gradients: ParameterArrays, full: number): void {
  const strengths: ParameterArrays = {};
  for (const { node } of layout.bundles) {
    const found = gradients[node]?.weight;
    if (!found) continue;
    const data = found.data.map((gradient) => full * gradientShare(gradient) ** 2);
    strengths[node] = { weight: { ...found, data } };
  }
  readWeights(edges, layout, strengths);
}

export function gradientShare(gradient: number): number {
  const powers = Math.log10(Math.abs(gradient) / FULL_GRADIENT);
  return Math.max(0, Math.min(1, 1 + powers / GRADIENT_POWERS));
}

const RANK_BINS = 512;

/** About the `rank`-th largest magnitude, by counting into bins: no sorting in every frame. */
export function magnitudeOfRank(values: Float32Array, rank: number): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value) || 0);
  if (largest === 0) return 0;
  const bins = new Uint32Array(RANK_BINS);
  for (const value of values) {
    const bin = Math.min(RANK_BINS - 1, Math.floor((Math.abs(value) / largest) * RANK_BINS));
    if (bin >= 0) bins[bin] = bins[bin]! + 1;
  }
  let above = 0;
  for (let bin = RANK_BINS - 1; bin >= 0; bin -= 1) {
    above += bins[bin]!;
    if (above > rank) return ((bin + 1) / RANK_BINS) * largest;
  }
  return 0;
}

/** Which edges begin or end at a unit, and how each of them is drawn. */
export function edgesOf(edges: Edges, layout: Layout, node: string, unit: number): Uint8Array {
  return Uint8Array.from({ length: edges.count }, (_, edge) => {
    const bundle = layout.bundles[edges.bundle[edge]!]!;
    const isTarget = bundle.node === node && edges.out[edge] === unit;
    const isSource = layout.columns[bundle.from]!.node === node && edges.in[edge] === unit;
    return isTarget || isSource ? standing(edges.removed, edge, true) : HIDDEN;
  });
}
