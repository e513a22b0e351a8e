/** What cards and boxes write about: the newest numbers of everything that the diagram shows. */
import type { NeuronsProbe, NodeSummary, OptimizerProbe, ParameterArrays } from "../../wire/protocol";
import type { Theme } from "../palette";
import type { Parts } from "./edges";
import { indexOf, parameterWord, type ParameterPlace } from "./parameters";
import type { UnitStates } from "./unit-marks";
import type { UnitScales } from "./unit-tiles";

export interface Measured {
  readonly theme: Theme;
  readonly nodes: readonly NodeSummary[];
  readonly scales: UnitScales;
  readonly parts: Parts;
  readonly neurons: NeuronsProbe | null;
  readonly weights: ParameterArrays | null;
  readonly gradients: ParameterArrays | null;
  readonly optimizer: OptimizerProbe | null;
  /** Which units let no gradient through. */
  readonly states: UnitStates;
}

/** The array that says what the optimizer's next step would add. */
export const NEXT_STEP = "step";

/** What the optimizer keeps for each parameter and would add to it, in the order in which it is told. */
export function innerParts(optimizer: OptimizerProbe | null): { part: string; title: string }[] {
  if (optimizer === null) return [];
  return [
    ...optimizer.slots.map((slot) => ({ part: slot, title: parameterWord(slot) })),
    { part: NEXT_STEP, title: "Next step" },
  ];
}

export function innerValue(optimizer: OptimizerProbe | null, place: ParameterPlace, part: string): number {
  const array = optimizer?.nodes[place.node]?.[place.parameter]?.[part];
  return array?.data[indexOf(place, array.shape)] ?? Number.NaN;
}

/** Whether a weight was removed by hand. */
export function isRemoved({ nodes, parts }: Pick<Measured, "nodes" | "parts">, place: ParameterPlace): boolean {
  const array = nodes.find(({ id }) => id === place.node)?.trainable[place.parameter];
  if (array === undefined || place.in === null || place.parameter !== "weight") return false;
  return parts.removed.get(place.node)?.has(indexOf(place, array.shape)) === true;
}

/** Whether a weight can be removed by hand. */
export function isRemovable({ parts }: Pick<Measured, "parts">, place: ParameterPlace): boolean {
  return place.in !== null && place.parameter === "weight" && parts.removable.has(place.node);
}
