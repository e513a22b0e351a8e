/** The sample and the number whose arithmetic is shown, as far as the network and the data have them. */
import { computed, effect, signal } from "@preact/signals";
import { nodes } from "../../state/nodes";
import { summary } from "../../state/store";
import { arraysOf, type ParameterPlace } from "../../views/network/parameters";
import type { Sample } from "../../views/surface/layers";
import type { NodeSummary } from "../../wire/protocol";
import { clicked, wantedSample } from "./arithmetic-look";

/** A unit, and a number that it learns; without a parameter where it learns none. */
export interface Chosen {
  readonly node: string;
  readonly unit: number;
  readonly parameter: string | null;
  /** The unit before it whose weight it is. */
  readonly in: number | null;
}

const wanted = signal<Chosen | null>(null);

export function samplesIn(set: Sample["set"]): number {
  return (set === "train" ? summary.value?.train_samples : summary.value?.test_samples) ?? 0;
}

/** The sample that is pinned; the last one where data became fewer. */
export const pinned = computed<Sample>(() => {
  const { set, index } = wantedSample.value;
  const found = samplesIn(set) > 0 ? set : "train";
  return { set: found, index: Math.max(0, Math.min(index, samplesIn(found) - 1)) };
});

/** The numbers that a unit learns: weights in the order of their sources, then what it has once. */
export function numbersOf(node: NodeSummary | undefined, unit: number): ParameterPlace[] {
  if (!node) return [];
  const { matrices, vectors } = arraysOf(node);
  const place = (parameter: string, source: number | null) => ({ node: node.id, parameter, out: unit, in: source });
  return [
    ...matrices.flatMap(([name, { shape }]) => Array.from({ length: shape[1] ?? 0 }, (_, source) => place(name, source))),
    ...vectors.map(([name]) => place(name, null)),
  ];
}

function isThere({ node, unit, parameter, in: source }: Chosen): boolean {
  const found = nodes.value.find(({ id }) => id === node);
  if (!found || unit >= found.units) return false;
  const numbers = numbersOf(found, unit);
  return parameter === null ? numbers.length === 0 : numbers.some((one) => one.parameter === parameter && one.in === source);
}

function firstNumber(unitOf: NodeSummary | undefined, unit: number): Chosen | null {
  if (!unitOf) return null;
  const first = numbersOf(unitOf, unit)[0];
  return { node: unitOf.id, unit, parameter: first?.parameter ?? null, in: first?.in ?? null };
}

/** What is looked at; the first number of all where the network no longer has it. */
export const chosen = computed<Chosen | null>(() => {
  if (wanted.value && isThere(wanted.value)) return wanted.value;
  return firstNumber(nodes.value.find((node) => numbersOf(node, 0).length > 0) ?? nodes.value.at(-1), 0);
});

export function chooseNumber({ node, parameter, out, in: source }: ParameterPlace): void {
  wanted.value = { node, unit: out, parameter, in: source };
}

export function chooseUnit(node: string, unit: number): void {
  const before = chosen.peek();
  const same = before && { ...before, node, unit };
  // From unit to unit of a layer the same weight stays in sight.
  wanted.value = same && before.node === node && isThere(same) ? same : firstNumber(nodes.peek().find(({ id }) => id === node), unit);
}

effect(() => {
  const subject = clicked.value;
  if (subject === null) return;
  if ("parameter" in subject) chooseNumber(subject.parameter);
  else chooseUnit(subject.unit.node, subject.unit.unit);
});
