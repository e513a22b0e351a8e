/** One weight or bias among the arrays of a frame. */
import type { NodeSummary, ParameterArrays } from "../../wire/protocol";
import { biasMeaning, unitName, weightMeaning } from "./names";

export interface ParameterPlace {
  readonly node: string;
  readonly parameter: "weight" | "bias";
  readonly out: number;
  /** The source unit of a weight; null for a bias. */
  readonly in: number | null;
}

export function parameterValue(arrays: ParameterArrays | null, place: ParameterPlace): number {
  const array = arrays?.[place.node]?.[place.parameter];
  if (array === undefined) return Number.NaN;
  const index = place.in === null ? place.out : place.out * (array.shape[1] ?? 1) + place.in;
  return array.data[index] ?? Number.NaN;
}

function sourceName(nodes: readonly NodeSummary[], place: ParameterPlace): string {
  const source = nodes.find((node) => node.id === place.node)?.sources[0] ?? "";
  return unitName(nodes, source, place.in ?? 0);
}

export function parameterTitle(nodes: readonly NodeSummary[], place: ParameterPlace): string {
  const target = unitName(nodes, place.node, place.out);
  return place.in === null ? `Bias of ${target}` : `${sourceName(nodes, place)} → ${target}`;
}

export function parameterMeaning(
  nodes: readonly NodeSummary[],
  place: ParameterPlace,
  value: number,
): string {
  const target = unitName(nodes, place.node, place.out);
  return place.in === null
    ? biasMeaning(value, target)
    : weightMeaning(value, sourceName(nodes, place), target);
}
