/** The loss over a slice through the weights, from above or as a relief, with the ways that optimizers take on it. */
import type { LandscapePicture } from "../wire/protocol";
import { readInk, type Ink } from "./ink";
import { valueBetween } from "./landscape/contour";
import { drawContour, gridOf, placeOnContour } from "./landscape/draw-contour";
import { drawRelief, isShown, placeOnRelief } from "./landscape/draw-relief";
import { drawWays } from "./landscape/draw-ways";
import { type Heights, heightsOf } from "./landscape/heights";
import { FIRST_GAZE, type Gaze, projector, turned } from "./landscape/projection";
import { momentAt, type Moment, type Way, waysOf } from "./landscape/ways";
import { landscapeInWords, lossWord } from "./landscape/words";
import { element } from "./network/floating";
import { numberText } from "./number-text";
import type { Theme } from "./palette";
import { fitCanvas } from "./pixels";
import { plotArea, type PlotArea, screenX, screenY, valueX, valueY } from "./surface/plot-area";
import type { CreateView } from "./view";

export type LandscapeForm = "contour" | "relief";

export interface LandscapeProps {
  theme: Theme;
  picture: LandscapePicture | null;
  form: LandscapeForm;
  /** What the axes are called. */
  names: { x: string; y: string };
  /** The epoch that training is at. */
  epoch: number;
}

const REACH = 10;
const KEY_STEPS = 40;
const TURN_BY_KEY = Math.PI / 24;
const TURN_BY_PIXEL = Math.PI / 360;
const SIZE_WITHOUT_LAYOUT = { width: 360, height: 280 };

type Cursor = { x: number; y: number };

