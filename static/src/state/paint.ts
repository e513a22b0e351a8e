/** Frames on their way to the screen: one animation frame paints everything, then acknowledges. */
import type { Frame, Probes } from "../wire/protocol";

export type FrameListener = (frame: Frame) => void;

export interface Painter {
  /** Calls the listener with every frame to paint, and at once with what is known already. */
  subscribe(listener: FrameListener): () => void;
  /** Takes a decoded frame; one not painted yet is replaced, newest wins. */
  receive(frame: Frame): void;
  /** What was measured last, every probe that came since the pictures were last forgotten. */
  newest(): Frame | null;
  /** Forgets the named probes: the network they were measured on is gone. */
  forget(probes: (keyof Probes)[]): void;
}

export function createPainter(
  acknowledge: (seq: number) => void,
  requestPaint: (paint: () => void) => void = requestAnimationFrame,
): Painter {
  const listeners = new Set<FrameListener>();
  let known: Frame | null = null;
  let waiting: Frame | null = null;
  let unacknowledged: number[] = [];

  function paint(): void {
    const frame = waiting;
    waiting = null;
    const painted = unacknowledged;
    unacknowledged = [];
    try {
      if (frame) for (const listener of listeners) listener(frame);
    } finally {
      for (const seq of painted) acknowledge(seq);
    }
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      if (known) listener(known);
      return () => listeners.delete(listener);
    },
    receive(frame) {
      if (unacknowledged.length === 0) requestPaint(paint);
      unacknowledged.push(frame.seq);
      // A probe may be missing from the newer frame because it did not change since the older one.
      waiting = waiting ? { ...frame, probes: { ...waiting.probes, ...frame.probes } } : frame;
      known = { ...frame, probes: { ...known?.probes, ...frame.probes } };
    },
    newest: () => known,
    forget(probes) {
      for (const held of [known, waiting]) {
        if (!held) continue;
        held.probes = { ...held.probes };
        for (const probe of probes) delete held.probes[probe];
      }
    },
  };
}
