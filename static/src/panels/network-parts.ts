/** What the experiment says of single weights and layers: frozen ones, and connections that were removed. */
import { valueAt } from "../state/paths";
import type { Parts } from "../views/network/edges";
import type { JsonValue, NodeSummary, Spec } from "../wire/protocol";

type Pair = [out: number, source: number];

export function partsOf(nodes: readonly NodeSummary[], spec: Spec | null, showRemoved: boolean): Parts {
  const frozen = new Set<string>();
  const removable = new Set<string>();
  const removed = new Map<string, ReadonlySet<number>>();
  for (const node of spec === null ? [] : nodes) {
    const weight = node.trainable.weight;
    if (valueAt(spec, `${node.path}.frozen`) === true) frozen.add(node.id);
    const pairs = removedPairs(spec, node.path);
    if (pairs === null || weight === undefined) continue;
    removable.add(node.id);
    const [units = 0, sources = 0] = weight.shape;
    // What was removed from a layer that has become smaller is remembered, but there is nothing of it to be seen.
    const there = pairs.filter(([out, source]) => out < units && source < sources);
    if (there.length > 0) removed.set(node.id, new Set(there.map(([out, source]) => out * sources + source)));
  }
  return { frozen, removable, removed, showRemoved };
}

/** The weights that were removed from a layer; null for what has none to remove. */
export function removedPairs(spec: JsonValue, path: string): Pair[] | null {
  const found = valueAt(spec, `${path}.pruned`);
  return Array.isArray(found) ? (found as Pair[]) : null;
}

/** The list with one weight more or less in it. */
export function withRemoved(pairs: readonly Pair[], out: number, source: number, isRemoved: boolean): Pair[] {
  const others = pairs.filter(([row, column]) => row !== out || column !== source);
  return isRemoved ? [...others, [out, source]] : others;
}

export function removedCount({ removed }: Parts): number {
  return [...removed.values()].reduce((sum, { size }) => sum + size, 0);
}
