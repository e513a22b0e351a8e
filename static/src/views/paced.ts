/** Numbers that change more often than this (milliseconds) cannot be read. */
export const TEXT_PAUSE = 120;

/** Work that rests in between, and is done for what came last. */
export interface Paced {
  /** Does the work now, or as soon as it has rested. */
  call: () => void;
  /** Forgets what still waits. */
  stop: () => void;
}

/** Does some work at most once in so many milliseconds; what is asked for meanwhile is done once, at the end. */
export function paced(work: () => void, rest: number): Paced {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = Number.NEGATIVE_INFINITY;
  function go(): void {
    timer = undefined;
    last = performance.now();
    work();
  }
  return {
    call() {
      if (timer !== undefined) return;
      const wait = last + rest - performance.now();
      if (wait <= 0) go();
      else timer = setTimeout(go, wait);
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
