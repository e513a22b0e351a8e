/** Probes that several places of the page may want at once: sent as long as one of them does. */
import type { JsonObject } from "../wire/protocol";
import { unwatch, watch } from "./actions";

const askers = new Map<string, JsonObject[]>();

/** What all of them want together; where they differ, the newest. */
function together(wanted: readonly JsonObject[]): JsonObject {
  return Object.assign({}, ...wanted) as JsonObject;
}

/** Asks for a probe until the returned function is called. */
export function ask(probe: string, options: JsonObject = {}): () => void {
  const others = askers.get(probe) ?? [];
  const own = { ...options };
  const all = [...others, own];
  askers.set(probe, all);
  if (others.length === 0 || !same(together(others), together(all))) watch(probe, together(all));
  return () => {
    const before = askers.get(probe) ?? [];
    if (!before.includes(own)) return;
    const left = before.filter((asked) => asked !== own);
    askers.set(probe, left);
    if (left.length === 0) unwatch(probe);
    else if (!same(together(before), together(left))) watch(probe, together(left));
  };
}

function same(one: JsonObject, other: JsonObject): boolean {
  const form = (options: JsonObject) => JSON.stringify(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)));
  return form(one) === form(other);
}
