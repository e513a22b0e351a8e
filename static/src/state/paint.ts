/** Frames on their way to the screen: one for each animation frame, acknowledged once it is painted. */
import type { Frame, Probes } from "../wire/protocol";

export type FrameListener = (frame: Frame) => void;

export interface Painter {
  /** Calls the listener with every frame to paint, and at once with what is painted already. */
  subscribe(listener: FrameListener): () => void;
  /** Takes a decoded frame, to be painted after those that wait already. */
  receive(frame: Frame): void;
  /** What was painted last, every probe that came since the pictures were last forgotten. */
  newest(): Frame | null;
  /** Forgets the named probes: the network they were measured on is gone. */
  forget(probes: (keyof Probes)[]): void;
}

/**
 * Frames come as often as the screen is painted, but not at the same moments: two may come in one
 * interval and none in the next. So many may wait for their turn; with more, the newest wins.
 */
const MOST_WAITING = 2;

export function createPainter(
  acknowledge: (seq: number) => void,
  requestPaint: (paint: () => void) => void = requestAnimationFrame,
): Painter {
  const listeners = new Set<FrameListener>();
  let known: Frame | null = null;
  let waiting: Frame[] = [];
  /** Frames that will not be painted, but whose credit the server must have back. */
  let skipped: number[] = [];
  let isRequested = false;

  function request(): void {
    if (isRequested) return;
    isRequested = true;
    requestPaint(paint);
  }

  function paint(): void {
    isRequested = false;
    const frame = waiting.shift();
    const done = frame ? [...skipped, frame.seq] : skipped;
    skipped = [];
    try {
      if (frame) {
        known = joined(known, frame);
        for (const listener of listeners) listener(frame);
      }
    } finally {
      for (const seq of done) acknowledge(seq);
      if (waiting.length > 0) request();
    }
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      if (known) listener(known);
      return () => listeners.delete(listener);
    },
    receive(frame) {
      waiting.push(frame);
      if (waiting.length > MOST_WAITING) {
        const [oldest, next, ...others] = waiting as [Frame, Frame, ...Frame[]];
        skipped.push(oldest.seq);
        waiting = [joined(oldest, next), ...others];
      }
      request();
    },
    newest: () => known,
    forget(probes) {
      for (const frame of waiting) {
        known = joined(known, frame);
        skipped.push(frame.seq);
      }
      waiting = [];
      if (!known) return;
      known = { ...known, probes: { ...known.probes } };
      for (const probe of probes) delete known.probes[probe];
    },
  };
}

/** A probe may be missing from a newer frame because it did not change since the older one. */
function joined(older: Frame | null, newer: Frame): Frame {
  return older ? { ...newer, probes: { ...older.probes, ...newer.probes } } : newer;
}
