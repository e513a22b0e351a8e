/** The output over the input plane (or the curve over one input) with the samples it is trained on. */
import type { DataProbe, SurfaceProbe } from "../wire/protocol";
import { aroundZero, overRange, type ColorScale, type Range } from "./color-scale";
import { readInk, type Ink } from "./ink";
import { inputText, numberText } from "./number-text";
import { DATA_COLORS, cssColor, tablesOf, type Theme } from "./palette";
import { fitCanvas } from "./pixels";
import { curveRange, drawCurves } from "./surface/curve-layer";
import { drawLegend } from "./surface/legend";
import { createMapPainter, planeOf } from "./surface/map-pixels";
import { drawAxes, plotArea, screenX, screenY, valueX, valueY, type PlotArea } from "./surface/plot-area";
import { drawPoints, type Task } from "./surface/point-layer";
import { classShares, outputsAt, predictionText } from "./surface/reading";
import type { CreateView } from "./view";

export interface SurfaceProps {
  theme: Theme;
  task: Task;
  /** Number of classes; 2 or null for everything but several classes. */
  classes: number | null;
  surface: SurfaceProbe | null;
  data: DataProbe | null;
  /** The values the output can take, null when it has no bounds. */
  outputRange: Range | null;
  showTest: boolean;
  discrete: boolean;
  /** Another map in the output's place: the unit under the pointer, as `unitSurface` makes it. */
  inspected?: { label: string; surface: SurfaceProbe; range?: Range } | null;
}

const SIDE_WITHOUT_LAYOUT = 320;
const KEY_STEPS = 40;

