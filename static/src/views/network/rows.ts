/** How many units a column shows, how large their tiles are, and where they stand in height. */
import type { NodeSummary } from "../../wire/protocol";
import { isBar } from "./column-form";
import type { Space } from "./layout";
import { blocksOf, depthOf } from "./nesting";

/** More units than this, or than fit, are collapsed to one fewer and a button for the rest. */
export const MOST_SHOWN = 12;
const LEAST_SHOWN = 6;

const LARGEST_TILE = 44;
/** Smaller maps cannot be read, and fingers miss tiles long before. */
const SMALLEST_TILE = { fine: 20, coarse: 32 } as const;
/** What a tile has where the height can be chosen freely. */
const COMFORTABLE_TILE = 36;
/** Where tiles would get smaller than this, long columns have theirs in turn on the left and on the right. */
const SMALLEST_IN_LINE = { fine: 30, coarse: 36 } as const;
const STAGGERED_TILE = { smallest: 24, usual: 26, largest: 40 } as const;
/** The distance of staggered tiles in height, of their size: edges must pass between two of one side. */
const STAGGERED_PITCH = { least: 0.66, most: 0.95 } as const;
export const STAGGER_GAP = 8;

const MARGIN = 8;
/** Above and below each level of blocks: its frame, and over it the way around. */
const BLOCK_ROOM = { above: 26, below: 12 } as const;
const MORE_HEIGHT = 24;

/** The stretch of the diagram's height that tiles stand in. */
interface Band {
  readonly top: number;
  readonly height: number;
}

/** The sizes that all columns of a diagram share. */
export interface Rows {
  readonly tile: number;
  readonly height: number;
  /** The distance of units in columns whose tiles stand in one line. */
  readonly pitch: number;
  readonly most: number;
  readonly staggered: ReadonlySet<string>;
  /** The part of the height that is in sight before anything is scrolled. */
  readonly seen: Band;
  readonly all: Band;
}

export interface ColumnRows {
  readonly units: readonly number[];
  readonly middles: readonly number[];
  /** How far each tile stands from the middle of the column. */
  readonly shifts: readonly number[];
  readonly top: number;
  readonly bottom: number;
  /** The middle of the button for the hidden units. */
  readonly more: number;
}

export function shownUnits(node: NodeSummary, space: Pick<Space, "expanded">, most: number): number[] {
  const isCollapsed = node.units > most && !space.expanded.has(node.id);
  return Array.from({ length: isCollapsed ? most - 1 : node.units }, (_, unit) => unit);
}

/** Rows of the column: its units, and the button that shows more or fewer. */
function rowCount(node: NodeSummary, space: Pick<Space, "expanded">, most: number): number {
  return shownUnits(node, space, most).length + (node.units > most ? 1 : 0);
}

/** Room for the handle of the bias, which hangs over the tile's lower edge. */
function gapBeside(tile: number): number {
  return Math.max(5, Math.floor(tile * 0.2));
}

function bandOf(height: number, depth: number): Band {
  const top = MARGIN + depth * BLOCK_ROOM.above;
  return { top, height: height - top - MARGIN - depth * BLOCK_ROOM.below };
}

const least = (space: Space, sizes: { fine: number; coarse: number }) => (space.isCoarse ? sizes.coarse : sizes.fine);

/** How many rows a column may have before it is collapsed: as many as fit, in one line or staggered. */
function mostRows(space: Space, band: Band): number {
  const tile = least(space, SMALLEST_TILE);
  const inLine = Math.floor(band.height / (tile + gapBeside(tile)));
  const { usual } = STAGGERED_TILE;
  const inTurn = space.isCoarse ? 0 : Math.floor((band.height - usual) / (usual * STAGGERED_PITCH.least)) + 1;
  return Math.max(LEAST_SHOWN, Math.min(MOST_SHOWN, Math.max(inLine, inTurn)));
}

/** The largest tile with which the rows fit in one line each. */
function tileInLine(rows: number, space: Space, band: Band): number {
  const smallest = least(space, SMALLEST_TILE);
  let tile = LARGEST_TILE;
  while (tile > smallest && rows * (tile + gapBeside(tile)) > band.height) tile -= 1;
  return tile;
}

function staggeredHeight(units: number, hasMore: boolean, tile: number, pitch: number): number {
  return (units - 1) * pitch + tile + (hasMore ? gapBeside(tile) + MORE_HEIGHT : 0);
}

