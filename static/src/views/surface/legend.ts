import type { ColorScale } from "../color-scale";
import type { Ink } from "../ink";
import { numberText } from "../number-text";
import { classColor, cssColor, tablesOf } from "../palette";
import { fitCanvas, pixelBuffer } from "../pixels";
import { pointShape } from "../point-shapes";
import { shortened } from "./plot-area";
import type { Task } from "./point-layer";
import type { ClassNames } from "./reading";

const HEIGHT = 32;
const BAR_TOP = 4;
const BAR_HEIGHT = 8;

export interface LegendProps {
  ink: Ink;
  width: number;
  left: number;
  right: number;
  task: Task;
  classes: number;
  scale: ColorScale;
  discrete: boolean;
  classNames: ClassNames;
}

/** The key to the colors: a scale with its ends, or each class with its shape. */
export function drawLegend(canvas: HTMLCanvasElement, props: LegendProps): void {
  const context = fitCanvas(canvas, props.width, HEIGHT);
  if (context === null) return;
  context.clearRect(0, 0, props.width, HEIGHT);
  context.font = props.ink.font(12);
  context.fillStyle = props.ink.muted;
  context.textBaseline = "middle";
  if (props.classes > 2) drawClasses(context, props);
  else drawScale(context, props);
}

function drawMark(context: CanvasRenderingContext2D, ink: Ink, index: number, x: number, y: number): void {
  context.beginPath();
  pointShape(index).trace(context, x, y, 4);
  context.fillStyle = cssColor(classColor(ink.theme, index));
  context.fill();
}

function drawClasses(context: CanvasRenderingContext2D, props: LegendProps): void {
  const share = (props.width - props.left - props.right) / props.classes;
  const word = share >= 64 ? "class " : "";
  for (let index = 0; index < props.classes; index += 1) {
    const x = props.left + share * index + 6;
    drawMark(context, props.ink, index, x, BAR_TOP + 8);
    context.fillStyle = props.ink.muted;
    context.textAlign = "left";
    const name = props.classNames?.[index] ?? `${word}${index}`;
    context.fillText(shortened(context, name, share - 20), x + 10, BAR_TOP + 8);
  }
}

function drawScale(context: CanvasRenderingContext2D, props: LegendProps): void {
  const { ink, left, scale } = props;
  const right = props.width - props.right;
  const tables = tablesOf(ink.theme);
  const buffer = pixelBuffer(256, 1);
  buffer.words.set(props.discrete ? tables.discrete : tables.graded);
  buffer.commit();
  context.imageSmoothingEnabled = !props.discrete;
  context.drawImage(buffer.canvas, left, BAR_TOP, right - left, BAR_HEIGHT);
  context.strokeStyle = ink.line;
  context.lineWidth = 1;
  context.strokeRect(left - 0.5, BAR_TOP - 0.5, right - left + 1, BAR_HEIGHT + 1);
  const y = BAR_TOP + BAR_HEIGHT + 10;
  const isClass = props.task !== "regression";
  const room = (right - left) / 2 - 34;
  const end = (value: number, index: number) => {
    const name = isClass ? props.classNames?.[index] : undefined;
    return name === undefined ? numberText(value, 2) : shortened(context, name, room);
  };
  context.textAlign = "left";
  context.fillText(end(scale.low, 0), left + (isClass ? 14 : 0), y);
  context.textAlign = "right";
  context.fillText(end(scale.high, 1), right - (isClass ? 14 : 0), y);
  context.textAlign = "center";
  context.fillText(numberText(scale.center, 2), (left + right) / 2, y);
  if (isClass) {
    drawMark(context, ink, 0, left + 5, y);
    drawMark(context, ink, 1, right - 5, y);
  }
}
