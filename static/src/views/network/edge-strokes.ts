/** How edges are drawn: in few strokes on one canvas, strong ones over weak ones. */
import { DATA_COLORS, cssColor, mix, type Theme } from "../palette";
import { FULL, HIDDEN, MOST_DRAWN, STUB, type Edges } from "./edges";
import type { Area } from "./layout";

/** Strokes of like width and sign are drawn together; this many widths are told apart. */
const LEVELS = 24;
const THINNEST = 0.5;
const WIDEST = 6.5;
/** The magnitude from where on an edge does not get wider. */
export const FULL_MAGNITUDE = 6;

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
/** Which of the colors of classes: neither that of positive nor of negative weights. */
const GRADIENT_COLOR = 3;

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

/** Gradients have a color of their own, whatever their sign: they are not taken for weights. */
export function gradientStyle(theme: Theme): EdgeStyle {
  const { neutral, classes } = DATA_COLORS[theme];
  const shades = Array.from({ length: LEVELS }, (_, level) => cssColor(mix(neutral, classes[GRADIENT_COLOR]!, level / (LEVELS - 1))));
  return { positive: shades, negative: shades };
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
/** The opacity of the edges of a frozen layer. */
const MUTED = 0.35;

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
  const strength = stressed === null ? 1 : DIMMED;
  if (edges.muted === null) {
    context.globalAlpha = strength;
    strokeEdges(context, edges, drawing, style, stretch, edges.drawn);
  } else {
    for (const isMuted of [1, 0]) {
      context.globalAlpha = strength * (isMuted === 1 ? MUTED : 1);
      const wanted = edges.drawn.map((mark, edge) => (edges.muted![edge] === isMuted ? mark : HIDDEN));
      strokeEdges(context, edges, drawing, style, stretch, wanted);
    }
  }
  context.globalAlpha = 1;
  if (stressed !== null) strokeEdges(context, edges, drawing, style, stretch, stressed);
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
    let any = false;
    context.beginPath();
    for (let index = from; index < to; index += 1) {
      const edge = drawing.order[index]!;
      const isInSight = edges.endX[edge]! >= left && edges.startX[edge]! <= right;
      if (!isInSight || wanted[edge] !== FULL) continue;
      traceEdge(context, edges, edge);
      any = true;
    }
    if (!any) continue;
    context.lineWidth = width;
    context.strokeStyle = (isNegative ? style.negative : style.positive)[level]!;
    context.setLineDash(isNegative ? [4 + width, 2 + width * 0.8] : []);
    context.stroke();
  }
  context.setLineDash([]);
}

/** How much of a removed edge is left at each of its ends. */
const STUB_SHARE = 0.16;

/** What remains to be seen of removed edges: a few dots at each end. */
export function drawStubs(context: CanvasRenderingContext2D, edges: Edges, color: string, wanted: Uint8Array): void {
  if (edges.removed === null) return;
  context.beginPath();
  for (let edge = 0; edge < edges.count; edge += 1) {
    if (wanted[edge] !== STUB) continue;
    const [x0, y0, x1, y1] = [edges.startX[edge]!, edges.startY[edge]!, edges.endX[edge]!, edges.endY[edge]!];
    const reach = (x1 - x0) * STUB_SHARE;
    // The curves leave their units level and have risen about this much by then.
    const rise = (y1 - y0) * STUB_SHARE * STUB_SHARE;
    context.moveTo(x0, y0);
    context.lineTo(x0 + reach, y0 + rise);
    context.moveTo(x1, y1);
    context.lineTo(x1 - reach, y1 - rise);
  }
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  context.setLineDash([1.5, 3]);
  context.stroke();
  context.setLineDash([]);
}
