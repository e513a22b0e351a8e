/** Ridgelines: for each layer the histogram of one moment in front, and those of earlier moments behind it. */
import type { Histogram, NodeSummary } from "../../wire/protocol";
import { readInk } from "../ink";
import { element } from "../network/floating";
import { nodeName } from "../network/names";
import { niceTicks, numberText, tickText } from "../number-text";
import { cssColor, DATA_COLORS, mix, type Theme } from "../palette";
import { fitCanvas } from "../pixels";
import type { CreateView } from "../view";
import { figuresOf, type Moment, type Quantity } from "./moments";

export interface HistogramsProps {
  theme: Theme;
  nodes: readonly NodeSummary[];
  quantity: Quantity;
  /** By rising epoch; the last is in front. */
  moments: readonly Moment[];
}

/** Of a picture beside others; where there is only room for one, it takes all of it. */
const WIDTH = 208;
const HEIGHT = 132;
const AXIS = 18;
const SIDE = 8;
/** The height of the front histogram, and how far those behind it rise together. */
const PEAK = 56;
const RISE = 54;
const SMALLEST_TICK = 1e-3;

interface Card {
  readonly node: string;
  readonly canvas: HTMLCanvasElement;
  readonly caption: HTMLElement;
}

export const createHistograms: CreateView<HistogramsProps> = (root, first) => {
  const holder = element("div", "histograms");
  root.append(holder);
  let props = first;
  let ink = readInk(holder, props.theme);
  let cards: Card[] = [];
  let form = "";

  function build(nodes: readonly string[]): void {
    cards = nodes.map((node) => {
      const figure = element("figure", "histogram");
      const title = element("strong", "", nodeName(props.nodes, node));
      const canvas = element("canvas", "histogram-picture");
      canvas.setAttribute("role", "img");
      const caption = element("figcaption", "histogram-caption");
      figure.append(title, canvas, caption);
      return { node, canvas, caption };
    });
    holder.replaceChildren(...cards.map(({ canvas }) => canvas.parentElement!));
    if (cards.length === 0) holder.replaceChildren(element("p", "", "There is nothing of this kind in this network."));
  }

  function draw({ node, canvas, caption }: Card): void {
    const { quantity, moments, theme, nodes } = props;
    const ridges = moments.flatMap(({ quantities }) => quantities[quantity][node] ?? []);
    const front = ridges.at(-1);
    const width = holder.clientWidth < 2 * WIDTH ? Math.max(WIDTH, holder.clientWidth) : WIDTH;
    const context = fitCanvas(canvas, width, HEIGHT);
    if (!front || context === null) return;
    const figures = figuresOf(front);
    const text = `mean ${numberText(figures.mean)}, spread ${numberText(figures.deviation)}`;
    put(caption, text);
    canvas.setAttribute("aria-label", `${nodeName(nodes, node)}: ${text}, at epoch ${moments.at(-1)!.epoch}.`);
    context.clearRect(0, 0, width, HEIGHT);
    const low = Math.min(...ridges.map((ridge) => ridge.low));
    const high = Math.max(...ridges.map((ridge) => ridge.high));
    const xOf = (value: number) => SIDE + ((value - low) / (high - low)) * (width - 2 * SIDE);
    const floor = HEIGHT - AXIS;
    const { neutral, positive } = DATA_COLORS[theme];
    ridges.forEach((ridge, place) => {
      const age = ridges.length === 1 ? 0 : (ridges.length - 1 - place) / (ridges.length - 1);
      const base = floor - age * RISE;
      trace(context, ridge, xOf, base, place === ridges.length - 1);
      context.fillStyle = place === ridges.length - 1 ? cssColor(mix(neutral, positive, 0.75)) : ink.surface;
      context.fill();
      context.strokeStyle = cssColor(mix(neutral, positive, 0.35 + 0.65 * (1 - age)));
      context.lineWidth = place === ridges.length - 1 ? 1.5 : 1;
      context.stroke();
    });
    drawAxis(context, low, high, xOf, floor, width);
  }

  /** The one in front has steps; those behind it are lines from middle to middle, which are told apart more easily. */
  function trace(
    context: CanvasRenderingContext2D, { low, high, counts: { data } }: Histogram,
    xOf: (value: number) => number, base: number, hasSteps: boolean,
  ): void {
    const most = Math.max(1, ...data);
    const width = (high - low) / data.length;
    context.beginPath();
    context.moveTo(xOf(low), base);
    data.forEach((count, bin) => {
      const y = base - (PEAK * count) / most;
      for (const part of hasSteps ? [0, 1] : [0.5]) context.lineTo(xOf(low + (bin + part) * width), y);
    });
    context.lineTo(xOf(high), base);
  }

  function drawAxis(
    context: CanvasRenderingContext2D, low: number, high: number, xOf: (value: number) => number, floor: number, right: number,
  ): void {
    context.strokeStyle = ink.line;
    context.beginPath();
    context.moveTo(SIDE, floor + 0.5);
    context.lineTo(right - SIDE, floor + 0.5);
    context.stroke();
    context.fillStyle = ink.muted;
    context.font = ink.font(11);
    context.textBaseline = "top";
    const { step, ticks } = niceTicks(low, high, 4);
    for (const tick of ticks) {
      const x = xOf(tick);
      context.textAlign = x < 2 * SIDE ? "left" : x > right - 2 * SIDE ? "right" : "center";
      context.fillText(step < SMALLEST_TICK ? numberText(tick) : tickText(tick, step), Math.max(2, Math.min(right - 2, x)), floor + 4);
    }
  }

  function update(next: HistogramsProps): void {
    const before = props;
    props = next;
    if (next.theme !== before.theme) ink = readInk(holder, next.theme);
    const having = next.moments.at(-1)?.quantities[next.quantity] ?? {};
    const shown = next.nodes.map(({ id }) => id).filter((id) => id in having);
    const wanted = JSON.stringify([shown, next.nodes.map(({ path, title }) => [path, title])]);
    if (wanted !== form) {
      form = wanted;
      build(shown);
    } else if (next.theme === before.theme && next.moments === before.moments && next.quantity === before.quantity) return;
    cards.forEach(draw);
  }

  update(first);
  return { update, destroy: () => holder.remove() };
};

function put(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
