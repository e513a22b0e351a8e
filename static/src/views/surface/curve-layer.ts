/** The output over one input as a curve, one for each channel. */
import type { DataProbe, SurfaceProbe } from "../../wire/protocol";
import type { Range } from "../color-scale";
import type { Ink } from "../ink";
import { classColor, cssColor } from "../palette";
import { traceCurve } from "../tile";
import type { PlotArea } from "./plot-area";

const PADDING = 0.12;

/** The vertical range: what the targets need, with some air; the curve may leave it for a while. */
export function curveRange(surface: SurfaceProbe | null, data: DataProbe | null): Range {
  const values = data?.train_targets.data ?? surface?.values.data ?? [];
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high < low) return [-1, 1];
  if (high === low) return [low - 1, high + 1];
  const air = (high - low) * PADDING;
  return [low - air, high + air];
}

/** Nearer than this share of the range to its end, a value asks for more room there. */
const NARROW = 0.03;

/** A range as it was, with more room where values have come to its ends. */
export function grownRange(before: Range, values: readonly number[]): Range {
  const [low, high] = [Math.min(before[0], ...values), Math.max(before[1], ...values)];
  const span = high - low;
  const isNarrow = (value: number, end: number) => Math.abs(value - end) < NARROW * span;
  return [
    values.some((value) => isNarrow(value, low)) ? low - PADDING * span : low,
    values.some((value) => isNarrow(value, high)) ? high + PADDING * span : high,
  ];
}

/** Dashes tell the curves of several classes apart without color. */
const DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [8, 3, 2, 3]];

export function drawCurves(
  context: CanvasRenderingContext2D,
  area: PlotArea,
  surface: SurfaceProbe,
  ink: Ink,
): void {
  if (surface.values.dtype !== "f32") return;
  const [channels = 0, width = 0] = surface.values.shape;
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.width, area.height);
  context.clip();
  const zero = area.top + area.height * (1 - (0 - area.y[0]) / (area.y[1] - area.y[0]));
  context.fillStyle = ink.line;
  context.fillRect(area.left, Math.round(zero), area.width, 1);
  const box = { x: area.left, y: area.top, width: area.width, height: area.height };
  for (let channel = 0; channel < channels; channel += 1) {
    context.beginPath();
    traceCurve(context, surface.values.data, channel * width, width, box, area.y[0], area.y[1]);
    context.strokeStyle = channels > 1 ? cssColor(classColor(ink.theme, channel)) : ink.text;
    context.setLineDash([...DASHES[channel % DASHES.length]!]);
    context.lineWidth = 2.25;
    context.lineJoin = "round";
    context.stroke();
  }
  context.restore();
}
