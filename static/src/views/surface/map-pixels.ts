/** A surface as pixels: one channel on a diverging scale, or the strongest of several classes. */
import type { FloatArray, SurfaceProbe } from "../../wire/protocol";
import { byteColors, type ColorScale } from "../color-scale";
import type { Tables } from "../palette";
import { paintBytes, pixelBuffer, type PixelBuffer } from "../pixels";

/** A surface of bytes; each channel stands for low + byte / 255 · (high − low). */
export interface PlaneMap {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  readonly bytes: Uint8Array;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

export function planeOf(surface: SurfaceProbe): PlaneMap | null {
  if (surface.values.dtype !== "u8") return null;
  const [channels = 0, rows = 0, columns = 0] = surface.values.shape;
  const bounds = (array: FloatArray | undefined, otherwise: number) =>
    array?.data ?? new Float32Array(channels).fill(otherwise);
  return {
    channels,
    rows,
    columns,
    bytes: surface.values.data,
    low: bounds(surface.low, 0),
    high: bounds(surface.high, 1),
  };
}

/** The value of a channel between grid points; column and row may be fractions, row 0 is lowest. */
export function sample(plane: PlaneMap, channel: number, column: number, row: number): number {
  const x = Math.max(0, Math.min(plane.columns - 1, column));
  const y = Math.max(0, Math.min(plane.rows - 1, row));
  const left = Math.min(Math.floor(x), Math.max(0, plane.columns - 2));
  const lower = Math.min(Math.floor(y), Math.max(0, plane.rows - 2));
  const right = Math.min(left + 1, plane.columns - 1);
  const upper = Math.min(lower + 1, plane.rows - 1);
  const start = channel * plane.rows * plane.columns;
  const at = (r: number, c: number) => plane.bytes[start + r * plane.columns + c]!;
  const bottom = at(lower, left) + (at(lower, right) - at(lower, left)) * (x - left);
  const top = at(upper, left) + (at(upper, right) - at(upper, left)) * (x - left);
  const low = plane.low[channel]!;
  return low + ((bottom + (top - bottom) * (y - lower)) / 255) * (plane.high[channel]! - low);
}

/** The strongest class of the given values, and its lead over the next as a share of the span. */
export function strongest(values: ArrayLike<number>, span: number): { index: number; lead: number } {
  let index = 0;
  let second = -Infinity;
  for (let channel = 1; channel < values.length; channel += 1) {
    const value = values[channel]!;
    if (value > values[index]!) {
      second = values[index]!;
      index = channel;
    } else if (value > second) {
      second = value;
    }
  }
  const lead = second === -Infinity ? 1 : (values[index]! - second) / (span || 1);
  return { index, lead: Math.max(0, Math.min(1, lead)) };
}

/** Steps are drawn on about this fine a grid, finer than what was measured, so that their edges come out sharp. */
const STEPS_ALONG_SIDE = 220;

export interface MapPainter {
  paint(plane: PlaneMap, discrete: boolean, scale: ColorScale, tables: Tables): HTMLCanvasElement;
}

export function createMapPainter(): MapPainter {
  let buffer: PixelBuffer | null = null;
  const colors = new Uint32Array(256);

  function sized(columns: number, rows: number): PixelBuffer {
    if (buffer?.canvas.width !== columns || buffer.canvas.height !== rows) {
      buffer = pixelBuffer(columns, rows);
    }
    return buffer;
  }

  function paintGraded(plane: PlaneMap, scale: ColorScale, tables: Tables): PixelBuffer {
    const target = sized(plane.columns, plane.rows);
    if (plane.channels === 1) {
      byteColors(plane.low[0]!, plane.high[0]!, scale, tables.graded, colors);
      paintBytes(
        target.words, 0, plane.columns, plane.bytes, 0, plane.columns, plane.rows, colors,
      );
      return target;
    }
    const size = plane.rows * plane.columns;
    const values = new Float64Array(plane.channels);
    for (let row = 0; row < plane.rows; row += 1) {
      for (let column = 0; column < plane.columns; column += 1) {
        const place = row * plane.columns + column;
        for (let channel = 0; channel < plane.channels; channel += 1) {
          const low = plane.low[channel]!;
          const share = plane.bytes[channel * size + place]! / 255;
          values[channel] = low + share * (plane.high[channel]! - low);
        }
        const { index, lead } = strongest(values, scale.high - scale.low);
        const table = tables.classes[index % tables.classes.length]!;
        target.words[(plane.rows - 1 - row) * plane.columns + column] = table[Math.round(lead * 255)]!;
      }
    }
    return target;
  }

  function paintSteps(plane: PlaneMap, scale: ColorScale, tables: Tables): PixelBuffer {
    const finer = Math.max(1, Math.round(STEPS_ALONG_SIDE / plane.columns));
    const columns = (plane.columns - 1) * finer + 1;
    const rows = (plane.rows - 1) * finer + 1;
    const target = sized(columns, rows);
    const values = new Float64Array(plane.channels);
    for (let row = 0; row < rows; row += 1) {
      const start = (rows - 1 - row) * columns;
      for (let column = 0; column < columns; column += 1) {
        for (let channel = 0; channel < plane.channels; channel += 1) {
          values[channel] = sample(plane, channel, column / finer, row / finer);
        }
        target.words[start + column] =
          plane.channels === 1
            ? tables.discrete[values[0]! < scale.center ? 0 : 255]!
            : tables.discreteClasses[strongest(values, 1).index % tables.discreteClasses.length]![0]!;
      }
    }
    return target;
  }

  return {
    paint(plane, discrete, scale, tables) {
      const paint = discrete ? paintSteps : paintGraded;
      const target = paint(plane, scale, tables);
      target.commit();
      return target.canvas;
    },
  };
}
