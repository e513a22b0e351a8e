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
}

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

function groupPoints(layer: PointLayer, task: Task, scale: ColorScale, ink: Ink): Group[] {
  const groups = new Map<number, Group>();
  const { data } = layer.targets;
  for (let index = 0; index < data.length; index += 1) {
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

export function drawPoints(
  context: CanvasRenderingContext2D,
  area: PlotArea,
  layer: PointLayer,
  task: Task,
  scale: ColorScale,
  ink: Ink,
): void {
  const { data, shape } = layer.inputs;
  const width = shape[1] ?? 1;
  const radius = pointRadius(layer.targets.data.length);
  const onCurve = width === 1;
  for (const group of groupPoints(layer, task, scale, ink)) {
    const { trace } = pointShape(group.shape);
    context.beginPath();
    for (const index of group.points) {
      const x = screenX(area, data[index * width]!);
      const y = screenY(area, onCurve ? layer.targets.data[index]! : data[index * width + 1]!);
      trace(context, x, y, radius);
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
