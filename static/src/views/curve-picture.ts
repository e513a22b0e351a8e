/** A function and its derivative, as the catalog has them: of activations, losses, penalties, schedules. */
import type { CurvePicture } from "../wire/protocol";
import { readInk, type Ink } from "./ink";
import { niceTicks, tickText } from "./number-text";
import { DATA_COLORS, cssColor, type Theme } from "./palette";
import { labelPicture } from "./picture-label";
import { fitCanvas } from "./pixels";
import type { CreateView } from "./view";

export interface CurvePictureProps {
  theme: Theme;
  width: number;
  height: number;
  picture: CurvePicture;
  /** Names both curves beneath the picture; small pictures go without, and share their heights. */
  legend?: boolean;
  /** A place on the curve. */
  mark?: { x: number; value: number } | null;
  label?: string;
}

const AIR = 8;
const ROOM_FOR_NUMBERS = 32;

export const createCurvePicture: CreateView<CurvePictureProps> = (root, first) => {
  const canvas = document.createElement("canvas");
  canvas.className = "curve-picture";
  root.append(canvas);

  function trace(
    context: CanvasRenderingContext2D,
    props: CurvePictureProps,
    values: readonly number[],
    screen: { x(value: number): number; y(value: number): number },
  ): void {
    context.beginPath();
    let drawing = false;
    values.forEach((value, index) => {
      if (!Number.isFinite(value)) {
        drawing = false;
        return;
      }
      const x = screen.x(props.picture.x[index]!);
      if (drawing) context.lineTo(x, screen.y(value));
      else context.moveTo(x, screen.y(value));
      drawing = true;
    });
    context.stroke();
  }

  function drawAxes(
    context: CanvasRenderingContext2D,
    props: CurvePictureProps,
    ink: Ink,
    screen: { x(value: number): number; y(value: number): number },
    bounds: { left: number; right: number; bottom: number; top: number; height: number },
  ): void {
    context.fillStyle = ink.line;
    context.fillRect(0, Math.round(screen.y(0)), props.width, 1);
    context.fillRect(Math.round(screen.x(0)), 0, 1, bounds.height);
    if (props.height < 80) return;
    context.fillStyle = ink.muted;
    context.font = ink.font(11);
    const across = niceTicks(bounds.left, bounds.right, 4);
    context.textAlign = "center";
    context.textBaseline = "top";
    for (const tick of across.ticks) {
      const x = screen.x(tick);
      if (tick !== 0 && x > 8 && x < props.width - 8) {
        context.fillText(tickText(tick, across.step), x, Math.min(screen.y(0) + 4, bounds.height - 12));
      }
    }
    const up = niceTicks(bounds.bottom, bounds.top, 3);
    // Beside the axis where there is room, as there is not to the left of one that begins at 0.
    const isLeft = screen.x(0) < ROOM_FOR_NUMBERS;
    context.textAlign = isLeft ? "left" : "right";
    context.textBaseline = "middle";
    for (const tick of up.ticks) {
      const y = screen.y(tick);
      if (tick !== 0 && y > 6 && y < bounds.height - 6) {
        context.fillText(tickText(tick, up.step), screen.x(0) + (isLeft ? 4 : -4), y);
      }
    }
  }

  function update(props: CurvePictureProps): void {
    labelPicture(canvas, props.label);
    const context = fitCanvas(canvas, props.width, props.height);
    if (context === null) return;
    const ink = readInk(root, props.theme);
    context.clearRect(0, 0, props.width, props.height);
    const { x, value, slope } = props.picture;
    const finite = (props.legend ? null : props.picture.shown) ?? [...value, ...slope].filter(Number.isFinite);
    const left = x[0] ?? -1;
    const right = x.at(-1) ?? 1;
    const bottom = Math.min(0, ...finite);
    const top = Math.max(0, ...finite);
    const height = props.height - (props.legend ? 20 : 0);
    const screen = {
      x: (at: number) => ((at - left) / (right - left || 1)) * props.width,
      y: (at: number) => AIR + (1 - (at - bottom) / (top - bottom || 1)) * (height - 2 * AIR),
    };
    drawAxes(context, props, ink, screen, { left, right, bottom, top, height });
    const colors = DATA_COLORS[props.theme];
    context.lineJoin = "round";
    context.lineWidth = 1.5;
    context.strokeStyle = cssColor(colors.negative);
    context.setLineDash([4, 3]);
    trace(context, props, slope, screen);
    context.setLineDash([]);
    context.lineWidth = 2;
    context.strokeStyle = cssColor(colors.positive);
    trace(context, props, value, screen);
    if (props.mark) {
      context.beginPath();
      context.arc(screen.x(props.mark.x), screen.y(props.mark.value), 4, 0, 2 * Math.PI);
      context.fillStyle = ink.accent;
      context.fill();
    }
    if (props.legend) drawLegend(context, props, ink);
  }

  function drawLegend(context: CanvasRenderingContext2D, props: CurvePictureProps, ink: Ink): void {
    const y = props.height - 8;
    const colors = DATA_COLORS[props.theme];
    context.font = ink.font(12);
    context.textAlign = "left";
    context.textBaseline = "middle";
    const { names, slope } = props.picture;
    const entries: [string, string, number[]][] = [[names?.value ?? "function", cssColor(colors.positive), []]];
    if (slope.length > 0) entries.push([names?.slope ?? "slope", cssColor(colors.negative), [4, 3]]);
    let from = 0;
    for (const [name, color, dash] of entries) {
      context.strokeStyle = color;
      context.setLineDash(dash);
      context.beginPath();
      context.moveTo(from, y);
      context.lineTo(from + 20, y);
      context.stroke();
      context.fillStyle = ink.muted;
      context.fillText(name, from + 26, y);
      from += 40 + context.measureText(name).width;
    }
    if (names) {
      context.textAlign = "right";
      context.fillText(names.x, props.width, y);
    }
    context.setLineDash([]);
  }

  update(first);
  return { update, destroy: () => canvas.remove() };
};
