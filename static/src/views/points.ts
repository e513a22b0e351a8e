/** A data set as a thumbnail: its samples, classes by shape as well as color. */
import type { PointsPicture } from "../wire/protocol";
import { aroundZero, shareOf } from "./color-scale";
import { DATA_COLORS, classColor, cssColor, signedColor, type Rgb, type Theme } from "./palette";
import { labelPicture } from "./picture-label";
import { fitCanvas } from "./pixels";
import { pointShape } from "./point-shapes";
import type { CreateView } from "./view";

export interface PointsProps {
  theme: Theme;
  /** Edge length in CSS pixels. */
  size: number;
  picture: PointsPicture;
  /** What a reader of the screen hears; without it the thumbnail is decoration. */
  label?: string;
}

const MARGIN = 5;

function bounds(values: readonly number[]): { middle: number; reach: number } {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return { middle: (low + high) / 2, reach: Math.max((high - low) / 2, 1e-9) };
}

export const createPoints: CreateView<PointsProps> = (root, first) => {
  const canvas = document.createElement("canvas");
  canvas.className = "points-picture";
  root.append(canvas);

  function colorOf(target: number, props: PointsProps, reach: number): Rgb {
    return props.picture.task === "regression"
      ? signedColor(props.theme, shareOf(target, aroundZero(-reach, reach)))
      : classColor(props.theme, Math.round(target));
  }

  function update(props: PointsProps): void {
    labelPicture(canvas, props.label);
    const context = fitCanvas(canvas, props.size, props.size);
    if (context === null) return;
    const { inputs, targets, task } = props.picture;
    context.fillStyle = cssColor(DATA_COLORS[props.theme].neutral);
    context.fillRect(0, 0, props.size, props.size);
    if (inputs.length === 0) return;
    const oneInput = inputs[0]!.length === 1;
    const xs = inputs.map((input) => input[0]!);
    const ys = oneInput ? targets : inputs.map((input) => input[1]!);
    const x = bounds(xs);
    const y = bounds(ys);
    // Two inputs share one scale, so that a circle stays a circle.
    const reach = oneInput ? null : Math.max(x.reach, y.reach);
    const half = props.size / 2 - MARGIN;
    const radius = inputs.length <= 8 ? 4 : Math.max(1.1, Math.min(2, 22 / Math.sqrt(inputs.length)));
    const largest = Math.max(...targets.map(Math.abs));
    targets.forEach((target, index) => {
      const shape = pointShape(task === "regression" ? 0 : Math.round(target));
      context.beginPath();
      shape.trace(
        context,
        props.size / 2 + ((xs[index]! - x.middle) / (reach ?? x.reach)) * half,
        props.size / 2 - ((ys[index]! - y.middle) / (reach ?? y.reach)) * half,
        radius,
      );
      context.fillStyle = cssColor(colorOf(target, props, largest));
      context.fill();
    });
  }

  update(first);
  return { update, destroy: () => canvas.remove() };
};
