/** Where everything of the diagram stands: columns, units, bundles of edges. Pure; in CSS pixels. */
import type { NodeSummary } from "../../wire/protocol";
import { barWidth, hasWeightMatrix, headerWidth, isBar, isInput } from "./column-form";
import { framesOf, type Frame } from "./frames";
import { blocksOf, blocksOpenedAt, type Block } from "./nesting";
import { measureRows, placeRows, shownUnits, STAGGER_GAP, type ColumnRows, type Rows } from "./rows";

export interface Column extends ColumnRows {
  readonly node: string;
  readonly isBar: boolean;
  /** Whether several ways meet in it. */
  readonly isSum: boolean;
  readonly center: number;
  /** The left and right edge of all its tiles, or of the bar. */
  readonly left: number;
  readonly right: number;
  /** The left and right edge of each unit that is shown. */
  readonly lefts: readonly number[];
  readonly rights: readonly number[];
  /** How wide a header above it may be. */
  readonly headerWidth: number;
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
  /** What is drawn around layers that belong to one block. */
  readonly frames: readonly Frame[];
}

export interface Space {
  readonly width: number;
  readonly height: number;
  /** Nodes whose units are all shown, however many. */
  readonly expanded: ReadonlySet<string>;
  /** Fingers need more room than a mouse. */
  readonly isCoarse?: boolean;
}

/** Names that data bring along are longer than x₁, and are cut where even the most room is too little. */
const LABEL_ROOM = { least: 56, most: 136, letter: 7, gaps: 20 } as const;
/** As far as the text of the panel stands from its edge. */
const SIDE_ROOM = 16;
/** Between two headers stands a button that inserts a layer, and one more for each block that begins there. */
const INSERT_ROOM = { fine: 32, coarse: 48 } as const;
const WIDEST_DISTANCE = 288;

/** How far the units of a column stand from the edge, for the sake of the names beside them. */
export function labelRoom(node: NodeSummary | undefined): number {
  const longest = Math.max(0, ...(node?.unit_labels ?? []).map((text) => text.length));
  return Math.max(LABEL_ROOM.least, Math.min(LABEL_ROOM.most, LABEL_ROOM.letter * longest + LABEL_ROOM.gaps));
}

function chooseCenters(
  nodes: readonly NodeSummary[], blocks: readonly Block[], space: Space, tile: number,
): { centers: number[]; width: number } {
  const insertRoom = space.isCoarse ? INSERT_ROOM.coarse : INSERT_ROOM.fine;
  const half = nodes.map((node) => headerWidth(node, space.isCoarse) / 2);
  const left = Math.max(labelRoom(nodes[0]) + tile / 2, (half[0] ?? 0) + SIDE_ROOM);
  const labels = nodes.at(-1)?.unit_labels ? labelRoom(nodes.at(-1)) + tile / 2 : 0;
  const right = Math.max(labels, (half.at(-1) ?? 0) + SIDE_ROOM);
  const closest = half.slice(1).map((own, index) =>
    half[index]! + own + insertRoom * (1 + blocksOpenedAt(blocks, index + 1).length),
  );
  const needed = closest.reduce((sum, distance) => sum + distance, 0);
  const room = space.width - left - right;
  const stretch = needed > 0 ? Math.max(1, room / needed) : 1;
  const distances = closest.map((distance) =>
    Math.floor(Math.max(distance, Math.min(WIDEST_DISTANCE, distance * stretch))),
  );
  const used = distances.reduce((sum, distance) => sum + distance, 0);
  const spare = Math.max(0, Math.floor((room - used) / 2));
  const centers = [left + spare];
  for (const distance of distances) centers.push(centers.at(-1)! + distance);
  return { centers, width: Math.max(space.width, (centers.at(-1) ?? 0) + right) };
}

export function layoutNetwork(nodes: readonly NodeSummary[], space: Space): Layout {
  const rows = measureRows(nodes, space);
  const blocks = blocksOf(nodes);
  const { centers, width } = chooseCenters(nodes, blocks, space, rows.tile);
  const places = new Map(nodes.map((node, index) => [node.id, index]));
  const columns: Column[] = [];
  for (const [index, node] of nodes.entries()) {
    const source = columns[places.get(node.sources[0] ?? "") ?? -1];
    const keeps = source !== undefined && nodes[places.get(source.node)!]!.units === node.units;
    const column = isBar(node)
      ? barColumn(node, centers[index]!, source, keeps, rows, space)
      : tileColumn(node, centers[index]!, rows, space);
    columns.push(column);
  }
  return {
    width, height: rows.height, tile: rows.tile, columns,
    frames: framesOf(blocks, nodes, columns),
    ...connections(nodes, places),
  };
}

function tileColumn(node: NodeSummary, center: number, rows: Rows, space: Space): Column {
  const { tile } = rows;
  const placed = placeRows(node, rows, space);
  const halfWidth = rows.staggered.has(node.id) ? tile + STAGGER_GAP / 2 : tile / 2;
  const hidden = node.units - shownUnits(node, space, rows.most).length;
  return {
    ...placed,
    node: node.id, isBar: false, isSum: false, center,
    left: center - halfWidth, right: center + halfWidth,
    lefts: placed.shifts.map((shift) => center + shift - tile / 2),
    rights: placed.shifts.map((shift) => center + shift + tile / 2),
    headerWidth: headerWidth(node, space.isCoarse),
    hidden,
    isExpanded: node.units > rows.most && hidden === 0,
  };
}

/** A bar lets its source's units through where they stand, if it keeps their number. */
function barColumn(
  node: NodeSummary, center: number, source: Column | undefined, keeps: boolean, rows: Rows, space: Space,
): Column {
  const units = keeps && source ? source.units : [];
  const half = barWidth(node) / 2;
  return {
    node: node.id, isBar: true, isSum: node.sources.length > 1, center,
    left: center - half, right: center + half,
    units,
    middles: keeps && source ? source.middles : [],
    shifts: units.map(() => 0),
    lefts: units.map(() => center - half),
    rights: units.map(() => center + half),
    headerWidth: headerWidth(node, space.isCoarse),
    top: source?.top ?? rows.all.top,
    bottom: source?.bottom ?? rows.all.top + rows.all.height,
    more: 0, hidden: 0, isExpanded: false,
  };
}

function connections(
  nodes: readonly NodeSummary[],
  places: ReadonlyMap<string, number>,
): Pick<Layout, "bundles" | "passages"> {
  const bundles: EdgeBundle[] = [];
  const passages: Passage[] = [];
  for (const [to, node] of nodes.entries()) {
    const from = isInput(node) ? undefined : places.get(node.sources[0]!);
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
