/** Where everything of the diagram stands: columns, units, bundles of edges. Pure; in CSS pixels. */
import type { NodeSummary } from "../../wire/protocol";

/** A node with a matrix of weights shows its units; every other node is a slim bar in between. */
export interface Column {
  readonly node: string;
  readonly isBar: boolean;
  readonly center: number;
  /** The left and right edge of its tiles, or of the bar. */
  readonly left: number;
  readonly right: number;
  /** How wide a header above it may be. */
  readonly headerWidth: number;
  /** The units that are shown, and the vertical middle of each. */
  readonly units: readonly number[];
  readonly middles: readonly number[];
  readonly top: number;
  readonly bottom: number;
  /** How many units are not shown, and whether they could be hidden again. */
  readonly hidden: number;
  readonly isExpanded: boolean;
}

/** All edges into the units of one column from the ports of another. */
export interface EdgeBundle {
  readonly node: string;
  readonly from: number;
  readonly to: number;
  /** The size of the weight's second axis. */
  readonly fanIn: number;
}

/** Values that go on unchanged in number: from a column to the bar after it. */
export interface Passage {
  readonly from: number;
  readonly to: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly tile: number;
  readonly columns: readonly Column[];
  readonly bundles: readonly EdgeBundle[];
  readonly passages: readonly Passage[];
}

export interface Space {
  readonly width: number;
  readonly height: number;
  /** Nodes whose units are all shown, however many. */
  readonly expanded: ReadonlySet<string>;
  /** Fingers need more room than a mouse. */
  readonly isCoarse?: boolean;
}

/** More units than this, or than fit, are collapsed to one fewer and a button for the rest. */
export const MOST_SHOWN = 12;
const LEAST_SHOWN = 6;

const LARGEST_TILE = 44;
/** Smaller maps cannot be read, and fingers miss tiles long before. */
const SMALLEST_TILE = { fine: 20, coarse: 32 } as const;
/** What a tile has where the height can be chosen freely. */
const COMFORTABLE_TILE = 36;
const BAR_WIDTH = 12;
const LABEL_ROOM = 56;
/** As far as the text of the panel stands from its edge. */
const SIDE_ROOM = 16;
const TOP_ROOM = 8;
/** Between two headers stands the button that inserts a layer. */
const INSERT_ROOM = { fine: 32, coarse: 48 } as const;
const WIDEST_DISTANCE = 288;
const HEADER_WIDTH = { inputs: 80, bar: 112, units: 112 } as const;

export function hasWeightMatrix(node: NodeSummary): boolean {
  return node.trainable.weight?.shape.length === 2;
}

function isBar(node: NodeSummary): boolean {
  return node.sources.length > 0 && !hasWeightMatrix(node);
}

function headerWidth(node: NodeSummary): number {
  if (node.sources.length === 0) return HEADER_WIDTH.inputs;
  return isBar(node) ? HEADER_WIDTH.bar : HEADER_WIDTH.units;
}

/** How many rows a column may have before it is collapsed. */
function mostRows(space: Space): number {
  const tile = smallestTile(space);
  const fitting = Math.floor((space.height - 2 * TOP_ROOM) / (tile + gapBeside(tile)));
  return Math.max(LEAST_SHOWN, Math.min(MOST_SHOWN, fitting));
}

function shownUnits(node: NodeSummary, space: Space, most: number): number[] {
  const isCollapsed = node.units > most && !space.expanded.has(node.id);
  return Array.from({ length: isCollapsed ? most - 1 : node.units }, (_, unit) => unit);
}

/** Rows of the column: its units, and the button that shows more or fewer. */
function rowCount(node: NodeSummary, space: Space, most: number): number {
  return shownUnits(node, space, most).length + (node.units > most ? 1 : 0);
}

function smallestTile(space: Space): number {
  return space.isCoarse ? SMALLEST_TILE.coarse : SMALLEST_TILE.fine;
}

/** Room for the handle of the bias, which hangs over the tile's lower edge. */
function gapBeside(tile: number): number {
  return Math.max(5, Math.floor(tile * 0.2));
}

/** The largest tile with which the rows fit. */
function chooseTile(rows: number, space: Space): number {
  const room = space.height - 2 * TOP_ROOM;
  let tile = LARGEST_TILE;
  while (tile > smallestTile(space) && rows * (tile + gapBeside(tile)) > room) tile -= 1;
  return tile;
}

/** The height that shows the network well where nothing else limits it, as on a page that scrolls. */
export function comfortableHeight(nodes: readonly NodeSummary[], space: Omit<Space, "height">): number {
  const free = { ...space, height: Number.POSITIVE_INFINITY };
  const rows = nodes.filter((node) => !isBar(node)).map((node) => rowCount(node, free, MOST_SHOWN));
  return Math.max(1, ...rows) * (COMFORTABLE_TILE + gapBeside(COMFORTABLE_TILE)) + 2 * TOP_ROOM;
}

