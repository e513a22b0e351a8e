/** Experiments to start from: those of the present data set, the one that is open, and a search among all. */
import { computed, signal } from "@preact/signals";
import { kindOf } from "../controls/resolve";
import type { Preset } from "../wire/protocol";
import { load } from "./actions";
import { catalog, shownSpec } from "./store";
import { isEdited } from "./undo";

/** Whether the list of all experiments is open. */
export const isListOpen = signal(false);

/** The name of the experiment whose story was put away. */
const putAway = signal<string | null>(null);

export const presets = computed<readonly Preset[]>(() => catalog.value?.presets ?? []);

/** The preset that is open, told by its name; a person may have edited it since. */
export const openPreset = computed<Preset | null>(() => {
  const experiment = shownSpec.value;
  const found = presets.value.find(({ spec }) => spec.name === experiment?.name);
  return found && dataOf(found) === experiment?.data.kind ? found : null;
});

/** What the open preset is about, until it is put away or the experiment becomes another. */
export const story = computed(() => (isEdited.value || openPreset.value?.name === putAway.value ? null : openPreset.value));

export function putStoryAway(): void {
  putAway.value = openPreset.peek()?.name ?? null;
}

export function open(preset: Preset): void {
  putAway.value = null;
  load(preset.spec);
}

export function dataOf({ spec }: Preset): string {
  return kindOf(spec.data) ?? "";
}

/** Those of one data set, by what they teach. */
export function lessonsOf(all: readonly Preset[], data: string): { good: Preset[]; bad: Preset[] } {
  const own = all.filter((preset) => dataOf(preset) === data);
  return { good: own.filter(({ lesson }) => lesson !== "bad"), bad: own.filter(({ lesson }) => lesson === "bad") };
}

/** Those in which every word occurs, in the order in which a course meets them. */
export function search(all: readonly Preset[], text: string, titleOf: (data: string) => string): Preset[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return all.filter((preset) => {
    const searched = `${preset.title} ${preset.explanation} ${titleOf(dataOf(preset))} ${lessonText(preset)}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}

export function lessonText({ lesson }: Preset): string {
  return lesson === "bad" ? "fails" : "solves it";
}

interface Group {
  data: string;
  entries: { preset: Preset; index: number }[];
}

/** In the order of the presets, those of one data set together. */
export function byData(all: readonly Preset[]): Group[] {
  const groups: Group[] = [];
  all.forEach((preset, index) => {
    const data = dataOf(preset);
    const group = groups.find((known) => known.data === data);
    if (group) group.entries.push({ preset, index });
    else groups.push({ data, entries: [{ preset, index }] });
  });
  return groups;
}

export function titleOfData(data: string): string {
  return catalog.value?.families.datasets?.kinds[data]?.title ?? data;
}
