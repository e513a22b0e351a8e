/** Everything that can be done to the experiment; panels call these and nothing else. */
import type { Change, Frame, JsonObject, JsonValue, Spec, Speed } from "../wire/protocol";
import type { FrameListener } from "./paint";
import { valueAt, withValueAt } from "./paths";
import { Session, type SessionSettings } from "./session";
import { fieldError, isPlaying, spec, speed, speedKey, status } from "./store";
import { type Edit, ownStep, record, repeat, takeBack } from "./undo";

let session: Session;

/** Opens the conversation with the server; once, before anything is drawn. */
export function begin(settings: SessionSettings): void {
  session = new Session(settings);
  session.connect();
}

export function reconnect(): void {
  session.connect();
}

// ---- running ----------------------------------------------------------------------------------

export function playOrPause(): void {
  if (isPlaying.peek()) {
    session.pause();
    return;
  }
  // What diverged cannot go on; played again, it starts again.
  if (status.peek().state === "diverged") session.reset();
  session.play();
}

export function stepEpoch(): void {
  session.step({ epochs: 1 });
}

/** One update of the optimizer: one batch. */
export function stepOnce(): void {
  session.step({ steps: 1 });
}

export function reset(): void {
  session.reset();
}

export function setSpeed(value: Speed): void {
  speed.value = value;
  sessionStorage.setItem(speedKey, String(value));
  if (isPlaying.peek()) session.play(value);
}

// ---- looking ----------------------------------------------------------------------------------

export function onFrame(listener: FrameListener): () => void {
  return session.onFrame(listener);
}

export function newestFrame(): Frame | null {
  return session.newestFrame();
}

export function watch(probe: string, options?: JsonObject): void {
  session.watch(probe, options);
}

export function unwatch(probe: string): void {
  session.unwatch(probe);
}

// ---- editing ----------------------------------------------------------------------------------

/** Changes one field of the experiment, or one weight ("parameters.layers.0.weight.3.1"). */
export function edit(path: string, value: JsonValue): void {
  editAll([{ path, value }]);
}

/** Changes several fields as one step of undo. */
export function editAll(changes: Change[]): void {
  if (!session.isReady()) return;
  const edits: Edit[] = changes.map(({ path, value }) => ({
    path, before: currentValue(path), after: value,
  }));
  record(edits);
  apply(edits.map(({ path, after }) => ({ path, value: after })));
}

/** Sends what a hand is still changing; `finishEdit` makes one step of undo of all of it. */
export function previewEdit(path: string, value: JsonValue): void {
  if (session.isReady()) apply([{ path, value }]);
}

/** The last value of what was changed under a hand, as a step of undo of its own. */
export function finishEdit(path: string, before: JsonValue, value: JsonValue): void {
  finishEdits([{ path, before, after: value }]);
}

/** The same of several values that the hand changed together. */
export function finishEdits(edits: Edit[]): void {
  if (!session.isReady()) return;
  record(edits, ownStep);
  apply(edits.map(({ path, after }) => ({ path, value: after })));
}

/** Replaces the whole experiment. */
export function load(experiment: JsonObject): void {
  if (!session.isReady()) return;
  record([{ path: "", before: spec.peek(), after: experiment }]);
  apply([{ path: "", value: experiment }]);
}

export function undo(): void {
  if (!session.isReady()) return;
  apply(takeBack().map(({ path, before }) => ({ path, value: before })).reverse());
}

export function redo(): void {
  if (!session.isReady()) return;
  apply(repeat().map(({ path, after }) => ({ path, value: after })));
}

function apply(changes: Change[]): void {
  fieldError.value = null;
  for (const { path, value } of changes) {
    if (path === "") {
      session.configure(value as JsonObject);
    } else {
      showAtOnce(path, value);
      session.patch(path, value);
    }
  }
}

/** The control follows the hand; the server's answer then confirms it or takes it back. */
function showAtOnce(path: string, value: JsonValue): void {
  const known = spec.peek();
  if (known && !isParameter(path)) spec.value = withValueAt<Spec>(known, path, value);
}

const parameterPrefix = "parameters.";

function isParameter(path: string): boolean {
  return path.startsWith(parameterPrefix);
}

function currentValue(path: string): JsonValue {
  if (isParameter(path)) return currentParameter(path.slice(parameterPrefix.length));
  return valueAt(spec.peek(), path) ?? null;
}

/** The newest known number of a trainable array: "<node>.<array>.<index>.<index>". */
function currentParameter(path: string): JsonValue {
  const nodes = session.newestFrame()?.probes.weights?.nodes ?? {};
  const node = Object.keys(nodes).find((id) => path.startsWith(`${id}.`));
  if (node === undefined) return null;
  const [name = "", ...indices] = path.slice(node.length + 1).split(".");
  const array = nodes[node]?.[name];
  if (!array) return null;
  const position = indices.reduce((sum, index, axis) => sum * (array.shape[axis] ?? 1) + Number(index), 0);
  return array.data[position] ?? null;
}
