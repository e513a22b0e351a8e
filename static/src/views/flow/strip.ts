/** Gradients over the whole training: a row for each layer, from the first epoch to the newest. */
import type { NodeSummary } from "../../wire/protocol";
import { readInk } from "../ink";
import { element } from "../network/floating";
import { nodeName } from "../network/names";
import { niceTicks } from "../number-text";
import { cssColor, DATA_COLORS, mix, type Rgb, type Theme } from "../palette";
import { fitCanvas } from "../pixels";
import type { CreateView } from "../view";
import { GRADIENT_DECADES, marksOf, powerText, shareOfDecades, sizeText } from "./decades";
import { momentAt, type GradientMemory } from "./memory";

export interface StripProps {
  theme: Theme;
  nodes: readonly NodeSummary[];
  memory: GradientMemory;
}

const ROW = 14;
const LABELS = 64;
const AXIS = 20;
const RIGHT = 12;
const FEWEST_EPOCHS = 10;
const SHADES = 64;
const SQUARE = 12;
const HINT = "Point at the strip, or use the arrow keys on it, to read a gradient of any time.";

/** Small gradients fade into the ground; large ones stand out from it, dark on light and light on dark. */
const STRONGEST: Record<Theme, Rgb> = { light: [8, 26, 52], dark: [232, 244, 255] };

function shadesOf(theme: Theme): string[] {
  const { neutral, positive } = DATA_COLORS[theme];
  return Array.from({ length: SHADES }, (_, index) => {
    const share = index / (SHADES - 1);
    return cssColor(share < 0.6 ? mix(neutral, positive, share / 0.6) : mix(positive, STRONGEST[theme], (share - 0.6) / 0.4));
  });
}