function chooseCenters(nodes: readonly NodeSummary[], space: Space, tile: number): { centers: number[]; width: number } {
  const insertRoom = space.isCoarse ? INSERT_ROOM.coarse : INSERT_ROOM.fine;
  const half = nodes.map((node) => headerWidth(node) / 2);
  const left = Math.max(LABEL_ROOM + tile / 2, (half[0] ?? 0) + SIDE_ROOM);
  const labels = nodes.at(-1)?.unit_labels ? LABEL_ROOM + tile / 2 : 0;
  const right = Math.max(labels, (half.at(-1) ?? 0) + SIDE_ROOM);
  const least = half.slice(1).map((own, index) => half[index]! + own + insertRoom);
  const needed = least.reduce((sum, distance) => sum + distance, 0);
  const room = space.width - left - right;
  const stretch = needed > 0 ? Math.max(1, room / needed) : 1;
  const distances = least.map((distance) =>
    Math.floor(Math.max(distance, Math.min(WIDEST_DISTANCE, distance * stretch))),
  );
  const used = distances.reduce((sum, distance) => sum + distance, 0);
  const spare = Math.max(0, Math.floor((room - used) / 2));
  const centers = [left + spare];
  for (const distance of distances) centers.push(centers.at(-1)! + distance);
  return { centers, width: Math.max(space.width, (centers.at(-1) ?? 0) + right) };
}

export function layoutNetwork(nodes: readonly NodeSummary[], space: Space): Layout {
  const showing = nodes.filter((node) => !isBar(node));
  const most = mostRows(space);
  const rows = Math.max(1, ...showing.map((node) => rowCount(node, space, most)));
  const tile = chooseTile(rows, space);
  const closest = tile + gapBeside(tile);
  const pitch = Math.max(
    closest,
    Math.min(tile * 1.75, Math.floor((space.height - 2 * TOP_ROOM) / rows)),
  );
  const height = Math.max(space.height, rows * pitch + 2 * TOP_ROOM);
  const { centers, width } = chooseCenters(nodes, space, tile);
  const places = new Map(nodes.map((node, index) => [node.id, index]));

  const columns: Column[] = [];
  for (const [index, node] of nodes.entries()) {
    const source = columns[places.get(node.sources[0] ?? "") ?? -1];
    const bar = isBar(node);
    const ownUnits = shownUnits(node, space, most);
    const total = rowCount(node, space, most);
    // A short column stays in sight beside one that is taller than the space.
    const within = total * pitch + 2 * TOP_ROOM <= space.height ? space.height : height;
    const first = within / 2 - ((total - 1) * pitch) / 2;
    // A bar lets its source's units through where they stand, if it keeps their number.
    const keeps = bar && source !== undefined && unitsOf(nodes, source) === node.units;
    const units = keeps ? source.units : bar ? [] : ownUnits;
    const middles = keeps ? source.middles : units.map((_, row) => Math.round(first + row * pitch));
    const halfWidth = (bar ? BAR_WIDTH : tile) / 2;
    columns.push({
      node: node.id,
      isBar: bar,
      center: centers[index]!,
      left: centers[index]! - halfWidth,
      right: centers[index]! + halfWidth,
      headerWidth: headerWidth(node),
      units,
      middles,
      top: bar ? (source?.top ?? TOP_ROOM) : Math.round(first - tile / 2),
      bottom: bar ? (source?.bottom ?? height - TOP_ROOM) : Math.round(first + (total - 1) * pitch + tile / 2),
      hidden: bar ? 0 : node.units - ownUnits.length,
      isExpanded: !bar && node.units > most && ownUnits.length === node.units,
    });
  }
  return { width, height, tile, columns, ...connections(nodes, places) };
}

function unitsOf(nodes: readonly NodeSummary[], column: Column): number | undefined {
  return nodes.find((node) => node.id === column.node)?.units;
}

function connections(
  nodes: readonly NodeSummary[],
  places: ReadonlyMap<string, number>,
): Pick<Layout, "bundles" | "passages"> {
  const bundles: EdgeBundle[] = [];
  const passages: Passage[] = [];
  for (const [to, node] of nodes.entries()) {
    const from = places.get(node.sources[0] ?? "");
    if (from === undefined) continue;
    const fanIn = node.trainable.weight?.shape[1] ?? 0;
    if (hasWeightMatrix(node) && fanIn === nodes[from]!.units) {
      bundles.push({ node: node.id, from, to, fanIn });
    } else {
      passages.push({ from, to });
    }
  }
  return { bundles, passages };
}

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Painted beyond what is in sight (CSS pixels), so that scrolling does not uncover blanks. */
const OVERSCAN = 64;

/** What is in sight with a margin around it, within the diagram. */
export function areaToPaint(sight: Area, layout: Pick<Layout, "width" | "height">): Area {
  const left = Math.max(0, Math.floor(sight.left - OVERSCAN));
  const top = Math.max(0, Math.floor(sight.top - OVERSCAN));
  const right = Math.min(layout.width, Math.ceil(sight.left + sight.width + OVERSCAN));
  const bottom = Math.min(layout.height, Math.ceil(sight.top + sight.height + OVERSCAN));
  return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}

/** The vertical middle of the row after the units, where the button for the hidden ones stands. */
export function moreRow(layout: Layout, column: Column): number {
  return column.bottom - layout.tile / 2;
}
