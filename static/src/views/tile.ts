import type { BytesArray, FloatArray } from "../wire/protocol";
import { aroundZero, byteColors, type ColorScale } from "./color-scale";
import { DATA_COLORS, cssColor, tablesOf, type Theme } from "./palette";
import { labelPicture } from "./picture-label";
import { fitCanvas, paintBytes, pixelBuffer, type PixelBuffer } from "./pixels";
import type { CreateView } from "./view";

/** A map of one unit or feature over the input plane (bytes), or a curve over one input (floats). */
export type TileMap =
  | { readonly values: BytesArray; readonly low: number; readonly high: number }
  | { readonly values: FloatArray };

export interface TileProps {
  theme: Theme;
  /** Edge length in CSS pixels. */
  size: number;
  map: TileMap | null;
  scale?: ColorScale;
  /** Other colors than blue and orange: those of a class. */
  table?: Uint32Array;
  discrete?: boolean;
  /** What a reader of the screen hears; without it the tile is decoration. */
  label?: string;
}

/** Rows of plain numbers (as the catalog has them for features) as a byte map. */
export function tileFromRows(rows: readonly (readonly number[])[]): TileMap {
  const flat = rows.flat();
  const low = Math.min(...flat);
  const high = Math.max(...flat);
  const span = high - low || 1;
  const data = Uint8Array.from(flat, (value) => Math.round(((value - low) / span) * 255));
  return { values: { dtype: "u8", shape: [rows.length, rows[0]?.length ?? 0], data }, low, high: low + span };
}

/** A curve through evenly spaced values, in a box; `low` and `high` are the bottom and the top. */
export function traceCurve(
  path: CanvasRenderingContext2D | Path2D,
  values: Float32Array,
  offset: number,
  count: number,
  box: { x: number; y: number; width: number; height: number },
  low: number,
  high: number,
): void {
  const span = high - low || 1;
  for (let index = 0; index < count; index += 1) {
    const share = Math.max(0, Math.min(1, (values[offset + index]! - low) / span));
    const x = box.x + (box.width * index) / Math.max(1, count - 1);
    const y = box.y + box.height * (1 - share);
    if (index === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  }
}

export const createTile: CreateView<TileProps> = (root, first) => {
  const canvas = document.createElement("canvas");
  canvas.className = "tile";
  root.append(canvas);
  let buffer: PixelBuffer | null = null;

  function paintMap(context: CanvasRenderingContext2D, props: TileProps): void {
    const map = props.map;
    context.fillStyle = cssColor(DATA_COLORS[props.theme].neutral);
    context.fillRect(0, 0, props.size, props.size);
    if (map === null) return;
    if (!("low" in map)) {
      const { data } = map.values;
      const scale = props.scale ?? aroundZero(Math.min(...data), Math.max(...data));
      const box = { x: 0, y: 2, width: props.size, height: props.size - 4 };
      context.beginPath();
      traceCurve(context, data, 0, data.length, box, scale.low, scale.high);
      context.strokeStyle = cssColor(DATA_COLORS[props.theme].positive);
      context.lineWidth = 1.5;
      context.stroke();
      return;
    }
    const [rows = 0, columns = 0] = map.values.shape;
    if (rows === 0 || columns === 0) return;
    if (buffer === null || buffer.canvas.width !== columns || buffer.canvas.height !== rows) {
      buffer = pixelBuffer(columns, rows);
    }
    const tables = tablesOf(props.theme);
    const scale = props.scale ?? aroundZero(map.low, map.high);
    const table = props.table ?? (props.discrete ? tables.discrete : tables.graded);
    const colors = byteColors(map.low, map.high, scale, table);
    paintBytes(buffer.words, 0, columns, map.values.data, 0, columns, rows, colors);
    buffer.commit();
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "high";
    context.drawImage(buffer.canvas, 0.5, 0.5, columns - 1, rows - 1, 0, 0, props.size, props.size);
  }

  function update(props: TileProps): void {
    labelPicture(canvas, props.label);
    const context = fitCanvas(canvas, props.size, props.size);
    if (context !== null) paintMap(context, props);
  }

  update(first);
  return { update, destroy: () => canvas.remove() };
};
