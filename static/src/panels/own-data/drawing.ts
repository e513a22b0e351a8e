/** The state of drawing: the brush, and the points under it until the server has them. */
import { computed, effect, signal } from "@preact/signals";
import { describeField, ownFields, type KindField } from "../../controls/resolve";
import { edit, finishEdit, newestFrame, previewEdit } from "../../state/actions";
import { showTest } from "../../state/looks";
import { schema, shownSpec, summary } from "../../state/store";
import { canRedo } from "../../state/undo";
import { numberText } from "../../views/number-text";
import type { Point } from "../../views/surface/brush";
import { className } from "../../views/surface/reading";
import type { Drawing, Tool } from "../../views/surface/sketch";
import type { JsonValue, Kind, SchemaNode } from "../../wire/protocol";
import { type Form, formOf, isOfForm, pointsOfSamples, withForm } from "./points";

const field = "points";
const path = `data.${field}`;
/** Milliseconds between two lists of points sent while a hand draws. */
const sendPause = 200;
/** How long the points stay as they were drawn, until the server has answered to all of them. */
const settleTime = 700;

export const isDrawing = signal(false);
export const tool = signal<Tool>("draw");
export const isSpray = signal(false);
export const brushSize = signal(16);
export const chosenClass = signal(0);
export const chosenValue = signal(1);

/** The data set that has a field of this name, whatever it is called. */
export function kindWith(name: string): { kind: string; schema: SchemaNode } | null {
  const root = schema.value;
  if (!root) return null;
  const family = describeField(root.properties?.data ?? {}, root.$defs ?? {}) as KindField;
  return family.kinds.find(({ schema: own }) => own.properties?.[name]) ?? null;
}

/** The points of the experiment; null where its data are not drawn. */
const heldPoints = computed(() => {
  const held = shownSpec.value?.data[field];
  return Array.isArray(held) ? (held as unknown as readonly Point[]) : null;
});
const draft = signal<readonly Point[] | null>(null);
export const points = computed(() => (heldPoints.value === null ? null : (draft.value ?? heldPoints.value)));
export const form = computed<Form | null>(() => (heldPoints.value && shownSpec.value ? formOf(shownSpec.value.data) : null));

export const mostPoints = computed(() => {
  const own = kindWith(field)?.schema;
  const list = own && ownFields(own).find(({ name }) => name === field)?.schema;
  return list?.maxItems ?? Number.POSITIVE_INFINITY;
});

export const mostClasses = computed(() =>
  kindWith(field)?.schema.properties?.classes?.maximum ?? Number.POSITIVE_INFINITY);

const target = computed(() => {
  if (form.value === "curve") return null;
  return typeof form.value === "number" ? Math.min(chosenClass.value, form.value - 1) : chosenValue.value;
});

/** Whether the network is made for points of this form: it comes a moment after them. */
const isReady = computed(() =>
  form.value !== null && summary.value !== null && isOfForm(summary.value, form.value));

/** What the plot draws with; null while nobody draws. */
export const drawing = computed<Drawing | null>(() => {
  if (!isDrawing.value || points.value === null || !isReady.value) return null;
  const [held, classes] = [points.value, form.value];
  return {
    tool: tool.value,
    isSpray: isSpray.value && classes !== "curve",
    size: brushSize.value,
    target: target.value,
    points: held,
    most: mostPoints.value,
    nameOf: (value) => (typeof classes === "number" ? className(value, summary.peek()?.class_names ?? null) : `value ${numberText(value, 2)}`),
    onPoints: takePoints,
    onDigit(digit) {
      if (typeof classes !== "number" || digit >= classes) return false;
      chosenClass.value = digit;
      return true;
    },
  };
});

// ---- sending ----------------------------------------------------------------------------------

/** The points before the hand came down, to go back to; null while no hand is on them. */
let before: readonly Point[] | null = null;
let lastSent = 0;
let sending: ReturnType<typeof setTimeout> | undefined;
let settling: ReturnType<typeof setTimeout> | undefined;

function takePoints(next: readonly Point[], isDone: boolean): void {
  before ??= heldPoints.peek();
  draft.value = next;
  clearTimeout(settling);
  clearTimeout(sending);
  if (isDone) {
    finishEdit(path, before as unknown as JsonValue, next as unknown as JsonValue);
    before = null;
    lastSent = 0;
    settling = setTimeout(() => { draft.value = null; }, settleTime);
    return;
  }
  const wait = lastSent + sendPause - performance.now();
  if (wait <= 0) send();
  else sending = setTimeout(send, wait);
}

function send(): void {
  lastSent = performance.now();
  if (draft.value) previewEdit(path, draft.value as unknown as JsonValue);
}

// Whoever takes an edit back wants to see it go at once.
effect(() => {
  if (canRedo.value) draft.value = null;
});

// ---- what the buttons do ----------------------------------------------------------------------

export function clearPoints(): void {
  takePoints([], true);
}

/** Other data than before; drafts of the old ones must not hide them. */
function replaceData(data: Kind): void {
  clearTimeout(sending);
  draft.value = null;
  before = null;
  edit("data", data);
}

export function setForm(next: Form): void {
  if (shownSpec.value && form.value !== null) replaceData(withForm(shownSpec.value.data, next));
}

export function addClass(): void {
  if (typeof form.value !== "number" || form.value >= mostClasses.value) return;
  chosenClass.value = form.value;
  setForm(form.value + 1);
}

export function drawOnEmptyPlot(): void {
  const kind = kindWith(field)?.kind;
  if (kind) replaceData({ kind, [field]: [] });
  isDrawing.value = true;
}

/** Makes the samples on the plot one's own. */
export function drawOnTheseData(): void {
  const kind = kindWith(field)?.kind;
  const data = newestFrame()?.probes.data;
  if (!kind || !data || !summary.value) return;
  replaceData(pointsOfSamples(kind, summary.value, data, showTest.value, mostPoints.value));
  isDrawing.value = true;
}
