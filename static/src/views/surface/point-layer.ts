/** The samples over the surface: training points filled, test points hollow. */
import type { FloatArray } from "../../wire/protocol";
import { shareOf, type ColorScale } from "../color-scale";
import type { Ink } from "../ink";
import { classColor, cssColor, signedColor } from "../palette";
import { pointShape } from "../point-shapes";
import { screenX, screenY, type PlotArea } from "./plot-area";

export type Task = "binary" | "classes" | "regression";

export interface PointLayer {
  readonly inputs: FloatArray;
  readonly targets: FloatArray;
  readonly hollow: boolean;
  /** Which samples stand out (1), where some do; the others are faint. */
  readonly lit?: Uint8Array | null;
}

/** The positions of the inputs that are drawn across and up; a curve has only one across. */
export type Columns = readonly [across: number, up?: number];

const FAINT = 0.16;
/** Around the sample that is looked at. */
const RING = 4;

/** Many points are drawn smaller, so that the surface stays visible. */
export function pointRadius(count: number): number {
  if (count <= 60) return 4.5;
  return count <= 600 ? 3.25 : 2.25;
}

/** Regression targets share a color when they are as close as this share of the scale. */
const TARGET_STEPS = 24;

interface Group {
  color: string;
  shape: number;
  points: number[];
}

function groupPoints(layer: PointLayer, task: Task, scale: ColorScale, ink: Ink, isLit: boolean): Group[] {
  const groups = new Map<number, Group>();
  const { data } = layer.targets;
  for (let index = 0; index < data.length; index += 1) {
    if (layer.lit && (layer.lit[index] === 1) !== isLit) continue;
    const target = data[index]!;
    const isClass = task !== "regression";
    const key = isClass ? Math.round(target) : Math.round(shareOf(target, scale) * TARGET_STEPS);
    let group = groups.get(key);
    if (group === undefined) {
      const color = isClass ? classColor(ink.theme, key) : signedColor(ink.theme, key / TARGET_STEPS);
      group = { color: cssColor(color), shape: isClass ? key : 0, points: [] };
      groups.set(key, group);
    }
    group.points.push(index);
  }
  return [...groups.values()];
}

/** Where a sample lies on the plot. */
export function pointPlace(layer: Pick<PointLayer, "inputs" | "targets">, [across, up]: Columns, index: number): readonly [number, number] {
  const { data, shape } = layer.inputs;
  const start = index * (shape[1] ?? 1);
  return [data[start + across]!, up === undefined ? layer.targets.data[index]! : data[start + up]!];
}

export function drawPoints(
  context: CanvasRenderingContext2D,
  area: PlotArea,
  layer: PointLayer,
  columns: Columns,
  task: Task,
  scale: ColorScale,
  ink: Ink,
): void {
  const radius = pointRadius(layer.targets.data.length);
  // Those that stand out lie on top.
  for (const isLit of layer.lit ? [false, true] : [true]) {
    context.globalAlpha = isLit ? 1 : FAINT;
    for (const group of groupPoints(layer, task, scale, ink, isLit)) {
      const { trace } = pointShape(group.shape);
      context.beginPath();
      for (const index of group.points) {
        const [x, y] = pointPlace(layer, columns, index);
        trace(context, screenX(area, x), screenY(area, y), radius);
      }
      // An outline in the page's color parts a point from its like-colored background.
      context.lineJoin = "round";
      context.strokeStyle = ink.surface;
      context.lineWidth = layer.hollow ? 4 : 2;
      context.stroke();
      if (layer.hollow) {
        context.strokeStyle = group.color;
        context.lineWidth = 1.75;
        context.stroke();
      } else {
        context.fillStyle = group.color;
        context.fill();
      }
    }
  }
  context.globalAlpha = 1;
}

export function drawRing(
  context: CanvasRenderingContext2D, area: PlotArea, layer: PointLayer, columns: Columns, index: number, ink: Ink,
): void {
  const [x, y] = pointPlace(layer, columns, index);
  context.beginPath();
  context.arc(screenX(area, x), screenY(area, y), pointRadius(layer.targets.data.length) + RING, 0, 2 * Math.PI);
  context.strokeStyle = ink.text;
  context.lineWidth = 2;
  context.stroke();
}

/** The sample drawn nearest to a place of the plot, within so many CSS pixels. */
export function sampleAt(
  area: PlotArea, layers: readonly PointLayer[], columns: Columns, x: number, y: number, within: number,
): { layer: number; index: number } | null {
  let found: { layer: number; index: number } | null = null;
  let least = within;
  layers.forEach((layer, place) => {
    for (let index = 0; index < layer.targets.data.length; index += 1) {
      const [across, up] = pointPlace(layer, columns, index);
      const away = Math.hypot(screenX(area, across) - x, screenY(area, up) - y);
      if (away <= least) {
        least = away;
        found = { layer: place, index };
      }
    }
  });
  return found;
}
