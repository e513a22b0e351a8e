/** What the hand does to weights: sent now and then while it moves, and one step of undo when it is off. */
import { signal } from "@preact/signals";
import { finishEdits, previewEdit } from "../../state/actions";
import type { ParameterPlace } from "../../views/network/parameters";

export interface Change {
  readonly place: ParameterPlace;
  readonly before: number;
  readonly value: number;
}

/** Milliseconds between two values sent: a page may only send so many commands. */
const PAUSE = 90;
/** Keys that are pressed in quick succession (milliseconds) are one move. */
const KEYS_PAUSE = 250;

export function pathOf({ node, parameter, out, in: source }: ParameterPlace): string {
  return ["parameters", node, parameter, out, ...(source === null ? [] : [source])].join(".");
}

/** By path: where the hand holds what it moves, until the server has it. */
export const held = signal<ReadonlyMap<string, Change>>(new Map());
let lastSent = 0;
let sending = 0;
let ending = 0;
let told: () => void = () => {};

/** Calls this for every move that was made. */
export function onMove(listener: () => void): void {
  told = listener;
}

export function move(changes: readonly Change[]): void {
  clearTimeout(ending);
  const next = new Map(held.value);
  for (const change of changes) {
    const path = pathOf(change.place);
    next.set(path, { ...change, before: next.get(path)?.before ?? change.before });
  }
  held.value = next;
  if (sending !== 0) return;
  const wait = PAUSE * next.size - (performance.now() - lastSent);
  sending = window.setTimeout(send, Math.max(0, wait));
}

function send(): void {
  sending = 0;
  lastSent = performance.now();
  for (const [path, { value }] of held.value) previewEdit(path, value);
}

/** The hand is off; keys may go on. */
export function finishSoon(): void {
  clearTimeout(ending);
  ending = window.setTimeout(finish, KEYS_PAUSE);
}

export function finish(): void {
  clearTimeout(ending);
  clearTimeout(sending);
  sending = 0;
  const changed = [...held.value].filter(([, { before, value }]) => value !== before);
  held.value = new Map();
  if (changed.length === 0) return;
  told();
  finishEdits(changed.map(([path, { before, value }]) => ({ path, before, after: value })));
}
