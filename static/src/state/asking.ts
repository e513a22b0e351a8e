/** Probes that several places of the page may want at once: sent as long as one of them does. */
import { unwatch, watch } from "./actions";

const askers = new Map<string, number>();

/** Asks for a probe until the returned function is called. */
export function ask(probe: string): () => void {
  const others = askers.get(probe) ?? 0;
  askers.set(probe, others + 1);
  if (others === 0) watch(probe);
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    const left = (askers.get(probe) ?? 1) - 1;
    askers.set(probe, left);
    if (left === 0) unwatch(probe);
  };
}
