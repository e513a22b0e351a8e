/** One number among the parameters of a frame: a weight, a bias, or another that a unit has of its own. */
import type { NodeSummary, ParameterArrays, ParameterArray } from "../../wire/protocol";
import { biasMeaning, unitName, weightMeaning } from "./names";

export interface ParameterPlace {
  readonly node: string;
  readonly parameter: string;
  readonly out: number;
  /** The source unit of a weight; null for what a unit has once. */
  readonly in: number | null;
}

export type Named = readonly [name: string, array: ParameterArray];

/** The arrays with a row or a number for each unit of a node: what it learns, and what it keeps besides. */
export function arraysOf(node: NodeSummary | undefined): { matrices: Named[]; vectors: Named[]; kept: Named[] } {
  const perUnit = (arrays: { [name: string]: ParameterArray } | undefined, axes: number) =>
    Object.entries(arrays ?? {}).filter(([, { shape }]) => shape.length === axes && shape[0] === node?.units);
  return {
    matrices: perUnit(node?.trainable, 2),
    vectors: perUnit(node?.trainable, 1),
    kept: perUnit(node?.buffers, 1),
  };
}

export function parameterValue(arrays: ParameterArrays | null | undefined, place: ParameterPlace): number {
  const array = arrays?.[place.node]?.[place.parameter];
  if (array === undefined) return Number.NaN;
  return array.data[indexOf(place, array.shape)] ?? Number.NaN;
}

/** The place of a number in its row-major array. */
export function indexOf({ out, in: source }: ParameterPlace, shape: readonly number[]): number {
  return source === null ? out : out * (shape[1] ?? 1) + source;
}

/** The node whose units the columns of a matrix belong to: of several sources the one of that size, the last first. */
export function sourceOf(nodes: readonly NodeSummary[], place: ParameterPlace): string {
  const node = nodes.find(({ id }) => id === place.node);
  const wanted = node?.trainable[place.parameter]?.shape[1];
  const fits = (id: string) => nodes.find((candidate) => candidate.id === id)?.units === wanted;
  return node?.sources.findLast(fits) ?? node?.sources[0] ?? "";
}

export function sourceName(nodes: readonly NodeSummary[], place: ParameterPlace): string {
  return unitName(nodes, sourceOf(nodes, place), place.in ?? 0);
}

/** "running_mean" as people write it: "Running mean". */
export function parameterWord(parameter: string): string {
  return parameter.charAt(0).toUpperCase() + parameter.slice(1).replaceAll("_", " ");
}

export function parameterTitle(nodes: readonly NodeSummary[], place: ParameterPlace): string {
  const target = unitName(nodes, place.node, place.out);
  return place.in === null ? `${parameterWord(place.parameter)} of ${target}` : `${sourceName(nodes, place)} → ${target}`;
}

export function parameterMeaning(
  nodes: readonly NodeSummary[],
  place: ParameterPlace,
  value: number,
): string {
  const target = unitName(nodes, place.node, place.out);
  if (place.in !== null) return weightMeaning(value, sourceName(nodes, place), target);
  return place.parameter === "bias" ? biasMeaning(value, target) : "";
}
