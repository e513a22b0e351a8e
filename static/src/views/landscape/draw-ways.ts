/** Ways as lines, with a dot for each kept moment and a larger mark where each of them is now. */
import type { Ink } from "../ink";
import type { Moment, Way } from "./ways";

type Screen = (way: Way, index: number) => readonly [left: number, top: number];

const MOST_DOTS = 40;

export function drawWays(
  context: CanvasRenderingContext2D, ways: readonly Way[], screen: Screen, pointed: Moment | null, ink: Ink,
): void {
  context.lineJoin = "round";
  for (const way of ways) {
    const last = way.epochs.length - 1;
    if (last < 0) continue;
    const points = way.epochs.map((_, index) => screen(way, index));
    // A rim in the color of the page keeps the line apart from hills of its own color.
    stroke(context, points, ink.surface, 4, []);
    stroke(context, points, way.color, 2, way.dash);
    const stride = Math.ceil(points.length / MOST_DOTS);
    for (let index = 0; index < last; index += stride) dot(context, points[index]!, 2, way.color, ink.surface);
    dot(context, points[last]!, 5, way.color, ink.surface);
  }
  if (!pointed) return;
  const [left, top] = screen(pointed.way, pointed.index);
  context.strokeStyle = ink.accent;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(left, top, 8, 0, 2 * Math.PI);
  context.stroke();
}

function stroke(
  context: CanvasRenderingContext2D, points: readonly (readonly [number, number])[], color: string, width: number,
  dash: readonly number[],
): void {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.setLineDash([...dash]);
  context.beginPath();
  points.forEach(([left, top], index) => (index === 0 ? context.moveTo(left, top) : context.lineTo(left, top)));
  context.stroke();
  context.setLineDash([]);
}

function dot(
  context: CanvasRenderingContext2D, [left, top]: readonly [number, number], radius: number, color: string, rim: string,
): void {
  context.beginPath();
  context.arc(left, top, radius, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.fill();
  context.strokeStyle = rim;
  context.lineWidth = 1;
  context.stroke();
}
