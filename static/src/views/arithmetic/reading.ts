/** What a trace says of single units, with the weights of the same moment. */
import type { ChainPath, ChainRoute, NodeSummary, ParameterArrays, TracedNode, TraceProbe } from "../../wire/protocol";
import type { Lit } from "../network/lit";

/** A trace with the weights that it was made with, and the training step of both. */
export interface Traced {
  readonly trace: TraceProbe;
  readonly weights: ParameterArrays;
  readonly step: number;
}

/** One addend of a weighted sum: the unit before it, its weight, and what it gives. */
export interface Term {
  readonly unit: number;
  readonly weight: number;
  readonly value: number;
  readonly product: number;
}

export interface WeightedSum {
  readonly source: string;
  readonly terms: readonly Term[];
  /** NaN where the unit has none. */
  readonly bias: number;
  readonly sum: number;
}

/** Whether a trace is of the network that the page describes. */
export function isTraceOf(trace: TraceProbe, nodes: readonly NodeSummary[]): boolean {
  return (
    trace.nodes.length === nodes.length &&
    trace.nodes.every(({ id, a }, place) => nodes[place]!.id === id && nodes[place]!.units === a.length)
  );
}

export function tracedNode({ trace }: Traced, node: string): TracedNode | undefined {
  return trace.nodes.find(({ id }) => id === node);
}

/** The weighted sum of a unit; null where its node has something else than a weight for each unit before. */
export function weightedSum(traced: Traced, nodes: readonly NodeSummary[], node: string, unit: number): WeightedSum | null {
  const source = nodes.find(({ id }) => id === node)?.sources[0];
  const own = traced.weights[node];
  const values = source === undefined ? undefined : tracedNode(traced, source)?.a;
  const sum = tracedNode(traced, node)?.z?.[unit];
  const [, width] = own?.weight?.shape ?? [];
  if (!source || !values || sum === undefined || !own?.weight || values.length !== width) return null;
  const { data } = own.weight;
  const terms = values.map((value, place) => {
    const weight = data[unit * values.length + place] ?? Number.NaN;
    return { unit: place, weight, value, product: weight * value };
  });
  return { source, terms, bias: own.bias?.data[unit] ?? Number.NaN, sum };
}

/** How dL/da of a unit is made of dL/dz of the units that read it; null where one of them has no weight for it. */
export function comesBack(traced: Traced, nodes: readonly NodeSummary[], node: string, unit: number): (Term & { node: string })[] | null {
  const units = nodes.find(({ id }) => id === node)?.units ?? 0;
  const found: (Term & { node: string })[] = [];
  for (const reader of nodes.filter(({ sources }) => sources.includes(node))) {
    const weight = traced.weights[reader.id]?.weight;
    const dz = tracedNode(traced, reader.id)?.dz;
    if (!weight || !dz || weight.shape[1] !== units) return null;
    dz.forEach((value, out) => {
      const factor = weight.data[out * units + unit] ?? Number.NaN;
      found.push({ node: reader.id, unit: out, weight: factor, value, product: factor * value });
    });
  }
  return found.length > 0 ? found : null;
}

/** f′(z) of a unit, as far as the way back tells it: NaN where nothing comes back, or where units answer together. */
export function slopeOf(traced: Traced, node: string, unit: number): number {
  const { da, dz } = tracedNode(traced, node) ?? {};
  const [above, below] = [dz?.[unit], da?.[unit]];
  return above === undefined || below === undefined || below === 0 ? Number.NaN : above / below;
}

/** The units and weights that a path goes through, from the output to the chosen number. */
export function litPath(route: ChainRoute, path: ChainPath, index: readonly number[]): Lit {
  const units = route.nodes.map((node, at) => ({ node, unit: path.units[at] ?? null }));
  const edges = units.slice(0, -1).map(({ node, unit }, at) => ({ node, out: unit, in: path.units[at + 1] ?? null }));
  const last = units.at(-1)!;
  return { units, edges: [...edges, { node: last.node, out: index[0] ?? null, in: index[1] ?? -1 }] };
}