/** Tiles with labels beside them stay in line. */
function canStagger(node: NodeSummary): boolean {
  return node.unit_labels === null;
}

export function measureRows(nodes: readonly NodeSummary[], space: Space): Rows {
  const depth = depthOf(blocksOf(nodes));
  const seen = bandOf(space.height, depth);
  const most = mostRows(space, seen);
  const showing = nodes.filter((node) => !isBar(node));
  const rowsOf = (node: NodeSummary) => rowCount(node, space, most);
  const inLine = least(space, SMALLEST_IN_LINE);
  const fits = (rows: number, tile: number) => rows * (tile + gapBeside(tile)) <= seen.height;
  const tooLong = showing.filter((node) => canStagger(node) && !fits(rowsOf(node), inLine));
  const straight = showing.filter((node) => !tooLong.includes(node));
  const rows = Math.max(1, ...straight.map(rowsOf));
  let tile = tileInLine(rows, space, seen);
  const isTooHigh = (node: NodeSummary) => {
    const units = shownUnits(node, space, most).length;
    return staggeredHeight(units, node.units > most, tile, tile * STAGGERED_PITCH.least) > seen.height;
  };
  if (tooLong.length > 0) tile = Math.min(tile, STAGGERED_TILE.largest);
  while (tile > STAGGERED_TILE.smallest && tooLong.some(isTooHigh)) tile -= 1;
  const closest = tile + gapBeside(tile);
  const pitch = Math.max(closest, Math.min(tile * 1.75, Math.floor(seen.height / rows)));
  const heights = tooLong.map((node) =>
    staggeredHeight(shownUnits(node, space, most).length, node.units > most, tile, tile * STAGGERED_PITCH.least),
  );
  const needed = Math.max(rows * pitch, ...heights);
  const height = Math.max(space.height, Math.ceil(needed + space.height - seen.height));
  return {
    tile, height, pitch, most, seen, all: bandOf(height, depth),
    staggered: new Set(tooLong.map(({ id }) => id)),
  };
}

/** A short column stays in sight beside one that is taller than the space. */
function firstTop(content: number, { seen, all }: Rows): number {
  const band = content <= seen.height ? seen : all;
  return band.top + (band.height - content) / 2;
}

export function placeRows(node: NodeSummary, rows: Rows, space: Space): ColumnRows {
  return rows.staggered.has(node.id) ? staggeredRows(node, rows, space) : straightRows(node, rows, space);
}

function straightRows(node: NodeSummary, rows: Rows, space: Space): ColumnRows {
  const { tile, pitch, most } = rows;
  const units = shownUnits(node, space, most);
  const total = rowCount(node, space, most);
  const first = firstTop(total * pitch, rows) + pitch / 2;
  const last = first + (total - 1) * pitch;
  return {
    units,
    middles: units.map((_, row) => Math.round(first + row * pitch)),
    shifts: units.map(() => 0),
    top: Math.round(first - tile / 2),
    bottom: Math.round(last + tile / 2),
    more: Math.round(last),
  };
}

function staggeredRows(node: NodeSummary, rows: Rows, space: Space): ColumnRows {
  const { tile, most, seen } = rows;
  const units = shownUnits(node, space, most);
  const hasMore = node.units > most;
  const spare = (seen.height - staggeredHeight(units.length, hasMore, tile, 0)) / Math.max(1, units.length - 1);
  const pitch = Math.max(tile * STAGGERED_PITCH.least, Math.min(tile * STAGGERED_PITCH.most, spare));
  const content = staggeredHeight(units.length, hasMore, tile, pitch);
  const top = Math.round(firstTop(content, rows));
  const shift = (tile + STAGGER_GAP) / 2;
  return {
    units,
    middles: units.map((_, row) => Math.round(top + tile / 2 + row * pitch)),
    shifts: units.map((_, row) => (row % 2 === 0 ? -shift : shift)),
    top,
    bottom: Math.round(top + content),
    more: Math.round(top + content - MORE_HEIGHT / 2),
  };
}

/** The height that shows the network well where nothing else limits it, as on a page that scrolls. */
export function comfortableHeight(nodes: readonly NodeSummary[], space: Pick<Space, "expanded">): number {
  const rows = nodes.filter((node) => !isBar(node)).map((node) => rowCount(node, space, MOST_SHOWN));
  const band = bandOf(0, depthOf(blocksOf(nodes)));
  return Math.max(1, ...rows) * (COMFORTABLE_TILE + gapBeside(COMFORTABLE_TILE)) - band.height;
}
