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

/** More units than this are collapsed to one fewer and a button for the rest. */
export const MOST_SHOWN = 12;

const TILE_SIZES = [40, 36, 32, 28, 24] as const;
const SMALLEST_TILE = 24;
const BAR_WIDTH = 12;
const LABEL_ROOM = 56;
const SIDE_ROOM = 8;
const TOP_ROOM = 8;
/** Between two headers stands the button that inserts a layer. */
const INSERT_ROOM = { fine: 32, coarse: 48 } as const;
const WIDEST_DISTANCE = 232;
const HEADER_WIDTH = { inputs: 80, bar: 92, units: 112 } as const;

export function hasWeightMatrix(node: NodeSummary): boolean {
  return node.trainable.weight?.shape.length === 2;
}

function isBar(node: NodeSummary): boolean {
  return node.source !== null && !hasWeightMatrix(node);
}

function headerWidth(node: NodeSummary): number {
  if (node.source === null) return HEADER_WIDTH.inputs;
  return isBar(node) ? HEADER_WIDTH.bar : HEADER_WIDTH.units;
}

function isCollapsed(node: NodeSummary, expanded: ReadonlySet<string>): boolean {
  return node.units > MOST_SHOWN && !expanded.has(node.id);
}

function shownUnits(node: NodeSummary, expanded: ReadonlySet<string>): number[] {
  const count = isCollapsed(node, expanded) ? MOST_SHOWN - 1 : node.units;
  return Array.from({ length: count }, (_, unit) => unit);
}

/** Rows of the column: its units, and the button that shows more or fewer. */
function rowCount(node: NodeSummary, expanded: ReadonlySet<string>): number {
  return shownUnits(node, expanded).length + (node.units > MOST_SHOWN ? 1 : 0);
}

function gapBeside(tile: number): number {
  return Math.max(8, Math.round(tile * 0.3));
}

function chooseTile(rows: number, height: number): number {
  const room = height - 2 * TOP_ROOM;
  return TILE_SIZES.find((tile) => rows * (tile + gapBeside(tile)) <= room) ?? SMALLEST_TILE;
}

function chooseCenters(nodes: readonly NodeSummary[], space: Space): { centers: number[]; width: number } {
  const insertRoom = space.isCoarse ? INSERT_ROOM.coarse : INSERT_ROOM.fine;
  const half = nodes.map((node) => headerWidth(node) / 2);
  const left = Math.max(LABEL_ROOM + HEADER_WIDTH.inputs / 2, (half[0] ?? 0) + SIDE_ROOM);
  const right = (half.at(-1) ?? 0) + SIDE_ROOM;
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
  const rows = Math.max(1, ...showing.map((node) => rowCount(node, space.expanded)));
  const tile = chooseTile(rows, space.height);
  const closest = tile + gapBeside(tile);
  const pitch = Math.max(
    closest,
    Math.min(tile * 1.75, Math.floor((space.height - 2 * TOP_ROOM) / rows)),
  );
  const height = Math.max(space.height, rows * pitch + 2 * TOP_ROOM);
  const { centers, width } = chooseCenters(nodes, space);
  const places = new Map(nodes.map((node, index) => [node.id, index]));

  const columns: Column[] = [];
  for (const [index, node] of nodes.entries()) {
    const source = node.source === null ? undefined : columns[places.get(node.source) ?? -1];
    const bar = isBar(node);
    const ownUnits = shownUnits(node, space.expanded);
    const total = rowCount(node, space.expanded);
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
      isExpanded: !bar && node.units > MOST_SHOWN && ownUnits.length === node.units,
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
    const from = node.source === null ? undefined : places.get(node.source);
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

/** The vertical middle of the row after the units, where the button for the hidden ones stands. */
export function moreRow(layout: Layout, column: Column): number {
  return column.bottom - layout.tile / 2;
}
