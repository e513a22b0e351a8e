/** Keeps the experiment in the page's address, and takes one from there when somebody pastes it. */
import { effect } from "@preact/signals";
import type { JsonObject, SchemaNode } from "../wire/protocol";
import { LinkError, readLink, writeLink } from "./link";
import { notify } from "./notices";
import { spec } from "./store";

/** Milliseconds of quiet before the address follows; browsers refuse to change it too often. */
const writePause = 400;

/** The experiment in the address, or null; a broken link is reported in a sentence. */
export async function experimentInAddress(): Promise<JsonObject | null> {
  try {
    return await readLink(location.hash);
  } catch (cause) {
    if (!(cause instanceof LinkError)) throw cause;
    notify("problem", cause.message, "Ask for the link again, or start from here.");
    return null;
  }
}

export function followAddress(schema: SchemaNode, load: (experiment: JsonObject) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const current = spec.value;
    if (!current) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      void writeLink(current, schema).then((hash) => history.replaceState(null, "", hash));
    }, writePause);
  });
  addEventListener("hashchange", () => {
    void experimentInAddress().then((experiment) => {
      if (experiment) load(experiment);
    });
  });
}
