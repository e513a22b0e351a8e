/** The maps of all shown units and their bias handles, painted on one canvas. */
import type { NeuronsProbe, ParameterArrays } from "../../wire/protocol";
import { aroundZero, byteColors, overRange, type ColorScale, type Range } from "../color-scale";
import type { Ink } from "../ink";
import { DATA_COLORS, cssColor, signedColor, tablesOf, type Tables } from "../palette";
import { paintBytes, pixelBuffer, type PixelBuffer } from "../pixels";
import { traceCurve } from "../tile";
import type { Layout } from "./layout";
import { biasPlace } from "./picking";

const CORNER = 4;
/** Maps lie in rows of this many in the sheet they are painted on before they are scaled. */
const SHEET_COLUMNS = 24;
/** Radii beside a tile of middle size. */
const SMALLEST_HANDLE = 3;
const LARGEST_HANDLE = 6;
const MIDDLE_TILE = 36;
const FULL_BIAS = 4;

/** How the maps of a node's units are colored. */
export interface UnitScale {
  readonly range: Range;
  /** Each unit stands for a class and has the color of it, from nothing at the low end on. */
  readonly byClass: boolean;
}

export type UnitScales = ReadonlyMap<string, UnitScale>;

interface Slot {
  readonly node: string;
  readonly unit: number;
  readonly x: number;
  readonly y: number;
}

export interface UnitTiles {
  arrange(layout: Layout): void;
  paint(
    context: CanvasRenderingContext2D,
    neurons: NeuronsProbe | null,
    scales: UnitScales,
    ink: Ink,
  ): void;
}

export function createUnitTiles(): UnitTiles {
  let slots: Slot[] = [];
  let tile = 0;
  let outlines = new Path2D();
  /** What lies between the square of a map and its rounded outline. */
  let corners = new Path2D();
  let sheet: PixelBuffer | null = null;
  const colors = new Uint32Array(256);

  function arrange(layout: Layout): void {
    tile = layout.tile;
    outlines = new Path2D();
    corners = new Path2D();
    slots = layout.columns.flatMap((column) =>
      column.isBar
        ? []
        : column.units.map((unit, row) => ({
            node: column.node,
            unit,
            x: column.lefts[row]!,
            y: column.middles[row]! - tile / 2,
          })),
    );
    for (const { x, y } of slots) {
      outlines.roundRect(x, y, tile, tile, CORNER);
      corners.rect(x, y, tile, tile);
      corners.roundRect(x, y, tile, tile, CORNER);
    }
  }

  function sheetFor(size: number): PixelBuffer {
    const width = SHEET_COLUMNS * size;
    const height = Math.max(1, Math.ceil(slots.length / SHEET_COLUMNS)) * size;
    if (sheet?.canvas.width !== width || sheet.canvas.height !== height) {
      sheet = pixelBuffer(width, height);
    }
    return sheet;
  }

  function paintMaps(
    context: CanvasRenderingContext2D,
    neurons: NeuronsProbe,
    bytes: Uint8Array,
    scales: UnitScales,
    ink: Ink,
  ): void {
    const [, rows = 0, columns = 0] = neurons.values.shape;
    const buffer = sheetFor(rows);
    const tables = tablesOf(ink.theme);
    const offsets = new Map(neurons.nodes.map((node) => [node.id, node.offset]));
    slots.forEach((slot, index) => {
      const offset = offsets.get(slot.node);
      if (offset === undefined) return;
      const row = offset + slot.unit;
      const low = neurons.low.data[row]!;
      const high = neurons.high.data[row]!;
      const scale = scaleOf(scales.get(slot.node), low, high);
      byteColors(low, high, scale, tableOf(scales.get(slot.node), slot.unit, tables), colors);
      const left = (index % SHEET_COLUMNS) * columns;
      const top = Math.floor(index / SHEET_COLUMNS) * rows;
      const stride = buffer.canvas.width;
      paintBytes(buffer.words, top * stride + left, stride, bytes, row * rows * columns, columns, rows, colors);
    });
    buffer.commit();
    context.imageSmoothingEnabled = true;
    slots.forEach((slot, index) => {
      const left = (index % SHEET_COLUMNS) * columns;
      const top = Math.floor(index / SHEET_COLUMNS) * rows;
      // The outermost samples lie on the edges of the plane, so half a sample falls outside.
      context.drawImage(
        buffer.canvas, left + 0.5, top + 0.5, columns - 1, rows - 1, slot.x, slot.y, tile, tile,
      );
    });
  }

  function paintCurves(
    context: CanvasRenderingContext2D,
    neurons: NeuronsProbe,
    values: Float32Array,
    scales: UnitScales,
    ink: Ink,
  ): void {
    const [, width = 0] = neurons.values.shape;
    const offsets = new Map(neurons.nodes.map((node) => [node.id, node.offset]));
    context.beginPath();
    const zeros = new Path2D();
    for (const slot of slots) {
      const offset = offsets.get(slot.node);
      if (offset === undefined) continue;
      const row = offset + slot.unit;
      const scale = scaleOf(scales.get(slot.node), neurons.low.data[row]!, neurons.high.data[row]!);
      const box = { x: slot.x, y: slot.y + 3, width: tile, height: tile - 6 };
      zeros.rect(slot.x, Math.round(slot.y + tile / 2), tile, 1);
      traceCurve(context, values, row * width, width, box, scale.low, scale.high);
    }
    context.fillStyle = ink.line;
    context.fill(zeros);
    context.strokeStyle = cssColor(DATA_COLORS[ink.theme].positive);
    context.lineWidth = 1.75;
    context.lineJoin = "round";
    context.stroke();
  }

  return {
    arrange,
    paint(context, neurons, scales, ink) {
      context.fillStyle = cssColor(DATA_COLORS[ink.theme].neutral);
      context.fill(outlines);
      if (neurons !== null) {
        const { values } = neurons;
        if (values.dtype === "u8") paintMaps(context, neurons, values.data, scales, ink);
        else paintCurves(context, neurons, values.data, scales, ink);
        // One operation rounds the corners of all tiles.
        context.fillStyle = ink.surface;
        context.fill(corners, "evenodd");
      }
      context.strokeStyle = ink.outline;
      context.lineWidth = 1;
      context.stroke(outlines);
    },
  };
}

