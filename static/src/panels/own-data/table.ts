/** A table somebody brings: what the server found in it, and which of its columns mean what. */
import { effect, signal } from "@preact/signals";
import { edit } from "../../state/actions";
import { fieldError, limits, shownSpec, summary } from "../../state/store";
import type { JsonObject, JsonValue, Kind } from "../../wire/protocol";
import { kindWith } from "./drawing";

export interface Column {
  name: string;
  kind: "number" | "category" | "text" | "constant" | "empty";
  missing: number;
  distinct: number;
  low: number | null;
  high: number | null;
  values?: string[] | null;
}

export type Task = "binary" | "classes" | "regression";

/** What the server says of a table. */
export interface TableAnswer {
  table: string;
  rows: number;
  columns: Column[];
  guess: { features: string[]; target: string | null; task: Task | null };
  preview: string[][];
  /** The table itself where it is short enough for the experiment and its link. */
  text?: string | null;
  notes: string[];
}

export interface TableRefusal {
  message: string;
  hint: string | null;
}

export interface Choice {
  inputs: ReadonlySet<string>;
  target: string | null;
  task: Task;
  testFraction: number;
}

const usualTestFraction = 0.3;

export const isOpen = signal(false);
export const isReading = signal(false);
export const answer = signal<TableAnswer | null>(null);
export const choice = signal<Choice | null>(null);
export const refusal = signal<TableRefusal | null>(null);
const isAwaited = signal(false);

export function openTable(): void {
  answer.value = null;
  refusal.value = null;
  isOpen.value = true;
}

/** Whether there are files among what is being dragged. */
export function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

export function dropTable(event: DragEvent): void {
  const file = event.dataTransfer?.files[0];
  if (!file) return;
  event.preventDefault();
  void readTable(file);
}

/** Lets the server read a table; what it finds or refuses is shown in the dialog. */
export async function readTable(content: Blob | string): Promise<void> {
  isOpen.value = true;
  isReading.value = true;
  refusal.value = null;
  answer.value = null;
  try {
    const found = await send(content);
    if ("table" in found) {
      answer.value = found;
      choice.value = guessed(found);
    } else {
      refusal.value = found;
    }
  } catch {
    refusal.value = { message: "The table could not be sent to the server.", hint: "Try again in a moment, with a table of at most 1 MB." };
  } finally {
    isReading.value = false;
  }
}

async function send(content: Blob | string): Promise<TableAnswer | TableRefusal> {
  const answered = await fetch("/api/tables", { method: "POST", headers: { "Content-Type": "text/csv" }, body: content });
  return (await answered.json()) as TableAnswer | TableRefusal;
}

export function guessed({ guess, columns }: TableAnswer): Choice {
  const target = columns.find(({ name }) => name === guess.target);
  return {
    inputs: new Set(guess.features), target: guess.target,
    task: guess.task ?? (target ? tasksOf(target)[0]! : "regression"), testFraction: usualTestFraction,
  };
}

export function canBeInput({ kind }: Column): boolean {
  return kind === "number" || kind === "category";
}

/** What a column can be as the target, the likeliest first. */
export function tasksOf({ kind, distinct }: Column): Task[] {
  const classes: Task[] = distinct === 2 ? ["binary"] : distinct > 2 && distinct <= (limits.value?.classes ?? Number.POSITIVE_INFINITY) ? ["classes"] : [];
  if (kind === "category") return classes;
  return kind === "number" ? ["regression", ...classes] : [];
}

export function withInput(before: Choice, name: string, isInput: boolean): Choice {
  const inputs = new Set(before.inputs);
  if (isInput) inputs.add(name);
  else inputs.delete(name);
  return { ...before, inputs };
}

/** Another target; the one before becomes an input, since that is what is left for it. */
export function withTarget(before: Choice, target: Column, columns: readonly Column[]): Choice {
  const inputs = new Set(before.inputs);
  inputs.delete(target.name);
  const old = columns.find(({ name }) => name === before.target);
  if (old && old.name !== target.name && canBeInput(old)) inputs.add(old.name);
  return { ...before, inputs, target: target.name, task: tasksOf(target)[0] ?? before.task };
}

/** Why the choice cannot be used, in a sentence; null where it can. */
export function obstacleTo({ inputs, target }: Choice): string | null {
  if (target === null) return "Choose the column that is to be predicted.";
  return inputs.size === 0 ? "Choose at least one column as an input." : null;
}

export function dataOf(kind: string, found: TableAnswer, chosen: Choice): Kind {
  const source: JsonObject = found.text ? { text: found.text } : { table: found.table };
  return {
    kind, ...source,
    inputs: found.columns.map(({ name }) => name).filter((name) => chosen.inputs.has(name)),
    target: chosen.target as JsonValue, task: chosen.task, test_fraction: chosen.testFraction,
  };
}

export function takeTable(): void {
  const kind = kindWith("table")?.kind;
  if (!kind || !answer.value || !choice.value) return;
  isAwaited.value = true;
  edit("data", dataOf(kind, answer.value, choice.value));
}

// The dialog stays until the server has taken the table, and says what it refuses.
effect(() => {
  const refused = fieldError.value;
  if (!isAwaited.peek() || !refused) return;
  isAwaited.value = false;
  refusal.value = { message: refused.message, hint: refused.hint };
});

effect(() => {
  if (!summary.value || !isAwaited.peek()) return;
  isAwaited.value = false;
  isOpen.value = false;
});

/** Whether the columns of the table in use can be chosen again: it is in the experiment, or still known here. */
export function canChooseAgain(data: Kind): boolean {
  return typeof data.text === "string" || (answer.value !== null && answer.value.table === data.table);
}

/** Opens the dialog with the columns as they are used now. */
export async function chooseAgain(): Promise<void> {
  const data = shownSpec.value?.data;
  if (!data) return;
  if (typeof data.text === "string") await readTable(data.text);
  isOpen.value = true;
  refusal.value = null;
  const found = answer.value;
  if (!found) return;
  const guess = guessed(found);
  choice.value = {
    inputs: Array.isArray(data.inputs) ? new Set(data.inputs as string[]) : guess.inputs,
    target: typeof data.target === "string" ? data.target : guess.target,
    task: (data.task as Task | null) ?? guess.task,
    testFraction: Number(data.test_fraction ?? usualTestFraction),
  };
}
