/** Which two inputs the pictures look along, and where they hold the others. */
import { computed, signal } from "@preact/signals";
import type { JsonObject } from "../wire/protocol";
import { summary } from "./store";

interface Look {
  /** The data that the look was chosen for; others are looked at from the front again. */
  inputs: string;
  axes: readonly [across: number, up: number];
  held: { readonly [place: number]: number };
}

const chosen = signal<Look | null>(null);
const inputs = computed(() => (summary.value?.raw_inputs ?? []).join("\n"));

const look = computed<Look>(() => {
  const fits = chosen.value?.inputs === inputs.value;
  return fits && chosen.value ? chosen.value : { inputs: inputs.value, axes: [0, 1], held: {} };
});

/** Whether there are more inputs than a picture has sides. */
export const hasMoreInputs = computed(() => (summary.value?.raw_inputs.length ?? 0) > 2);

export const axes = computed(() => look.value.axes);

/** A value for every input; what is not chosen is held where the data say. */
export const held = computed(() => (summary.value?.held ?? []).map((value, place) => look.value.held[place] ?? value));

/** What to ask of probes that look over the inputs, as text: equal when nothing else is asked for. */
const options = computed(() => JSON.stringify(hasMoreInputs.value ? { axes: axes.value, held: held.value } : {}));
export const planeOptions = computed(() => JSON.parse(options.value) as JsonObject);

/** Looks along another input; the two sides change places where both would be the same. */
export function lookAlong(side: 0 | 1, place: number): void {
  const before = look.value.axes;
  const other = before[1 - side] === place ? before[side]! : before[1 - side]!;
  chosen.value = { ...look.value, axes: side === 0 ? [place, other] : [other, place] };
}

export function holdAt(place: number, value: number): void {
  chosen.value = { ...look.value, held: { ...look.value.held, [place]: value } };
}

export function holdAsGiven(): void {
  chosen.value = { ...look.value, held: {} };
}
