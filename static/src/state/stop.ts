/** Why training came to an end, kept until it goes on; and how long it has taken. */
import { effect, signal } from "@preact/signals";
import type { Status } from "../wire/protocol";
import { isPlaying, status } from "./store";

export interface Stop {
  reason: string;
  /** Numbers that grew out of bounds are no place to go on from. */
  canGoOn: boolean;
}

export const lastStop = signal<Stop | null>(null);

/** The stop to show after a change of the run; another setting does not undo why it stopped. */
export function stopAfter(known: Stop | null, { state, reason, epoch }: Pick<Status, "state" | "reason" | "epoch">): Stop | null {
  if ((state === "finished" || state === "diverged") && reason !== null) return { reason, canGoOn: state === "finished" };
  return state === "playing" || state === "empty" || epoch === 0 ? null : known;
}

/** Counts the time between start and stop, in milliseconds. */
export function createStopwatch(now: () => number) {
  let before = 0;
  let startedAt: number | null = null;
  return {
    run(isRunning: boolean): void {
      if (isRunning === (startedAt !== null)) return;
      if (startedAt !== null) before += now() - startedAt;
      startedAt = isRunning ? now() : null;
    },
    clear(): void {
      before = 0;
      startedAt = startedAt === null ? null : now();
    },
    elapsed: () => before + (startedAt === null ? 0 : now() - startedAt),
  };
}

const stopwatch = createStopwatch(() => performance.now());

/** Milliseconds that this page has seen training since the run began. */
export const trainingTime = stopwatch.elapsed;

export function watchStops(): void {
  effect(() => {
    const now = status.value;
    lastStop.value = stopAfter(lastStop.peek(), now);
    if (now.epoch === 0 && now.step === 0) stopwatch.clear();
    stopwatch.run(isPlaying.value);
  });
}
