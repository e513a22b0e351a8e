/** What stands between the columns of tiles: bars, sums, the frames of blocks and the ways around them. */
import type { Ink } from "../ink";
import { cssColor, DATA_COLORS } from "../palette";
import type { Frame } from "./frames";
import type { Column, Layout } from "./layout";

const FRAME_CORNER = 10;
const BAR_CORNER = 4;
const ARC_CORNER = 12;
const ARC_GAP = 6;
const LABEL_SIZE = 11;
const LABEL_PADDING = 5;
/** Half the length of the strokes of a plus, and of the mark that a unit leaves on a bar. */
const PLUS_REACH = 4;
const PORT_REACH = 2.5;

/** Soft surfaces around blocks, beneath everything else; outer ones first. */
export function paintFrames(context: CanvasRenderingContext2D, layout: Layout, ink: Ink): void {
  for (const frame of layout.frames.toReversed()) {
    context.beginPath();
    context.roundRect(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top, FRAME_CORNER);
    context.globalAlpha = 0.5;
    context.fillStyle = ink.line;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = ink.line;
    context.lineWidth = 1;
    context.stroke();
  }
  for (const frame of layout.frames) paintArc(context, frame, ink);
}

function paintArc(context: CanvasRenderingContext2D, { arcTop, arcFrom, arcTo, label }: Frame, ink: Ink): void {
  const end = arcTo.y - ARC_GAP;
  context.beginPath();
  context.moveTo(arcFrom.x, arcFrom.y - ARC_GAP);
  context.arcTo(arcFrom.x, arcTop, arcFrom.x + ARC_CORNER, arcTop, ARC_CORNER);
  context.arcTo(arcTo.x, arcTop, arcTo.x, end, ARC_CORNER);
  context.lineTo(arcTo.x, end);
  context.moveTo(arcTo.x - 4, end - 5);
  context.lineTo(arcTo.x, end);
  context.lineTo(arcTo.x + 4, end - 5);
  context.strokeStyle = ink.muted;
  context.lineWidth = 1.5;
  context.stroke();
  const middle = (arcFrom.x + arcTo.x) / 2;
  context.font = ink.font(LABEL_SIZE);
  const half = context.measureText(label).width / 2 + LABEL_PADDING;
  context.fillStyle = ink.surface;
  context.fillRect(middle - half, arcTop - LABEL_SIZE / 2, 2 * half, LABEL_SIZE);
  context.fillStyle = ink.muted;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(label, middle, arcTop);
}

/** The lines on which units go through bars, the bars themselves, and a sign for each unit on them. */
export function paintBars(context: CanvasRenderingContext2D, layout: Layout, ink: Ink): void {
  const { columns } = layout;
  context.strokeStyle = ink.outline;
  context.lineWidth = 1;
  context.beginPath();
  for (const { from, to } of layout.passages) {
    const [source, target] = [columns[from]!, columns[to]!];
    if (target.middles.length === 0) {
      context.moveTo(source.right, layout.height / 2);
      context.lineTo(target.left, layout.height / 2);
    }
    target.middles.forEach((middle, row) => {
      context.moveTo(source.rights[row]!, middle);
      context.lineTo(target.lefts[row]!, middle);
    });
  }
  context.globalAlpha = 0.5;
  context.stroke();
  context.globalAlpha = 1;
  const bars = columns.filter(({ isBar }) => isBar);
  if (bars.length === 0) return;
  context.beginPath();
  for (const { left, right, top, bottom } of bars) {
    context.roundRect(left, top, right - left, bottom - top, BAR_CORNER);
  }
  context.fillStyle = cssColor(DATA_COLORS[ink.theme].neutral);
  context.fill();
  context.stroke();
  context.beginPath();
  for (const bar of bars) traceSigns(context, bar);
  context.strokeStyle = ink.text;
  context.lineWidth = 1.5;
  context.stroke();
}

function traceSigns(context: CanvasRenderingContext2D, { isSum, center, middles }: Column): void {
  const reach = isSum ? PLUS_REACH : PORT_REACH;
  for (const middle of middles) {
    context.moveTo(center - reach, middle);
    context.lineTo(center + reach, middle);
    if (!isSum) continue;
    context.moveTo(center, middle - reach);
    context.lineTo(center, middle + reach);
  }
}
