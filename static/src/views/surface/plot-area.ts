import type { Range } from "../color-scale";
import type { Ink } from "../ink";
import { niceTicks, tickText } from "../number-text";

/** The rectangle that data is drawn in, with the values at its edges. */
export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: Range;
  readonly y: Range;
}

const MARGIN = { left: 40, top: 8, right: 8, bottom: 28 };
/** The names of axes as short as x₁ stand where a last tick label would be; longer ones have a line of their own. */
const LONGEST_BESIDE = 2;
const LINE = 16;

const isLong = (name: string) => name.length > LONGEST_BESIDE;

export interface AxisNames {
  readonly x: string;
  readonly y: string;
}

export function plotArea(width: number, height: number, x: Range, y: Range, names: AxisNames): PlotArea {
  const top = MARGIN.top + (isLong(names.y) ? LINE : 0);
  const bottom = MARGIN.bottom + (isLong(names.x) ? LINE : 0);
  return {
    left: MARGIN.left,
    top,
    width: Math.max(1, width - MARGIN.left - MARGIN.right),
    height: Math.max(1, height - top - bottom),
    x,
    y,
  };
}

export function screenX(area: PlotArea, value: number): number {
  return area.left + ((value - area.x[0]) / (area.x[1] - area.x[0])) * area.width;
}

export function screenY(area: PlotArea, value: number): number {
  return area.top + (1 - (value - area.y[0]) / (area.y[1] - area.y[0])) * area.height;
}

export function valueX(area: PlotArea, position: number): number {
  return area.x[0] + ((position - area.left) / area.width) * (area.x[1] - area.x[0]);
}

export function valueY(area: PlotArea, position: number): number {
  return area.y[0] + (1 - (position - area.top) / area.height) * (area.y[1] - area.y[0]);
}

export function drawAxes(
  context: CanvasRenderingContext2D,
  area: PlotArea,
  ink: Ink,
  names: AxisNames,
): void {
  const bottom = area.top + area.height;
  context.strokeStyle = ink.line;
  context.lineWidth = 1;
  context.strokeRect(area.left - 0.5, area.top - 0.5, area.width + 1, area.height + 1);
  context.font = ink.font(12);
  context.fillStyle = ink.muted;
  context.beginPath();
  const across = niceTicks(area.x[0], area.x[1], area.width / 64);
  context.textBaseline = "top";
  context.textAlign = "center";
  for (const tick of across.ticks) {
    const x = Math.round(screenX(area, tick)) - 0.5;
    context.moveTo(x, bottom + 1);
    context.lineTo(x, bottom + 5);
    if (isLong(names.x) || x < area.left + area.width - 28) context.fillText(tickText(tick, across.step), x, bottom + 8);
  }
  const up = niceTicks(area.y[0], area.y[1], area.height / 48);
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const tick of up.ticks) {
    const y = Math.round(screenY(area, tick)) - 0.5;
    context.moveTo(area.left - 1, y);
    context.lineTo(area.left - 5, y);
    if (isLong(names.y) || y > area.top + 16) context.fillText(tickText(tick, up.step), area.left - 8, y);
  }
  context.stroke();
  context.fillStyle = ink.text;
  context.font = ink.font(12, 600);
  context.textBaseline = "top";
  const right = area.left + area.width;
  context.fillText(shortened(context, names.x, area.width), right, bottom + 8 + (isLong(names.x) ? LINE : 0));
  context.textAlign = isLong(names.y) ? "left" : "right";
  if (isLong(names.y)) context.fillText(shortened(context, names.y, right), 0, area.top - LINE - 2);
  else context.fillText(names.y, area.left - 8, area.top);
}

/** As much of a name as there is room for. */
export function shortened(context: CanvasRenderingContext2D, name: string, room: number): string {
  if (context.measureText(name).width <= room) return name;
  let length = name.length - 1;
  while (length > 1 && context.measureText(`${name.slice(0, length)}…`).width > room) length -= 1;
  return `${name.slice(0, length)}…`;
}
