/** The weights as curves: flat arrays of ends, drawn in few strokes on one canvas. */
import type { ParameterArrays } from "../../wire/protocol";
import { DATA_COLORS, cssColor, mix, type Theme } from "../palette";
import type { Area, Layout } from "./layout";

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
  /** 1 where the edge is drawn, 0 where it was left out among too many. */
  readonly drawn: Uint8Array;
}

const MIDDLE_TILE = 36;
const SMALLEST_SCALE = 0.7;

/** Beyond this many only the strongest are drawn. */
export const MOST_DRAWN = 1500;

export function buildEdges(layout: Layout): Edges {
  const ends: number[][] = [];
  layout.bundles.forEach((bundle, index) => {
    const from = layout.columns[bundle.from]!;
    const to = layout.columns[bundle.to]!;
    to.units.forEach((out, toRow) => {
      from.units.forEach((unit, fromRow) => {
        ends.push([
          index, out * bundle.fanIn + unit, out, unit,
          from.right, from.middles[fromRow]!, to.left, to.middles[toRow]!,
        ]);
      });
    });
  });
  const column = (place: number) => ends.map((edge) => edge[place]!);
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
    drawn: new Uint8Array(ends.length).fill(1),
  };
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
    edges.drawn[edge] = Math.abs(edges.value[edge]!) >= least ? 1 : 0;
  }
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

/** Strokes of like width and sign are drawn together; this many widths are told apart. */
const LEVELS = 24;
const THINNEST = 0.5;
const WIDEST = 6.5;
/** The magnitude from where on an edge does not get wider. */
const FULL_MAGNITUDE = 6;

/** 0…LEVELS−1: the root of the magnitude, so that small weights remain visible beside large ones. */
export function widthLevel(weight: number): number {
  const share = Math.min(1, Math.sqrt(Math.abs(weight) / FULL_MAGNITUDE));
  return Math.round(share * (LEVELS - 1)) || 0;
}

export function levelWidth(level: number, crowding: number): number {
  return THINNEST + (level / (LEVELS - 1)) * (WIDEST * crowding - THINNEST);
}

/** Many edges share the room that few would have to themselves. */
export function crowdingOf(count: number): number {
  return Math.max(0.3, Math.min(1, Math.sqrt(90 / Math.max(1, count))));
}

const FAINTEST = 0.28;

export interface EdgeStyle {
  readonly positive: readonly string[];
  readonly negative: readonly string[];
}

/** Weak edges fade toward the background, so that the strong ones read first. */
export function edgeStyle(theme: Theme): EdgeStyle {
  const { positive, negative, neutral } = DATA_COLORS[theme];
  const fade = (level: number) => FAINTEST + (1 - FAINTEST) * Math.min(1, level / (LEVELS * 0.6));
  const shades = (color: typeof positive) =>
    Array.from({ length: LEVELS }, (_, level) => cssColor(mix(neutral, color, fade(level))));
  return { positive: shades(positive), negative: shades(negative) };
}

export type CurveTrace = Pick<CanvasPath, "moveTo" | "bezierCurveTo">;

export function traceEdge(context: CurveTrace, edges: Edges, edge: number): void {
  const x0 = edges.startX[edge]!;
  const y0 = edges.startY[edge]!;
  const x1 = edges.endX[edge]!;
  const y1 = edges.endY[edge]!;
  const bend = (x0 + x1) / 2;
  context.moveTo(x0, y0);
  context.bezierCurveTo(bend, y0, bend, y1, x1, y1);
}

/** Order of drawing, kept between frames to spare the garbage collector. */
interface Drawing {
  readonly bucket: Uint8Array;
  readonly order: Uint32Array;
}

const drawings = new WeakMap<Edges, Drawing>();

