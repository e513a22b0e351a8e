/** The output over the input plane (or the curve over one input) with the samples it is trained on. */
import type { DataProbe, SurfaceProbe } from "../wire/protocol";
import { aroundZero, overRange, type ColorScale, type Range } from "./color-scale";
import { readInk, type Ink } from "./ink";
import { inputText, numberText } from "./number-text";
import { DATA_COLORS, cssColor, tablesOf, type Theme } from "./palette";
import { fitCanvas } from "./pixels";
import type { Place } from "./surface/brush";
import { curveRange, drawCurves, grownRange } from "./surface/curve-layer";
import { drawnLayers, type Lit, nextSample, type Sample, sampleLayers } from "./surface/layers";
import { drawLegend } from "./surface/legend";
import { createMapPainter, planeOf } from "./surface/map-pixels";
import { createParts } from "./surface/parts";
import { drawAxes, plotArea, screenX, screenY, valueX, valueY, type PlotArea } from "./surface/plot-area";
import { type Columns, drawPoints, drawRing, type PointLayer, pointPlace, sampleAt, type Task } from "./surface/point-layer";
import { type ClassNames, outputsAt, predictionText } from "./surface/reading";
import { createSketch, type Drawing } from "./surface/sketch";
import { plotInWords } from "./surface/words";
import type { CreateView } from "./view";

export interface SurfaceProps {
  theme: Theme;
  task: Task;
  /** Number of classes; 2 or null for everything but several classes. */
  classes: number | null;
  classNames: ClassNames;
  /** The names of all inputs of a sample, in their order. */
  inputs: readonly string[];
  targetName: string | null;
  surface: SurfaceProbe | null;
  data: DataProbe | null;
  /** The values the output can take, null when it has no bounds. */
  outputRange: Range | null;
  showTest: boolean;
  discrete: boolean;
  /** Another map in the output's place: the unit under the pointer, as `unitSurface` makes it. */
  inspected?: { label: string; surface: SurfaceProbe; range?: Range } | null;
  /** What is drawn with, while the points are one's own. */
  drawing: Drawing | null;
  /** Samples that stand out from the others. */
  lit: Lit | null;
  /** The sample that is looked at, and what there is to say of it. */
  sample: Sample | null;
  sampleText: string | null;
  onSample(sample: Sample | null): void;
  /** Told where on the plot values lie, for what is laid over it. */
  onArea?(area: PlotArea, plot: HTMLElement): void;
}

const SIDE_WITHOUT_LAYOUT = 320;
const KEY_STEPS = 40;
const LARGE_STEP = 5;
/** The heights that can be drawn before there are points. */
const DRAWN_AT_FIRST: Range = [-1, 1];
/** How near (CSS pixels) the pointer must be to a sample to mean it. */
const NEAR = 7;