export const createSurface: CreateView<SurfaceProps> = (root, first) => {
  const frame = document.createElement("div");
  frame.className = "surface";
  frame.innerHTML = `
    <div class="surface-plot" tabindex="0" role="img">
      <canvas class="surface-map"></canvas><canvas class="surface-marks"></canvas>
      <div class="surface-hair surface-hair-x" hidden></div>
      <div class="surface-hair surface-hair-y" hidden></div>
    </div>
    <canvas class="surface-legend" aria-hidden="true"></canvas>
    <output class="surface-reading"></output>`;
  root.append(frame);
  const part = <Kind extends HTMLElement>(name: string) => frame.querySelector<Kind>(`.${name}`)!;
  const plot = part("surface-plot");
  const map = part<HTMLCanvasElement>("surface-map");
  const marks = part<HTMLCanvasElement>("surface-marks");
  const legend = part<HTMLCanvasElement>("surface-legend");
  const hairX = part("surface-hair-x");
  const hairY = part("surface-hair-y");
  const reading = part<HTMLOutputElement>("surface-reading");
  const painter = createMapPainter();

  let props = first;
  let ink: Ink = readInk(frame, props.theme);
  let side = frame.clientWidth || SIDE_WITHOUT_LAYOUT;
  let area: PlotArea = plotArea(side, side, [-1, 1], [-1, 1]);
  let scale: ColorScale = overRange([0, 1]);
  /** The place being read, in values of the axes; null when there is none. */
  let place: { x: number; y: number } | null = null;

  const shown = (): SurfaceProbe | null => props.inspected?.surface ?? props.surface;

  function targetScale(): ColorScale {
    if (props.task !== "regression") return overRange(props.outputRange ?? [0, 1]);
    if (props.data === null) return aroundZero(-1, 1);
    const targets = props.data.train_targets.data;
    let reach = 0;
    for (const target of targets) reach = Math.max(reach, Math.abs(target));
    return aroundZero(-reach, reach);
  }

  function shownScale(): ColorScale {
    if (!props.inspected) return targetScale();
    const { surface, range } = props.inspected;
    return range ? overRange(range) : aroundZero(surface.low?.data[0] ?? -1, surface.high?.data[0] ?? 1);
  }

  function measure(): void {
    const surface = shown();
    const [horizontal, vertical] = axisNames();
    const x = surface?.extent[horizontal] ?? [-1, 1];
    const y = vertical === undefined ? curveRange(surface, props.data) : (surface?.extent[vertical] ?? [-1, 1]);
    area = plotArea(side, side, x, y);
    scale = shownScale();
  }

  /** The names of the horizontal and the vertical axis; one input has only a horizontal one. */
  function axisNames(): [string, string | undefined] {
    const axes = shown()?.axes ?? ["x2", "x1"];
    return [axes.at(-1)!, axes.at(-2)];
  }

  function paintMap(): void {
    const context = fitCanvas(map, side, side);
    if (context === null) return;
    context.clearRect(0, 0, side, side);
    const surface = shown();
    const plane = surface === null ? null : planeOf(surface);
    // A curve lies over its points, a map under them.
    map.style.zIndex = surface !== null && plane === null ? "1" : "0";
    if (surface === null) return;
    if (plane === null) {
      drawCurves(context, area, surface, ink);
      return;
    }
    const picture = painter.paint(plane, props.discrete, scale, tablesOf(props.theme));
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "low";
    // The outermost samples lie on the edges of the plane, so half a sample falls outside.
    context.drawImage(
      picture, 0.5, 0.5, picture.width - 1, picture.height - 1,
      area.left, area.top, area.width, area.height,
    );
  }

  function paintMarks(): void {
    const context = fitCanvas(marks, side, side);
    if (context === null) return;
    context.clearRect(0, 0, side, side);
    const [horizontal, vertical] = axisNames();
    if (vertical === undefined || shown() === null) {
      context.fillStyle = cssColor(DATA_COLORS[props.theme].neutral);
      context.fillRect(area.left, area.top, area.width, area.height);
    }
    drawAxes(context, area, ink, { x: inputText(horizontal), y: inputText(vertical ?? "y") });
    const { data } = props;
    if (data === null) return;
    context.save();
    context.beginPath();
    context.rect(area.left, area.top, area.width, area.height);
    context.clip();
    const colors = targetScale();
    const layers = [{ inputs: data.train_inputs, targets: data.train_targets, hollow: false }];
    if (props.showTest) layers.push({ inputs: data.test_inputs, targets: data.test_targets, hollow: true });
    for (const layer of layers) drawPoints(context, area, layer, props.task, colors, ink);
    context.restore();
  }

  function paintLegend(): void {
    const classes = props.inspected ? 2 : (props.classes ?? 2);
    const task = props.inspected ? "regression" : props.task;
    drawLegend(legend, {
      ink, width: side, left: area.left, right: side - area.left - area.width,
      task, classes, scale, discrete: props.discrete,
    });
  }

  /** Said aloud where somebody moved to another place, not for every frame of a training. */
  function paintReading(isSpoken: boolean): void {
    reading.ariaLive = isSpoken ? "polite" : "off";
    const surface = shown();
    const visible = place !== null && surface !== null;
    const [horizontal, vertical] = axisNames();
    hairX.hidden = !visible;
    hairY.hidden = !visible || vertical === undefined;
    if (!visible) {
      reading.textContent = props.inspected?.label ?? "";
      return;
    }
    const { x, y } = place!;
    hairX.style.transform = `translateX(${Math.round(screenX(area, x))}px)`;
    hairY.style.transform = `translateY(${Math.round(screenY(area, y))}px)`;
    const across = (x - area.x[0]) / (area.x[1] - area.x[0]);
    const up = (y - area.y[0]) / (area.y[1] - area.y[0]);
    const outputs = outputsAt(surface!, across, up);
    const what = props.inspected ? numberText(outputs[0]!) : predictionText(outputs, props.task, scale);
    const where = vertical === undefined ? "" : `  ${inputText(vertical)} ${numberText(y, 2)}`;
    reading.textContent = `${inputText(horizontal)} ${numberText(x, 2)}${where}  →  ${what}`;
  }

  function describe(): void {
    const surface = shown();
    if (surface === null) {
      plot.setAttribute("aria-label", "The output of the network; nothing is measured yet.");
      return;
    }
    const span = (name: string) => {
      const [low, high] = surface.extent[name] ?? [-1, 1];
      return `${name} from ${numberText(low, 1)} to ${numberText(high, 1)}`;
    };
    const subject = props.inspected?.label ?? "The output of the network";
    const over = surface.axes.slice().reverse().map(span).join(" and ");
    const shares = props.inspected ? [] : classShares(surface, props.task, scale);
    const parts = shares.map((share, index) => `${share} % class ${index}`).join(", ");
    const points = props.data?.train_targets.data.length ?? 0;
    plot.setAttribute(
      "aria-label",
      `${subject} over ${over}.${parts && ` Predicted on the plane: ${parts}.`}` +
        ` ${points} training points. Arrow keys read the prediction at a place.`,
    );
  }

  function paintAll(): void {
    measure();
    frame.style.setProperty("--surface-side", `${side}px`);
    hairX.style.top = `${area.top}px`;
    hairX.style.height = `${area.height}px`;
    hairY.style.left = `${area.left}px`;
    hairY.style.width = `${area.width}px`;
    paintMap();
    paintMarks();
    paintLegend();
    paintReading(false);
    describe();
  }

  function readAt(event: PointerEvent): void {
    const box = plot.getBoundingClientRect();
    const x = valueX(area, event.clientX - box.left);
    const y = valueY(area, event.clientY - box.top);
    const inside = x >= area.x[0] && x <= area.x[1] && y >= area.y[0] && y <= area.y[1];
    place = inside ? { x, y } : null;
    paintReading(false);
  }

  function leave(): void {
    place = null;
    paintReading(false);
  }

  function moveByKey(event: KeyboardEvent): void {
    if (event.key === "Escape") return leave();
    const directions: Record<string, [number, number]> = {
      ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
    };
    const direction = directions[event.key];
    if (direction === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const middle = (range: Range) => (range[0] + range[1]) / 2;
    const stride = (range: Range) => (range[1] - range[0]) / KEY_STEPS;
    const bound = (value: number, range: Range) => Math.max(range[0], Math.min(range[1], value));
    const from = place ?? { x: middle(area.x), y: middle(area.y) };
    place = {
      x: bound(from.x + direction[0] * stride(area.x), area.x),
      y: bound(from.y + direction[1] * stride(area.y), area.y),
    };
    paintReading(true);
  }

  plot.addEventListener("pointermove", readAt);
  plot.addEventListener("pointerdown", readAt);
  plot.addEventListener("pointerleave", leave);
  plot.addEventListener("blur", leave);
  plot.addEventListener("focus", describe);
  plot.addEventListener("keydown", moveByKey);

  const resizing = new ResizeObserver(() => {
    const width = Math.floor(frame.clientWidth);
    if (width > 0 && width !== side) {
      side = width;
      paintAll();
    }
  });
  resizing.observe(frame);

  function update(next: SurfaceProps): void {
    const before = props;
    props = next;
    if (next.theme !== before.theme) ink = readInk(frame, next.theme);
    const onlyValues =
      next.surface !== null && before.surface !== null && !next.inspected && !before.inspected &&
      next.theme === before.theme && next.task === before.task && next.classes === before.classes &&
      next.data === before.data && next.outputRange === before.outputRange &&
      next.showTest === before.showTest && next.discrete === before.discrete &&
      sameExtent(next.surface, before.surface);
    if (!onlyValues) {
      paintAll();
    } else if (next.surface !== before.surface) {
      paintMap();
      if (place !== null) paintReading(false);
    }
  }

  paintAll();
  return {
    update,
    destroy() {
      resizing.disconnect();
      frame.remove();
    },
  };
};

function sameExtent(one: SurfaceProbe, other: SurfaceProbe): boolean {
  if (one.extent === other.extent) return true;
  return one.axes.length === other.axes.length && one.axes.every((axis) => {
    const [a, b] = [one.extent[axis], other.extent[axis]];
    return a?.[0] === b?.[0] && a?.[1] === b?.[1];
  });
}
