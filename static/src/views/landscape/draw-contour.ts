/** The landscape from above: color for height, lines of equal loss, the ways over it. */
import type { LandscapePicture } from "../../wire/protocol";
import type { Ink } from "../ink";
import { DATA_COLORS, sequentialTable, type Theme } from "../palette";
import { type PixelBuffer, pixelBuffer } from "../pixels";
import { drawAxes, type PlotArea, screenX, screenY } from "../surface/plot-area";
import { contourLine, type Grid } from "./contour";
import { contourLevels, type Heights } from "./heights";
import type { Way } from "./ways";

const LEVELS = 12;
/** Every so manyth line is stronger. */
const STRONG = 4;

const tables = new Map<Theme, Uint32Array>();

/** From the deepest valley (byte 0) to the highest hill. */
export function heightTable(theme: Theme): Uint32Array {
  let table = tables.get(theme);
  if (!table) {
    const { neutral, positive } = DATA_COLORS[theme];
    table = sequentialTable(neutral, positive);
    tables.set(theme, table);
  }
  return table;
}

export function gridOf({ values }: LandscapePicture): Grid {
  const [rows = 0, columns = 0] = values.shape;
  return { rows, columns, values: values.data };
}

let buffer: PixelBuffer | null = null;

function paintHeights(grid: Grid, heights: Heights, theme: Theme): HTMLCanvasElement {
  const { rows, columns, values } = grid;
  if (buffer?.canvas.width !== columns || buffer.canvas.height !== rows) buffer = pixelBuffer(columns, rows);
  const table = heightTable(theme);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const share = heights.share(values[row * columns + column]!);
      buffer.words[(rows - 1 - row) * columns + column] = Number.isNaN(share) ? 0 : table[Math.round(255 * share)]!;
    }
  }
  buffer.commit();
  return buffer.canvas;
}

export function drawContour(
  context: CanvasRenderingContext2D, area: PlotArea, picture: LandscapePicture, heights: Heights, ink: Ink,
  names: { x: string; y: string },
): void {
  const grid = gridOf(picture);
  const image = paintHeights(grid, heights, ink.theme);
  context.imageSmoothingEnabled = true;
  // The outermost points lie on the edges of the plane, so half of each falls outside.
  context.drawImage(image, 0.5, 0.5, image.width - 1, image.height - 1, area.left, area.top, area.width, area.height);
  const toX = (column: number) => area.left + (column / (grid.columns - 1)) * area.width;
  const toY = (row: number) => area.top + (1 - row / (grid.rows - 1)) * area.height;
  context.strokeStyle = ink.outline;
  contourLevels(heights, LEVELS).forEach((level, index) => {
    const pieces = contourLine(grid, level);
    context.lineWidth = index % STRONG === STRONG - 1 ? 1.2 : 0.5;
    context.beginPath();
    for (let place = 0; place < pieces.length; place += 4) {
      context.moveTo(toX(pieces[place]!), toY(pieces[place + 1]!));
      context.lineTo(toX(pieces[place + 2]!), toY(pieces[place + 3]!));
    }
    context.stroke();
  });
  drawAxes(context, area, ink, names);
}

export function placeOnContour(area: PlotArea, way: Way, index: number): readonly [number, number] {
  return [screenX(area, way.places[2 * index]!), screenY(area, way.places[2 * index + 1]!)];
}