export function scaleOf(known: UnitScale | undefined, low: number, high: number): ColorScale {
  return known === undefined ? aroundZero(low, high) : overRange(known.range);
}

export function tableOf(known: UnitScale | undefined, unit: number, tables: Tables): Uint32Array {
  return known?.byClass ? tables.classes[unit % tables.classes.length]! : tables.graded;
}

/** Positive biases are filled, negative ones are rings; the radius is the size. */
export function drawBiases(
  context: CanvasRenderingContext2D,
  layout: Layout,
  weights: ParameterArrays,
  ink: Ink,
): void {
  const scale = Math.max(0.8, layout.tile / MIDDLE_TILE);
  for (const isNegative of [false, true]) {
    const color = cssColor(signedColor(ink.theme, isNegative ? -1 : 1));
    const handles = new Path2D();
    layout.columns.forEach((column, columnIndex) => {
      const biases = weights[column.node]?.bias?.data;
      if (biases === undefined || column.isBar) return;
      column.units.forEach((unit, row) => {
        const bias = biases[unit] ?? Number.NaN;
        if (bias < 0 !== isNegative) return;
        const share = Math.min(1, Math.sqrt(Math.abs(bias) / FULL_BIAS)) || 0;
        const radius = scale * (SMALLEST_HANDLE + share * (LARGEST_HANDLE - SMALLEST_HANDLE));
        const { x, y } = biasPlace(layout, columnIndex, row);
        handles.moveTo(x + radius, y);
        handles.arc(x, y, radius, 0, 2 * Math.PI);
      });
    });
    context.strokeStyle = ink.surface;
    context.lineWidth = 4;
    context.stroke(handles);
    context.fillStyle = isNegative ? ink.surface : color;
    context.fill(handles);
    context.strokeStyle = color;
    context.lineWidth = 1.75;
    context.stroke(handles);
  }
}