function drawingOf(edges: Edges): Drawing {
  let drawing = drawings.get(edges);
  if (drawing === undefined) {
    drawing = { bucket: new Uint8Array(edges.count), order: new Uint32Array(edges.count) };
    drawings.set(edges, drawing);
  }
  return drawing;
}

const starts = new Uint32Array(2 * LEVELS + 1);

/** Counting sort by width and sign: thin edges are drawn first and strong ones lie on top. */
function sortEdges(edges: Edges): Drawing {
  const drawing = drawingOf(edges);
  starts.fill(0);
  for (let edge = 0; edge < edges.count; edge += 1) {
    const value = edges.value[edge]!;
    const bucket = 2 * widthLevel(value) + (value < 0 ? 1 : 0);
    drawing.bucket[edge] = bucket;
    starts[bucket + 1] = starts[bucket + 1]! + 1;
  }
  for (let bucket = 0; bucket < 2 * LEVELS; bucket += 1) {
    starts[bucket + 1] = starts[bucket + 1]! + starts[bucket]!;
  }
  const next = starts.slice();
  for (let edge = 0; edge < edges.count; edge += 1) {
    const bucket = drawing.bucket[edge]!;
    drawing.order[next[bucket]!] = edge;
    next[bucket] = next[bucket]! + 1;
  }
  return drawing;
}

/** The opacity of edges that have nothing to do with the unit in question. */
const DIMMED = 0.14;

/** Which edges begin or end at a unit: 1 for each that does. */
export function edgesOf(edges: Edges, layout: Layout, node: string, unit: number): Uint8Array {
  return Uint8Array.from({ length: edges.count }, (_, edge) => {
    const bundle = layout.bundles[edges.bundle[edge]!]!;
    const isTarget = bundle.node === node && edges.out[edge] === unit;
    const isSource = layout.columns[bundle.from]!.node === node && edges.in[edge] === unit;
    return isTarget || isSource ? 1 : 0;
  });
}

/** The horizontal stretch of the diagram that is painted. */
type Stretch = Pick<Area, "left" | "width">;

/** With `stressed`, the edges that it marks are drawn over the others, and those are dimmed. */
export function drawEdges(
  context: CanvasRenderingContext2D,
  edges: Edges,
  style: EdgeStyle,
  stretch: Stretch,
  stressed: Uint8Array | null = null,
): void {
  const drawing = sortEdges(edges);
  if (stressed === null) {
    strokeEdges(context, edges, drawing, style, stretch, edges.drawn);
    return;
  }
  context.globalAlpha = DIMMED;
  strokeEdges(context, edges, drawing, style, stretch, edges.drawn);
  context.globalAlpha = 1;
  strokeEdges(context, edges, drawing, style, stretch, stressed);
}

function strokeEdges(
  context: CanvasRenderingContext2D,
  edges: Edges,
  drawing: Drawing,
  style: EdgeStyle,
  { left, width: reach }: Stretch,
  wanted: Uint8Array,
): void {
  const right = left + reach;
  const crowding = crowdingOf(Math.min(edges.count, MOST_DRAWN)) * edges.scale;
  context.lineCap = "butt";
  for (let bucket = 0; bucket < 2 * LEVELS; bucket += 1) {
    const from = starts[bucket]!;
    const to = starts[bucket + 1]!;
    if (from === to) continue;
    const level = bucket >> 1;
    const isNegative = (bucket & 1) === 1;
    const width = levelWidth(level, crowding);
    context.beginPath();
    for (let index = from; index < to; index += 1) {
      const edge = drawing.order[index]!;
      const isInSight = edges.endX[edge]! >= left && edges.startX[edge]! <= right;
      if (isInSight && wanted[edge] === 1) traceEdge(context, edges, edge);
    }
    context.lineWidth = width;
    context.strokeStyle = (isNegative ? style.negative : style.positive)[level]!;
    context.setLineDash(isNegative ? [4 + width, 2 + width * 0.8] : []);
    context.stroke();
  }
  context.setLineDash([]);
}
