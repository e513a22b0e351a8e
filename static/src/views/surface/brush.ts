/** What drawing makes of a list of points: pure, so that a pointer and the keys do the same. */

/** Where a point lies across and up; on a plane its class or value follows, on a curve its height is the value. */
export type Point = readonly number[];
export type Place = readonly [across: number, up: number];

export interface Bounds {
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
}

/** How far the brush reaches from its middle, in values of each axis. */
export type Reach = readonly [across: number, up: number];

/** Finer than this share of an axis nobody can point, and longer numbers make longer links. */
const FINEST_SHARE = 1 / 1000;

function bounded(value: number, [low, high]: Bounds["x"]): number {
  const digits = Math.max(0, Math.ceil(-Math.log10((high - low) * FINEST_SHARE) - 1e-9));
  const inside = Math.max(low, Math.min(high, value));
  // Rounding must not push a point over the edge.
  const rounded = Number(inside.toFixed(digits));
  return rounded > high || rounded < low ? inside : rounded;
}

export function placed([across, up]: Place, bounds: Bounds): Place {
  return [bounded(across, bounds.x), bounded(up, bounds.y)];
}

/** The distance from the brush's middle as a share of its reach: 1 on its edge. */
function distance(point: Point, [across, up]: Place, reach: Reach): number {
  return Math.hypot((point[0]! - across) / reach[0], (point[1]! - up) / reach[1]);
}

/** The point next to a place, within reach; null where there is none. The newest of equals lies on top. */
export function nearest(points: readonly Point[], place: Place, reach: Reach): number | null {
  let found: number | null = null;
  let least = 1;
  points.forEach((point, index) => {
    const away = distance(point, place, reach);
    if (away <= least) {
      least = away;
      found = index;
    }
  });
  return found;
}

export function erased(points: readonly Point[], place: Place, reach: Reach): readonly Point[] {
  const kept = points.filter((point) => distance(point, place, reach) > 1);
  return kept.length === points.length ? points : kept;
}

/** Puts points of one target at some places, as long as there is room for them. */
export function drawn(
  points: readonly Point[], places: readonly Place[], target: number | null, bounds: Bounds, most: number,
): readonly Point[] {
  const room = Math.max(0, most - points.length);
  const added = places.slice(0, room).map((place) => {
    const at = placed(place, bounds);
    return target === null ? at : [...at, target];
  });
  return added.length === 0 ? points : [...points, ...added];
}

export function moved(points: readonly Point[], index: number, place: Place, bounds: Bounds): readonly Point[] {
  return points.map((point, at) => (at === index ? [...placed(place, bounds), ...point.slice(2)] : point));
}

/** Places around the middle of the brush, evenly likely everywhere under it. */
export function sprayed([across, up]: Place, reach: Reach, count: number, random: () => number = Math.random): Place[] {
  return Array.from({ length: count }, () => {
    const angle = 2 * Math.PI * random();
    const away = Math.sqrt(random());
    return [across + reach[0] * away * Math.cos(angle), up + reach[1] * away * Math.sin(angle)] as const;
  });
}

/** No more than so many, taken evenly from all of them: samples often come in an order. */
export function thinned<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return items.slice();
  return Array.from({ length: most }, (_, index) => items[Math.floor((index * items.length) / most)]!);
}
