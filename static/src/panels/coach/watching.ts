/** What the coach has to say now, as signals, for as long as somebody looks at it. */
import { computed, effect, signal } from "@preact/signals";
import { editAll, onFrame, reset, undo } from "../../state/actions";
import { announce } from "../../state/announce";
import { ask } from "../../state/asking";
import { catalog, schema, spec, warnings } from "../../state/store";
import { type Edit, lastEdits } from "../../state/undo";
import { inWords, joined } from "./changes";
import type { Cure, Finding } from "./finding";
import { type Held, nextEnd, steady } from "./steady";

const switchKey = "playground.coach";

export const isOn = signal(localStorage.getItem(switchKey) !== "off");

const held = signal<readonly Held[]>([]);
export const findings = computed(() => held.value.map(({ finding }) => finding));
/** Whether anything was measured yet. */
export const hasLooked = signal(false);
/** The server's warnings as they were at the coach's newest look; null while nobody looks. */
export const judged = signal<readonly Warned[] | null>(null);

/** A warning of the server, and whether the coach has told it as a finding of its own. */
interface Warned {
  message: string;
  isTold: boolean;
}

interface Applied {
  words: string;
  edits: Edit[] | null;
}

const applied = signal<Applied | null>(null);
/** What the last cure changed, until something else is changed or it is taken back. */
export const lastCure = computed(() => (applied.value && applied.value.edits === lastEdits.value ? applied.value.words : null));

let measured: readonly Finding[] = [];
let timer = 0;

export function switchCoach(on: boolean): void {
  isOn.value = on;
  localStorage.setItem(switchKey, on ? "on" : "off");
}

/** Asks the server's coach until the returned function is called. */
export function watchCoach(): () => void {
  const stopAsking = ask("coach");
  const stopFrames = onFrame(({ probes }) => {
    if (!probes.coach) return;
    take(probes.coach.findings);
    judge(probes.coach.findings);
  });
  judged.value = [];
  const stopAnnouncing = announceKinds();
  return () => {
    stopAnnouncing();
    stopFrames();
    stopAsking();
    forget();
    judged.value = null;
  };
}

/** What was told once is told, also when it no longer holds training back. */
function judge(found: readonly Finding[]): void {
  const before = judged.peek() ?? [];
  const next = warnings.peek().map(({ message }) => ({
    message,
    isTold: found.some(({ seen }) => seen === message) || before.some((known) => known.isTold && known.message === message),
  }));
  if (JSON.stringify(next) !== JSON.stringify(before)) judged.value = next;
}

function take(found: readonly Finding[]): void {
  hasLooked.value = true;
  measured = found;
  clearTimeout(timer);
  const now = performance.now();
  held.value = steady(held.peek(), measured, now);
  const wait = nextEnd(held.peek(), measured, now);
  if (wait !== null) timer = window.setTimeout(() => take(measured), wait);
}

function forget(): void {
  clearTimeout(timer);
  measured = [];
  held.value = [];
  hasLooked.value = false;
}

/** A screen reader is told of what is new, not of every new number in it. */
function announceKinds(): () => void {
  let told: readonly string[] = [];
  return effect(() => {
    const kinds = findings.value.map(({ kind }) => kind);
    const fresh = findings.value.filter(({ kind }) => !told.includes(kind));
    if (fresh.length > 0) announce(fresh.map(({ title, seen }) => `Coach: ${title}. ${seen}`).join(" "));
    else if (kinds.length === 0 && told.length > 0) announce("Coach: all is well now.");
    told = kinds;
  });
}

/** Applies a cure as one step of undo, and keeps in words what it changed. */
export function apply(cure: Cure): void {
  const [experiment, root, kinds] = [spec.peek(), schema.peek(), catalog.peek()];
  if (!experiment || !root || !kinds) return;
  const changes = joined(experiment, cure.patches);
  const words = inWords(experiment, changes, root, kinds);
  const before = lastEdits.peek();
  editAll(changes);
  // Without a connection nothing was done, and the page says so.
  if (lastEdits.peek() === before) return;
  applied.value = { words, edits: lastEdits.peek() };
  if (cure.reset) reset();
  forget();
  announce(`Changed. ${words}.`);
}

export function takeBackCure(): void {
  if (lastCure.peek() !== null) undo();
}
