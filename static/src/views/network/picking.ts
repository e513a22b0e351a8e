/** What lies under the pointer: a bias handle, or the nearest edge. Units are elements of their own. */
import { HIDDEN, type Edges } from "./edges";
import type { Layout } from "./layout";

/** How far (CSS pixels) from a curve the pointer still means it. */
const EDGE_REACH = 7;
const BIAS_REACH = 9;

/** How far along its way (0…1) a curve with level ends has come at a share of its width. */
export function wayAt(share: number): number {
  // The controls stand at half the width, so x(t) = 1.5t − 1.5t² + t³ (of 1): solved by Newton.
  let t = share;
  for (let round = 0; round < 6; round += 1) {
    const x = t * (1.5 + t * (-1.5 + t));
    const slope = 1.5 - 3 * t + 3 * t * t;
    t -= (x - share) / slope;
  }
  return t;
}

/** The drawn edge nearest to a place, or −1. Edges of one bundle share their ends' x, hence one t. */
export function pickEdge(edges: Edges, x: number, y: number): number {
  let best = -1;
  let nearest = EDGE_REACH;
  let lastStart = Number.NaN;
  let lastEnd = Number.NaN;
  let rise = 0;
  let steepness = 0;
  for (let edge = 0; edge < edges.count; edge += 1) {
    const startX = edges.startX[edge]!;
    const endX = edges.endX[edge]!;
    if (edges.drawn[edge] === HIDDEN || x < startX || x > endX) continue;
    if (startX !== lastStart || endX !== lastEnd) {
      const t = wayAt((x - startX) / (endX - startX));
      rise = t * t * (3 - 2 * t);
      steepness = (6 * t * (1 - t)) / ((1.5 - 3 * t + 3 * t * t) * (endX - startX));
      lastStart = startX;
      lastEnd = endX;
    }
    const height = edges.endY[edge]! - edges.startY[edge]!;
    const vertical = Math.abs(edges.startY[edge]! + height * rise - y);
    const distance = vertical / Math.hypot(1, height * steepness);
    if (distance < nearest) {
      nearest = distance;
      best = edge;
    }
  }
  return best;
}

/** Where the bias of a shown unit has its handle: the lower left corner of the unit's tile. */
export function biasPlace(layout: Layout, column: number, row: number): { x: number; y: number } {
  const { lefts, middles } = layout.columns[column]!;
  return { x: lefts[row]! - 1, y: middles[row]! + layout.tile / 2 - 1 };
}

export interface UnitPlace {
  readonly column: number;
  readonly row: number;
}

export function pickBias(
  layout: Layout,
  hasBias: (node: string) => boolean,
  x: number,
  y: number,
): UnitPlace | null {
  for (const [column, { node, middles, left, right, isBar }] of layout.columns.entries()) {
    if (x < left - BIAS_REACH - 1 || x > right || isBar || !hasBias(node)) continue;
    for (let row = 0; row < middles.length; row += 1) {
      const place = biasPlace(layout, column, row);
      if (Math.hypot(place.x - x, place.y - y) <= BIAS_REACH) return { column, row };
    }
  }
  return null;
}
