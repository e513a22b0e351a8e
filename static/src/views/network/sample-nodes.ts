/** Nodes for tests, as a server would describe them. */
import type { NodeSummary, ParameterArray } from "../../wire/protocol";

export function node(id: string, units: number, source: NodeSummary | null, learns = true): NodeSummary {
  const fanIn = source?.units ?? 0;
  return {
    id, path: id, kind: "any", title: id, units, unit_labels: null, parameters: 0, multiply_adds: 0,
    shape: [{ axis: "features", size: units }],
    sources: source ? [source.id] : [],
    trainable: source && learns ? { weight: matrix(units, fanIn), bias: vector(units) } : {},
    buffers: {},
  };
}

export function matrix(out: number, source: number): ParameterArray {
  return { shape: [out, source], axes: ["out_features", "in_features"] };
}

export function vector(units: number): ParameterArray {
  return { shape: [units], axes: ["out_features"] };
}

/** A network of layers, each with the path that it has in an experiment; a negative number learns nothing. */
export function network(...sizes: number[]): NodeSummary[] {
  const nodes: NodeSummary[] = [];
  for (const [index, size] of sizes.entries()) {
    const source = nodes.at(-1) ?? null;
    const made = size < 0 ? node(`bar${index}`, source!.units, source, false) : node(`n${index}`, size, source);
    const path = index === sizes.length - 1 ? "network.output" : `network.layers.${index - 1}`;
    nodes.push({ ...made, path: index === 0 ? "data.features" : path });
  }
  return nodes;
}

/** A layer of an experiment: units, or the layers within a block whose sum it is. */
export type Part = number | readonly Part[];

/** A network with blocks, by the ids that a server gives: `nested(2, 8, [8, 8], 1)` has one of two layers. */
export function nested(inputs: number, ...parts: Part[]): NodeSummary[] {
  const nodes = [{ ...node("input", inputs, null), path: "data.features" }];
  const output = parts.at(-1) as number;
  addParts(nodes, parts.slice(0, -1), "layers");
  nodes.push({ ...node("output", output, nodes.at(-1)!), path: "network.output" });
  return nodes;
}

function addParts(nodes: NodeSummary[], parts: readonly Part[], list: string): void {
  for (const [index, part] of parts.entries()) {
    const id = `${list}.${index}`;
    const input = nodes.at(-1)!;
    if (typeof part === "number") {
      nodes.push({ ...node(id, part, input), path: `network.${id}` });
      continue;
    }
    addParts(nodes, part, `${id}.layers`);
    const body = nodes.at(-1)!;
    const projects = body.units !== input.units;
    nodes.push({
      ...node(id, body.units, body, false),
      path: `network.${id}`,
      sources: [body.id, input.id],
      trainable: projects ? { projection: matrix(body.units, input.units) } : {},
    });
  }
}
