/** The landscape as a relief that can be turned: patches from the farthest to the nearest. */
import type { LandscapePicture } from "../../wire/protocol";
import type { Ink } from "../ink";
import { cssColor, type Rgb } from "../palette";
import { gridOf, heightTable } from "./draw-contour";
import type { Heights } from "./heights";
import type { Projector } from "./projection";
import type { Way } from "./ways";

const along = (value: number, [low = 0, high = 1]: readonly number[]) => (2 * (value - low)) / (high - low) - 1;

export function drawRelief(
  context: CanvasRenderingContext2D, picture: LandscapePicture, heights: Heights, projector: Projector, ink: Ink,
): void {
  const { rows, columns, values } = gridOf(picture);
  const shares = Float64Array.from({ length: rows * columns }, (_, place) => heights.share(values[place]!));
  const spots = Array.from(shares, (share, place) =>
    projector.screen(
      (2 * (place % columns)) / (columns - 1) - 1, (2 * Math.floor(place / columns)) / (rows - 1) - 1, share,
    ),
  );
  const colors = Array.from(heightTable(ink.theme), (word) => cssColor(colorOf(word)));
  drawGround(context, projector, ink);
  context.strokeStyle = ink.outline;
  context.lineWidth = 0.4;
  for (let down = 0; down < rows - 1; down += 1) {
    const row = projector.isUpFar ? rows - 2 - down : down;
    for (let across = 0; across < columns - 1; across += 1) {
      const column = projector.isRightFar ? columns - 2 - across : across;
      const first = row * columns + column;
      const corners = [first, first + 1, first + columns + 1, first + columns];
      const height = corners.reduce((sum, corner) => sum + shares[corner]!, 0) / 4;
      if (Number.isNaN(height)) continue;
      context.fillStyle = colors[Math.round(255 * height)]!;
      outline(context, corners.map((corner) => spots[corner]!));
      context.fill();
      context.stroke();
    }
  }
}

/** The frame that the relief stands on: there while its rows are still being measured. */
function drawGround(context: CanvasRenderingContext2D, projector: Projector, ink: Ink): void {
  context.strokeStyle = ink.line;
  context.lineWidth = 1;
  outline(context, [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([x, y]) => projector.screen(x!, y!, 0)));
  context.stroke();
}

function outline(context: CanvasRenderingContext2D, corners: readonly (readonly [number, number])[]): void {
  context.beginPath();
  corners.forEach(([left, top], index) => (index === 0 ? context.moveTo(left, top) : context.lineTo(left, top)));
  context.closePath();
}

function colorOf(word: number): Rgb {
  return [word & 255, (word >> 8) & 255, (word >> 16) & 255];
}

/** A moment of a way stands as high as its own loss was, on or over the slice. */
export function placeOnRelief(
  projector: Projector, { extent }: LandscapePicture, heights: Heights, way: Way, index: number,
): readonly [number, number] {
  const share = heights.share(way.losses[index]!);
  return projector.screen(
    along(way.places[2 * index]!, extent.x), along(way.places[2 * index + 1]!, extent.y), Number.isNaN(share) ? 1 : share,
  );
}

/** Whether a moment lies within the piece of the plane that is shown. */
export function isShown({ extent }: LandscapePicture, way: Way, index: number): boolean {
  return Math.abs(along(way.places[2 * index]!, extent.x)) <= 1 && Math.abs(along(way.places[2 * index + 1]!, extent.y)) <= 1;
}
