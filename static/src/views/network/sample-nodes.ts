/** Nodes for tests, as a server would describe them. */
import type { NodeSummary } from "../../wire/protocol";

export function node(id: string, units: number, source: NodeSummary | null, learns = true): NodeSummary {
  const fanIn = source?.units ?? 0;
  return {
    id, path: id, kind: "any", title: id, units, unit_labels: null, parameters: 0, multiply_adds: 0,
    shape: [{ axis: "features", size: units }],
    sources: source ? [source.id] : [],
    buffers: {},
    trainable: source && learns
      ? { weight: { shape: [units, fanIn], axes: [] }, bias: { shape: [units], axes: [] } }
      : {},
  };
}

/** A network of dense layers; a negative number is a node that learns nothing. */
export function network(...sizes: number[]): NodeSummary[] {
  const nodes: NodeSummary[] = [];
  for (const [index, size] of sizes.entries()) {
    const source = nodes.at(-1) ?? null;
    nodes.push(size < 0 ? node(`bar${index}`, source!.units, source, false) : node(`n${index}`, size, source));
  }
  return nodes;
}
