/** What was changed, to go back and forth in it. */
import { computed, signal } from "@preact/signals";
import type { JsonValue } from "../wire/protocol";

/** One value that changed; an empty path is the whole experiment. */
export interface Edit {
  path: string;
  before: JsonValue;
  after: JsonValue;
}

interface Step {
  edits: Edit[];
  time: number;
}

const longestHistory = 200;
/** Edits of the same fields in such quick succession (milliseconds) are one: a slider being dragged. */
const dragPause = 800;

/** The time of a step that is joined with none before or after it: no distance to it is short. */
export const ownStep = Number.NaN;

const past = signal<Step[]>([]);
const future = signal<Step[]>([]);
export const canUndo = computed(() => past.value.length > 0);
/** What was changed last, the same object as long as nothing comes after it; null when all is taken back. */
export const lastEdits = computed(() => past.value.at(-1)?.edits ?? null);
export const canRedo = computed(() => future.value.length > 0);

/** Whether the experiment is no longer the one that was opened last. */
export const isEdited = computed(() => {
  const last = past.value.at(-1);
  return last !== undefined && last.edits.every(({ path }) => path !== "");
});

export function record(edits: Edit[], time: number = Date.now()): void {
  const last = past.value.at(-1);
  future.value = [];
  if (last && time - last.time < dragPause && isDragged(last.edits, edits)) {
    const joined = last.edits.map((edit, index) => ({ ...edit, after: edits[index]?.after ?? null }));
    past.value = [...past.value.slice(0, -1), { edits: joined, time }];
  } else {
    past.value = [...past.value, { edits, time }].slice(-longestHistory);
  }
}

/** Takes back the newest step, if any, and says which values to restore. */
export function takeBack(): Edit[] {
  const step = past.value.at(-1);
  if (!step) return [];
  past.value = past.value.slice(0, -1);
  future.value = [...future.value, { ...step, time: 0 }];
  return step.edits;
}

export function repeat(): Edit[] {
  const step = future.value.at(-1);
  if (!step) return [];
  future.value = future.value.slice(0, -1);
  past.value = [...past.value, { ...step, time: 0 }];
  return step.edits;
}

/** Drops the newest step when the server refused the edit of this field. */
export function forgetRefused(path: string): void {
  const last = past.value.at(-1);
  const touches = last?.edits.some((edit) => edit.path === "" || path === edit.path || path.startsWith(`${edit.path}.`));
  if (touches) past.value = past.value.slice(0, -1);
}

/** The same fields again; a whole experiment that is opened is never part of a drag. */
function isDragged(one: Edit[], other: Edit[]): boolean {
  return one.length === other.length && one.every(({ path }, index) => path !== "" && path === other[index]?.path);
}