export const createSurface: CreateView<SurfaceProps> = (root, first) => {
  const parts = createParts(root);
  const { frame, plot, map, marks, hairX, hairY, legend, reading } = parts;
  const painter = createMapPainter();

  let props = first;
  let ink: Ink = readInk(frame, props.theme);
  let side = frame.clientWidth || SIDE_WITHOUT_LAYOUT;
  let area: PlotArea = plotArea(side, side, [-1, 1], [-1, 1], { x: "", y: "" });
  let scale: ColorScale = overRange([0, 1]);
  /** The place being read, in values of the axes; null when there is none. */
  let place: { x: number; y: number } | null = null;
  /** What drawing has just done, until somebody moves on. */
  let said: string | null = null;
  let layers: readonly PointLayer[] = [];
  let drawnRange: Range | null = null;

  const sketch = createSketch({
    plot,
    brush: parts.brush,
    area: () => area,
    drawing: () => props.drawing,
    cursor: (): Place => [place?.x ?? middle(area.x), place?.y ?? middle(area.y)],
    goTo: ([x, y]) => { place = { x, y }; },
    say(sentence) {
      said = sentence;
      paintReading(true);
    },
  });

  const shown = (): SurfaceProbe | null => props.inspected?.surface ?? props.surface;

  function targetScale(): ColorScale {
    if (props.task !== "regression") return overRange(props.outputRange ?? [0, 1]);
    if (props.data === null) return aroundZero(-1, 1);
    const targets = props.data.train_targets.data;
    let [low, high] = [Infinity, -Infinity];
    for (const target of targets) {
      low = Math.min(low, target);
      high = Math.max(high, target);
    }
    // As the server scales its bytes: zero is in the middle where targets lie on both of its sides.
    if (low < high && (low > 0 || high < 0)) return overRange([low, high]);
    return aroundZero(Math.min(low, 0), Math.max(high, 0));
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
    const curve = () => (props.drawing ? drawingRange(props.drawing) : curveRange(surface, props.data));
    const y = vertical === undefined ? curve() : (surface?.extent[vertical] ?? [-1, 1]);
    area = plotArea(side, side, x, y, writtenNames());
    scale = shownScale();
  }

  /** Under the hand the scale stays, or points would run away from it; between strokes it may grow. */
  function drawingRange({ points }: Drawing): Range {
    if (!sketch.isBusy()) drawnRange = grownRange(drawnRange ?? DRAWN_AT_FIRST, points.map((point) => point[1]!));
    return drawnRange ?? DRAWN_AT_FIRST;
  }

  /** The names of the horizontal and the vertical axis; one input has only a horizontal one. */
  function axisNames(): [string, string | undefined] {
    const axes = shown()?.axes ?? props.inputs.slice(0, 2).reverse();
    return [axes.at(-1) ?? "x1", axes.at(-2)];
  }

  function writtenNames(): { x: string; y: string } {
    const [horizontal, vertical] = axisNames();
    return { x: inputText(horizontal), y: inputText(vertical ?? props.targetName ?? "y") };
  }

  function columns(): Columns {
    const [across = 0, up] = axisNames().map((name) => (name === undefined ? undefined : Math.max(0, props.inputs.indexOf(name))));
    return [across, up];
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
    const [, vertical] = axisNames();
    if (vertical === undefined || shown() === null) {
      context.fillStyle = cssColor(DATA_COLORS[props.theme].neutral);
      context.fillRect(area.left, area.top, area.width, area.height);
    }
    drawAxes(context, area, ink, writtenNames());
    const { data, drawing, sample, showTest, lit } = props;
    layers = drawing ? drawnLayers(drawing, data) : sampleLayers(data, showTest, lit);
    context.save();
    context.beginPath();
    context.rect(area.left, area.top, area.width, area.height);
    context.clip();
    const colors = targetScale();
    for (const layer of layers) drawPoints(context, area, layer, columns(), props.task, colors, ink);
    const marked = sample && !drawing ? layers[sample.set === "train" ? 0 : 1] : undefined;
    if (sample && marked) drawRing(context, area, marked, columns(), sample.index, ink);
    context.restore();
  }

  function paintLegend(): void {
    const classes = props.inspected ? 2 : (props.classes ?? 2);
    const task = props.inspected ? "regression" : props.task;
    drawLegend(legend, {
      ink, width: side, left: area.left, right: side - area.left - area.width,
      task, classes, scale, discrete: props.discrete, classNames: props.classNames,
    });
  }

  /** Said aloud where somebody moved to another place, not for every frame of a training. */
  function paintReading(isSpoken: boolean): void {
    reading.ariaLive = isSpoken ? "polite" : "off";
    const surface = shown();
    const visible = place !== null && surface !== null;
    const [horizontal, vertical] = axisNames();
    hairX.hidden = !visible;
    hairY.hidden = !visible || (vertical === undefined && props.drawing === null);
    if (!visible) {
      reading.textContent = said ?? props.sampleText ?? props.inspected?.label ?? "";
      return;
    }
    const { x, y } = place!;
    hairX.style.transform = `translateX(${Math.round(screenX(area, x))}px)`;
    hairY.style.transform = `translateY(${Math.round(screenY(area, y))}px)`;
    if (said !== null || (props.sampleText !== null && !props.inspected)) {
      reading.textContent = said ?? props.sampleText;
      return;
    }
    const outputs = outputsAt(surface!, shareWithin(x, area.x), shareWithin(y, area.y));
    const what = props.inspected ? numberText(outputs[0]!) : predictionText(outputs, props.task, scale, props.classNames);
    const where = hairY.hidden ? "" : `  ${writtenNames().y} ${numberText(y, 2)}`;
    reading.textContent = `${inputText(horizontal)} ${numberText(x, 2)}${where}  →  ${what}`;
  }

  function describe(): void {
    plot.setAttribute("role", props.drawing ? "application" : "img");
    plot.classList.toggle("surface-drawing", props.drawing !== null);
    plot.setAttribute("aria-label", plotInWords({
      subject: props.inspected?.label ?? "The output of the network",
      surface: shown(),
      isInspected: Boolean(props.inspected),
      task: props.task,
      scale,
      classNames: props.classNames,
      points: props.data?.train_targets.data.length ?? 0,
      drawing: props.drawing,
    }));
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
    props.onArea?.(area, plot);
  }

  function readAt(event: PointerEvent): void {
    const box = plot.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    const x = valueX(area, left);
    const y = valueY(area, top);
    const inside = x >= area.x[0] && x <= area.x[1] && y >= area.y[0] && y <= area.y[1];
    place = inside ? { x, y } : null;
    said = null;
    sketch.showBrush(inside ? [left, top] : null);
    if (!props.drawing) {
      const found = inside ? sampleAt(area, layers, columns(), left, top, NEAR) : null;
      look(found && { set: found.layer === 0 ? "train" : "test", index: found.index });
    }
    paintReading(false);
  }

  function look(sample: Sample | null): void {
    const before = props.sample;
    if (sample?.set !== before?.set || sample?.index !== before?.index) props.onSample(sample);
  }

  function leave(): void {
    place = null;
    said = null;
    sketch.showBrush(null);
    look(null);
    paintReading(false);
  }

  function pressKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") return leave();
    const isTaken = moveByKey(event) || sketch.key(event) || nextByKey(event);
    if (!isTaken) return;
    event.preventDefault();
    event.stopPropagation();
  }

  function moveByKey(event: KeyboardEvent): boolean {
    const directions: Record<string, [number, number]> = {
      ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
    };
    const direction = directions[event.key];
    if (direction === undefined) return false;
    const steps = event.shiftKey ? LARGE_STEP : 1;
    const stride = (range: Range) => (steps * (range[1] - range[0])) / KEY_STEPS;
    const bound = (value: number, range: Range) => Math.max(range[0], Math.min(range[1], value));
    const from = place ?? { x: middle(area.x), y: middle(area.y) };
    place = {
      x: bound(from.x + direction[0] * stride(area.x), area.x),
      y: bound(from.y + direction[1] * stride(area.y), area.y),
    };
    said = null;
    look(null);
    sketch.cursorMoved();
    paintReading(true);
    return true;
  }

  /** N steps through the samples, Shift and N back. */
  function nextByKey(event: KeyboardEvent): boolean {
    if (event.key.toLowerCase() !== "n") return false;
    const next = nextSample(layers, props.sample, event.shiftKey);
    if (!next) return true;
    const [x, y] = pointPlace(layers[next.set === "train" ? 0 : 1]!, columns(), next.index);
    place = { x, y };
    said = null;
    look(next);
    paintReading(true);
    return true;
  }

  plot.addEventListener("pointermove", readAt);
  plot.addEventListener("pointerdown", readAt);
  plot.addEventListener("pointerleave", leave);
  plot.addEventListener("blur", leave);
  plot.addEventListener("focus", describe);
  plot.addEventListener("keydown", pressKey);

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
    if (next.drawing === null) drawnRange = null;
    if (next.theme !== before.theme) ink = readInk(frame, next.theme);
    const isSame = (...names: (keyof SurfaceProps)[]) => names.every((name) => next[name] === before[name]);
    const onlyValues =
      next.surface !== null && before.surface !== null && !next.inspected && !before.inspected &&
      isSame("theme", "task", "classes", "classNames", "data", "outputRange", "showTest", "discrete") &&
      (next.drawing === null) === (before.drawing === null) && sameExtent(next.surface, before.surface);
    if (!onlyValues) {
      paintAll();
      return;
    }
    if (next.surface !== before.surface) paintMap();
    if (!isSame("drawing", "lit", "sample")) paintMarks();
    if (!isSame("drawing")) describe();
    if (!isSame("surface", "sampleText") && (place !== null || next.sampleText !== before.sampleText)) paintReading(false);
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

function middle([low, high]: Range): number {
  return (low + high) / 2;
}

function shareWithin(value: number, [low, high]: Range): number {
  return (value - low) / (high - low);
}

function sameExtent(one: SurfaceProbe, other: SurfaceProbe): boolean {
  if (one.extent === other.extent) return true;
  return one.axes.length === other.axes.length && one.axes.every((axis) => {
    const [a, b] = [one.extent[axis], other.extent[axis]];
    return a?.[0] === b?.[0] && a?.[1] === b?.[1];
  });
}
