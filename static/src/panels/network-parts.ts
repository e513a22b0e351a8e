/** What the experiment says of single weights and layers: frozen ones, and connections that were removed. */
import { valueAt } from "../state/paths";
import type { Parts } from "../views/network/edges";
import { indexOf, type ParameterPlace } from "../views/network/parameters";
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
    const placeOf = ([out, source]: Pair): ParameterPlace => ({ node: node.id, parameter: "weight", out, in: source });
    if (pairs.length > 0) removed.set(node.id, new Set(pairs.map((pair) => indexOf(placeOf(pair), weight.shape))));
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