export const createStrip: CreateView<StripProps> = (root, first) => {
  const box = element("div", "flow-strip");
  const canvas = element("canvas", "flow-strip-picture");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  const foot = element("div", "flow-strip-foot");
  const reading = element("p", "flow-reading", HINT);
  reading.setAttribute("aria-live", "polite");
  const legend = element("div", "flow-legend");
  legend.setAttribute("aria-hidden", "true");
  foot.append(reading, legend);
  box.append(canvas, foot);
  root.append(box);

  let props = first;
  let ink = readInk(box, props.theme);
  let shades = shadesOf(props.theme);
  let width = box.clientWidth || 640;
  /** What is read: a row and an epoch. */
  let pointed: { row: number; moment: number } | null = null;

  function span(): { low: number; high: number } {
    const { epochs } = props.memory;
    const low = epochs[0] ?? 0;
    return { low, high: Math.max(epochs.at(-1) ?? 0, low + FEWEST_EPOCHS) };
  }

  const plotWidth = () => Math.max(1, width - LABELS - RIGHT);
  const xOf = (epoch: number) => {
    const { low, high } = span();
    return LABELS + ((epoch - low) / (high - low)) * plotWidth();
  };

  function draw(): void {
    const { nodes, memory } = props;
    const height = memory.nodes.length * ROW + AXIS;
    const context = fitCanvas(canvas, width, height);
    describe();
    if (context === null) return;
    context.clearRect(0, 0, width, height);
    context.font = ink.font(11);
    context.textBaseline = "middle";
    context.fillStyle = ink.muted;
    context.textAlign = "left";
    memory.nodes.forEach((node, row) => context.fillText(nodeName(nodes, node), 0, row * ROW + ROW / 2, LABELS - 6));
    context.fillStyle = cssColor(DATA_COLORS[props.theme].neutral);
    context.fillRect(LABELS, 0, plotWidth(), memory.nodes.length * ROW);
    memory.epochs.forEach((epoch, moment) => {
      const left = xOf(epoch);
      const right = moment + 1 < memory.epochs.length ? xOf(memory.epochs[moment + 1]!) : Math.max(left + 2, xOf(epoch));
      memory.sizes[moment]!.forEach((size, row) => {
        context.fillStyle = shades[Math.round(shareOfDecades(size, GRADIENT_DECADES) * (SHADES - 1))]!;
        context.fillRect(left, row * ROW, right - left + 0.5, ROW - 1);
      });
    });
    drawAxis(context, memory.nodes.length * ROW);
    if (pointed) {
      context.strokeStyle = ink.text;
      context.lineWidth = 1.5;
      const x = xOf(memory.epochs[pointed.moment] ?? 0);
      context.strokeRect(x - 2, pointed.row * ROW - 0.5, 4, ROW);
    }
  }

  function drawAxis(context: CanvasRenderingContext2D, top: number): void {
    const { low, high } = span();
    context.fillStyle = ink.muted;
    for (const tick of niceTicks(low, high, Math.max(2, plotWidth() / 90)).ticks) {
      context.textAlign = tick === low ? "left" : "center";
      context.fillText(tick.toLocaleString("en-US"), xOf(tick), top + AXIS / 2 + 2);
    }
  }

  function describe(): void {
    const { epochs, nodes } = props.memory;
    const told = epochs.length === 0 ? "nothing is measured yet" : `${nodes.length} layers, epoch ${epochs[0]} to ${epochs.at(-1)}`;
    const label = `Size of the gradients over the epochs: ${told}.`;
    if (canvas.getAttribute("aria-label") !== label) canvas.setAttribute("aria-label", label);
  }

  function read(): void {
    const { memory, nodes } = props;
    const node = pointed ? memory.nodes[pointed.row] : undefined;
    const size = pointed ? memory.sizes[pointed.moment]?.[pointed.row] : undefined;
    const text = node === undefined || size === undefined
      ? HINT
      : `Epoch ${memory.epochs[pointed!.moment]!.toLocaleString("en-US")}, ${nodeName(nodes, node)}: gradient ${sizeText(size)}.`;
    if (reading.textContent !== text) reading.textContent = text;
  }

  function point(next: typeof pointed): void {
    pointed = next;
    draw();
    read();
  }

  canvas.addEventListener("pointermove", ({ offsetX, offsetY }) => {
    const { memory } = props;
    const row = Math.floor(offsetY / ROW);
    if (memory.epochs.length === 0 || row >= memory.nodes.length || offsetX < LABELS) return point(null);
    const { low, high } = span();
    const epoch = low + ((offsetX - LABELS) / plotWidth()) * (high - low);
    point({ row, moment: momentAt(memory.epochs, epoch) });
  });
  canvas.addEventListener("pointerleave", () => point(null));
  canvas.addEventListener("blur", () => point(null));
  canvas.addEventListener("keydown", (event) => {
    const { epochs, nodes } = props.memory;
    if (epochs.length === 0) return;
    const step = Math.max(1, Math.round(epochs.length / 24));
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [0, -step], ArrowRight: [0, step], ArrowUp: [-1, 0], ArrowDown: [1, 0],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const from = pointed ?? { row: 0, moment: epochs.length - 1 };
    const bound = (place: number, count: number) => Math.max(0, Math.min(count - 1, place));
    point({ row: bound(from.row + move[0], nodes.length), moment: bound(from.moment + move[1], epochs.length) });
  });

  function writeLegend(): void {
    legend.replaceChildren(element("span", "", "gradient"));
    for (const power of marksOf(GRADIENT_DECADES)) {
      const square = element("i", "");
      square.style.width = `${SQUARE}px`;
      square.style.background = shades[Math.round(shareOfDecades(10 ** power, GRADIENT_DECADES) * (SHADES - 1))]!;
      legend.append(square, element("span", "", powerText(power)));
    }
  }

  function update(next: StripProps): void {
    const before = props;
    props = next;
    if (next.theme !== before.theme) {
      ink = readInk(box, next.theme);
      shades = shadesOf(next.theme);
      writeLegend();
    } else if (next.memory === before.memory && next.nodes === before.nodes) return;
    if (pointed && !(pointed.moment < next.memory.epochs.length)) pointed = null;
    draw();
    read();
  }

  const resizing = new ResizeObserver(() => {
    const wanted = Math.floor(box.clientWidth);
    if (wanted > 0 && wanted !== width) {
      width = wanted;
      draw();
    }
  });
  resizing.observe(box);
  writeLegend();
  draw();
  return {
    update,
    destroy() {
      resizing.disconnect();
      box.remove();
    },
  };
};
