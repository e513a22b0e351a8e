/** The network as a diagram: units as tiles with their live maps, weights as curves between them. */
import { readInk } from "../ink";
import { paced, TEXT_PAUSE } from "../paced";
import { fitCanvas } from "../pixels";
import type { CreateView } from "../view";
import { paintBars, paintFrames } from "./bars";
import { drawEdges, drawStubs, edgeStyle, FULL_MAGNITUDE, gradientStyle, traceEdge } from "./edge-strokes";
import { buildEdges, edgesOf, readGradients, readWeights, type Edges } from "./edges";
import { createEditor } from "./editor";
import { element, type Anchor } from "./floating";
import { createHoverCard, type Subject } from "./hover-card";
import { areaToPaint, type Area, type Layout } from "./layout";
import { type Lit, litEdges, paintLit } from "./lit";
import type { Measured } from "./measured";
import type { ParameterPlace } from "./parameters";
import { biasPlace, pickBias, pickEdge } from "./picking";
import { createUnitButtons } from "./unit-buttons";
import { drawUnitMarks } from "./unit-marks";
import { createUnitTiles, drawBiases } from "./unit-tiles";

export type { UnitScale } from "./unit-tiles";

/** Nodes, what is measured of them, and for nodes whose units have a known range the scales of their colors. */
export interface NetworkProps extends Measured {
  /** Made by `layoutNetwork` of the same nodes; headers outside of the view use it, too. */
  layout: Layout;
  /** The part of the diagram that is in sight; only what is there, and a little more, is painted. */
  sight: Area;
  /** Edges show gradients, as far as these are known, instead of weights. */
  byGradient: boolean;
  onEditParameter(place: ParameterPlace, value: number): void;
  onRemove(place: ParameterPlace, isRemoved: boolean): void;
  onInspect(unit: { node: string; unit: number } | null): void;
  onExpand(node: string): void;
  /** What stands out, as long as nothing is pointed at. */
  lit: Lit | null;
  /** A number or a unit was clicked on. */
  onPick(subject: Subject): void;
  onArithmetic(subject: Subject): void;
  /** Gradients and the optimizer's state of single weights are wanted only while something shows them. */
  onNeedDetails(needed: boolean): void;
}

/**
 * So long (milliseconds) for each edge until measurements are painted again, at most every second frame of a screen:
 * strokes cost more than all else, and many hundred edges need not move sixty times a second.
 */
const PAUSE_PER_EDGE = 0.04;
const LONGEST_PAUSE = 30;
const MARK_WIDTH = 2.5;
const MARK_OPACITY = 0.75;