export const createLandscape: CreateView<LandscapeProps> = (root, first) => {
  const plot = element("div", "landscape-plot");
  const canvas = element("canvas", "landscape-canvas");
  const reading = element("output", "landscape-reading");
  plot.tabIndex = 0;
  plot.setAttribute("role", "application");
  plot.setAttribute("aria-roledescription", "picture");
  plot.append(canvas);
  root.append(plot, reading);

  let props = first;
  let ink: Ink = readInk(root, first.theme);
  let gaze: Gaze = FIRST_GAZE;
  let size = { width: plot.clientWidth || SIZE_WITHOUT_LAYOUT.width, height: plot.clientHeight || SIZE_WITHOUT_LAYOUT.height };
  let area: PlotArea = plotArea(1, 1, [0, 1], [0, 1], { x: "", y: "" });
  let heights: Heights = heightsOf(0, 1);
  let ways: Way[] = [];
  let pointed: Moment | null = null;
  /** The place that is read where no moment is; only from above. */
  let cursor: Cursor | null = null;
  let dragged: { left: number; top: number } | null = null;

  function screen(way: Way, index: number): readonly [number, number] {
    if (props.form === "contour") return placeOnContour(area, way, index);
    return placeOnRelief(projector(gaze, size.width, size.height), props.picture!, heights, way, index);
  }

  function measure({ extent: { x, y }, low, high }: LandscapePicture): void {
    area = plotArea(size.width, size.height, [x[0]!, x[1]!], [y[0]!, y[1]!], props.names);
    heights = heightsOf(low, high);
  }

  function paint(): void {
    const { picture } = props;
    if (picture) measure(picture);
    const context = fitCanvas(canvas, size.width, size.height);
    if (context === null) return;
    context.clearRect(0, 0, size.width, size.height);
    if (picture === null) return;
    if (props.form === "contour") drawContour(context, area, picture, heights, ink, props.names);
    else drawRelief(context, picture, heights, projector(gaze, size.width, size.height), ink);
    context.save();
    context.beginPath();
    if (props.form === "contour") context.rect(area.left, area.top, area.width, area.height);
    else context.rect(0, 0, size.width, size.height);
    context.clip();
    drawWays(context, ways, screen, pointed, ink);
    if (cursor && props.form === "contour" && !pointed) drawCross(context, cursor);
    context.restore();
  }

  function drawCross(context: CanvasRenderingContext2D, { x, y }: Cursor): void {
    const [left, top] = [Math.round(screenX(area, x)) + 0.5, Math.round(screenY(area, y)) + 0.5];
    context.strokeStyle = ink.text;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(left - 6, top);
    context.lineTo(left + 6, top);
    context.moveTo(left, top - 6);
    context.lineTo(left, top + 6);
    context.stroke();
  }

  /** Said aloud where somebody moved to another place, not for every frame of a training. */
  function write(isSpoken: boolean): void {
    reading.ariaLive = isSpoken ? "polite" : "off";
    reading.textContent = readingText();
    plot.setAttribute("aria-label", landscapeInWords(props.picture, props.epoch, props.names));
  }

  function readingText(): string {
    const { picture } = props;
    if (picture === null) return "";
    if (pointed) {
      const { way, index } = pointed;
      return `${way.title}, epoch ${way.epochs[index]}: loss ${lossWord(way.losses[index]!)}`;
    }
    if (cursor && props.form === "contour") {
      const grid = gridOf(picture);
      const share = (value: number, [low = 0, high = 1]: readonly number[]) => (value - low) / (high - low);
      const loss = valueBetween(
        grid, share(cursor.x, picture.extent.x) * (grid.columns - 1), share(cursor.y, picture.extent.y) * (grid.rows - 1),
      );
      const found = Number.isNaN(loss) ? "not measured yet" : `loss ${lossWord(loss)}`;
      return `Across ${numberText(cursor.x, 2)}, up ${numberText(cursor.y, 2)}: ${found}`;
    }
    const part = picture.rows_done < picture.resolution ? `; ${picture.rows_done} of ${picture.resolution} rows so far` : "";
    return `Losses ${lossWord(picture.low)} to ${lossWord(picture.high)}, each line the same factor${part}`;
  }

  function changed(isSpoken: boolean): void {
    paint();
    write(isSpoken);
  }

  function turn(by: number, up: number): void {
    gaze = turned(gaze, by, up);
    changed(false);
  }

  plot.addEventListener("pointerdown", (event) => {
    if (props.form !== "relief" || event.button !== 0) return;
    dragged = { left: event.clientX, top: event.clientY };
    plot.setPointerCapture(event.pointerId);
  });
  plot.addEventListener("pointermove", (event) => {
    if (props.picture === null) return;
    if (dragged) {
      const [by, up] = [event.clientX - dragged.left, event.clientY - dragged.top];
      dragged = { left: event.clientX, top: event.clientY };
      turn(by * TURN_BY_PIXEL * 2, up * TURN_BY_PIXEL * 2);
      return;
    }
    const box = plot.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    pointed = momentAt(ways, screen, left, top, REACH);
    const [x, y] = [valueX(area, left), valueY(area, top)];
    const isInside = x >= area.x[0] && x <= area.x[1] && y >= area.y[0] && y <= area.y[1];
    cursor = isInside ? { x, y } : null;
    changed(false);
  });
  const release = () => { dragged = null; };
  plot.addEventListener("pointerup", release);
  plot.addEventListener("pointercancel", release);
  const leave = () => {
    if (!pointed && !cursor) return;
    [pointed, cursor] = [null, null];
    changed(false);
  };
  plot.addEventListener("pointerleave", leave);
  plot.addEventListener("blur", leave);
  plot.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || props.picture === null) return;
    const arrow = ARROWS[event.key];
    if (arrow) byArrow(arrow);
    else if (event.key.toLowerCase() === "n") nextMoment(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  function byArrow([right, up]: readonly [number, number]): void {
    pointed = null;
    if (props.form === "relief") {
      turn(right * TURN_BY_KEY, up * TURN_BY_KEY);
      return;
    }
    const step = (value: number, by: number, [low, high]: readonly [number, number]) =>
      Math.max(low, Math.min(high, value + (by * (high - low)) / KEY_STEPS));
    const from = cursor ?? props.picture!.now;
    cursor = { x: step(from.x, right, area.x), y: step(from.y, up, area.y) };
    changed(true);
  }

  /** N goes through the moments of the training and of each racer, Shift and N back. */
  function nextMoment(by: number): void {
    const all = ways.toReversed().flatMap((way) => way.epochs.map((_, index) => ({ way, index })));
    const here = all.findIndex(({ way, index }) => way.title === pointed?.way.title && index === pointed.index);
    pointed = all[(here + by + all.length) % all.length] ?? null;
    changed(true);
  }

  const resizing = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = plot;
    if (width === 0 || height === 0 || (width === size.width && height === size.height)) return;
    size = { width, height };
    changed(false);
  });
  resizing.observe(plot);

  function update(next: LandscapeProps): void {
    const before = props;
    props = next;
    const isNew = next.picture !== before.picture || next.epoch !== before.epoch || next.theme !== before.theme;
    if (!isNew && next.form === before.form && sameNames(next, before)) return;
    if (next.theme !== before.theme) ink = readInk(root, next.theme);
    take();
  }

  /** The ways are those of the new picture; what was pointed at stays, if it is still there. */
  function take(): void {
    const { picture } = props;
    const all = picture ? waysOf(picture, ink, props.epoch) : [];
    // Racers may leave the piece that is shown; from the side they would float in front of it.
    ways = picture && props.form === "relief" ? all.map((way) => shownPart(picture, way)) : all;
    const way = ways.find(({ title }) => title === pointed?.way.title);
    pointed = way && pointed && pointed.index < way.epochs.length ? { way, index: pointed.index } : null;
    plot.classList.toggle("is-relief", props.form === "relief");
    changed(false);
  }

  take();
  return {
    update,
    destroy() {
      resizing.disconnect();
      plot.remove();
      reading.remove();
    },
  };
};

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
};

function sameNames({ names: one }: LandscapeProps, { names: other }: LandscapeProps): boolean {
  return one.x === other.x && one.y === other.y;
}

function shownPart(picture: LandscapePicture, way: Way): Way {
  const kept = way.epochs.map((_, index) => index).filter((index) => isShown(picture, way, index));
  return {
    ...way,
    places: kept.flatMap((index) => [way.places[2 * index]!, way.places[2 * index + 1]!]),
    epochs: kept.map((index) => way.epochs[index]!),
    losses: kept.map((index) => way.losses[index]!),
  };
}