export const createNetwork: CreateView<NetworkProps> = (root, first) => {
  const frame = element("div", "network-diagram");
  const canvas = element("canvas", "network-picture");
  frame.append(canvas);
  root.append(frame);

  let props = first;
  let ink = readInk(frame, props.theme);
  let styles = { weights: edgeStyle(props.theme), gradients: gradientStyle(props.theme) };
  let edges: Edges = buildEdges(props.layout, props.parts);
  let hovered: string | null = null;
  /** The edges of the unit under the pointer. */
  let stressed: Uint8Array | null = null;
  /** The edges that something elsewhere on the page speaks of. */
  let litOnes: Uint8Array | null = null;
  /** The edge under the pointer, or −1. */
  let marked = -1;
  const text = paced(writeText, TEXT_PAUSE);
  let paintTimer = 0;
  let paintTime = 0;
  const tiles = createUnitTiles();
  const buttons = createUnitButtons(frame, { expand: (node) => props.onExpand(node) });
  const card = createHoverCard(frame);
  const editor = createEditor(frame, {
    commit: (place, value) => props.onEditParameter(place, value),
    remove: (place, isRemoved) => props.onRemove(place, isRemoved),
    closed: wantDetails,
    arithmetic: (subject) => props.onArithmetic(subject),
  });

  const hasBias = (node: string): boolean =>
    props.nodes.some((candidate) => candidate.id === node && candidate.trainable.bias !== undefined);

  function wantDetails(): void {
    props.onNeedDetails(editor.isOpen() || (hovered !== null && !hovered.startsWith("unit")));
  }

  // ---- drawing --------------------------------------------------------------------------------

  /** The canvas, cleared and laid over an area, drawn on in the coordinates of the whole diagram. */
  function clearedCanvas({ left, top, width, height }: Area): CanvasRenderingContext2D | null {
    const context = fitCanvas(canvas, width, height);
    canvas.style.transform = `translate(${left}px, ${top}px)`;
    context?.clearRect(0, 0, width, height);
    context?.translate(-left, -top);
    return context;
  }

  const styleOf = (byGradient: boolean) => (byGradient ? styles.gradients : styles.weights);

  /** All on one canvas: each canvas that changes costs a screenful of memory for every frame. */
  function paint(): void {
    const { layout, weights, gradients } = props;
    window.clearTimeout(paintTimer);
    paintTimer = 0;
    paintTime = performance.now();
    const area = areaToPaint(props.sight, props.layout);
    const context = clearedCanvas(area);
    if (context === null) return;
    const standingOut = stressed ?? litOnes;
    paintFrames(context, layout, ink);
    paintBars(context, layout, ink);
    const byGradient = props.byGradient && gradients !== null;
    if (byGradient) readGradients(edges, layout, gradients, FULL_MAGNITUDE);
    else if (weights !== null) readWeights(edges, layout, weights);
    if (weights !== null) drawEdges(context, edges, styleOf(byGradient), area, standingOut);
    drawStubs(context, edges, ink.muted, standingOut ?? edges.drawn);
    paintMarked(context);
    tiles.paint(context, props.neurons, props.scales, ink);
    if (weights !== null) drawBiases(context, layout, weights, ink);
    drawUnitMarks(context, layout, props.states, ink);
    if (props.lit !== null) paintLit(context, layout, props.lit, ink);
  }

  /** Paints newer measurements, unless it was done just now; then a little later. */
  function paintMeasured(): void {
    const due = paintTime + Math.min(LONGEST_PAUSE, edges.count * PAUSE_PER_EDGE);
    const wait = due - performance.now();
    if (wait <= 0) paint();
    else if (paintTimer === 0) paintTimer = window.setTimeout(paint, wait + LONGEST_PAUSE);
  }

  function paintMarked(context: CanvasRenderingContext2D): void {
    if (marked < 0) return;
    context.beginPath();
    traceEdge(context, edges, marked);
    context.globalAlpha = MARK_OPACITY;
    context.lineWidth = MARK_WIDTH;
    context.strokeStyle = ink.text;
    context.stroke();
    context.globalAlpha = 1;
  }

  function light(): void {
    litOnes = props.lit === null ? null : litEdges(edges, props.layout, props.lit);
  }

  function arrange(): void {
    const { layout } = props;
    edges = buildEdges(layout, props.parts);
    light();
    tiles.arrange(layout);
    buttons.arrange(layout, props.nodes);
    frame.style.width = `${layout.width}px`;
    frame.style.height = `${layout.height}px`;
    point(null);
  }

  function writeText(): void {
    card.refresh(props);
    editor.refresh(props);
  }

  // ---- pointing -------------------------------------------------------------------------------

  interface Pointed {
    readonly key: string;
    readonly subject: Subject;
    readonly anchor: Anchor;
    readonly edge: number;
  }

  function clientAnchor(x: number, y: number, reach: number): Anchor {
    const box = frame.getBoundingClientRect();
    return {
      left: box.left + x - reach, right: box.left + x + reach,
      top: box.top + y - reach, bottom: box.top + y + reach,
    };
  }

  function pointedBias(x: number, y: number): Pointed | null {
    const bias = pickBias(props.layout, hasBias, x, y);
    if (bias === null) return null;
    const column = props.layout.columns[bias.column]!;
    const out = column.units[bias.row]!;
    const place = biasPlace(props.layout, bias.column, bias.row);
    return {
      key: `bias ${column.node} ${out}`,
      subject: { parameter: { node: column.node, parameter: "bias", out, in: null } },
      anchor: clientAnchor(place.x, place.y, 6),
      edge: -1,
    };
  }

  function pointedUnit(target: EventTarget | null): Pointed | null {
    const place = buttons.placeOf(target);
    if (place === null) return null;
    const column = props.layout.columns[place.column]!;
    const unit = column.units[place.row]!;
    return {
      key: `unit ${column.node} ${unit}`,
      subject: { unit: { node: column.node, unit } },
      anchor: buttons.buttonAt(place)!.getBoundingClientRect(),
      edge: -1,
    };
  }

  function pointedEdge(x: number, y: number): Pointed | null {
    const edge = pickEdge(edges, x, y);
    if (edge < 0) return null;
    const { node } = props.layout.bundles[edges.bundle[edge]!]!;
    const [out, source] = [edges.out[edge]!, edges.in[edge]!];
    return {
      key: `edge ${node} ${out} ${source}`,
      subject: { parameter: { node, parameter: "weight", out, in: source } },
      anchor: clientAnchor(x, y, 8),
      edge,
    };
  }

  function pointedBy(event: PointerEvent | MouseEvent): Pointed | null {
    const box = frame.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    return pointedBias(x, y) ?? pointedUnit(event.target) ?? (isUnitLayer(event.target) ? pointedEdge(x, y) : null);
  }

  /** Whether nothing but the diagram itself is under the pointer. */
  function isUnitLayer(target: EventTarget | null): boolean {
    return target instanceof Element && target.closest("button, .network-card") === null;
  }

  function point(pointed: Pointed | null): void {
    const key = pointed?.key ?? null;
    if (key === hovered) return;
    hovered = key;
    frame.classList.toggle("is-pointing", pointed !== null);
    marked = pointed?.edge ?? -1;
    if (pointed === null || editor.isOpen()) card.hide();
    else card.show(pointed.subject, pointed.anchor, props);
    const unit = pointed !== null && "unit" in pointed.subject ? pointed.subject.unit : null;
    stressed = unit === null ? null : edgesOf(edges, props.layout, unit.node, unit.unit);
    paint();
    props.onInspect(unit);
    wantDetails();
  }

  frame.addEventListener("pointermove", (event) => point(pointedBy(event)));
  frame.addEventListener("pointerleave", () => point(null));
  frame.addEventListener("focusin", (event) => {
    if ((event.target as Element).matches(":focus-visible")) {
      const unit = pointedUnit(event.target);
      if (unit !== null) point(unit);
    }
  });
  frame.addEventListener("focusout", () => point(null));
  frame.addEventListener("click", (event) => {
    // A click made by a key has no place of its own: it means the unit that has the focus.
    const pointed = event.detail === 0 ? pointedUnit(event.target) : pointedBy(event);
    if (pointed === null) return;
    card.hide();
    editor.open(pointed.subject, pointed.anchor, props);
    props.onPick(pointed.subject);
    wantDetails();
  });

  // ---- life -----------------------------------------------------------------------------------

  function update(next: NetworkProps): void {
    const before = props;
    props = next;
    const themeChanged = next.theme !== before.theme;
    if (themeChanged) {
      ink = readInk(frame, next.theme);
      styles = { weights: edgeStyle(next.theme), gradients: gradientStyle(next.theme) };
    }
    const moved = next.layout !== before.layout || next.nodes !== before.nodes;
    if (next.nodes !== before.nodes) editor.close();
    if (moved) arrange();
    const changed = next.parts !== before.parts;
    if (changed && !moved) {
      edges = buildEdges(next.layout, next.parts);
      point(null);
    }
    const relit = moved || changed || next.lit !== before.lit;
    if (relit) light();
    const measured =
      next.weights !== before.weights || next.neurons !== before.neurons || next.states !== before.states ||
      (next.byGradient && next.gradients !== before.gradients);
    if (next.states !== before.states || moved) buttons.tell(next.layout, next.nodes, next.states);
    if (relit || next.byGradient !== before.byGradient || themeChanged || next.sight !== before.sight || next.scales !== before.scales) paint();
    else if (measured) paintMeasured();
    if (hovered !== null || editor.isOpen()) text.call();
  }

  arrange();
  buttons.tell(props.layout, props.nodes, props.states);
  paint();
  return {
    update,
    destroy() {
      text.stop();
      window.clearTimeout(paintTimer);
      card.destroy();
      editor.destroy();
      frame.remove();
    },
  };
};
