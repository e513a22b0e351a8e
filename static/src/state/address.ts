/** Keeps the experiment in the page's address, and takes one from there when somebody pastes it. */
import { effect } from "@preact/signals";
import type { JsonObject, SchemaNode } from "../wire/protocol";
import { isOwnLink, LinkError, readLink, writeLink } from "./link";
import { discrete, hidden, showTest, withHidden, withoutHidden } from "./looks";
import { notify } from "./notices";
import { spec } from "./store";

/** Milliseconds of quiet before the address follows; browsers refuse to change it too often. */
const writePause = 400;

/** Milliseconds for which a reload may be on its way that somebody asked for while the page had another address. */
const reloadPause = 1000;

/** The address as this tab had it last, and just before that, kept for as long as its run. */
const leftKey = "playground.address";

/**
 * Whether an experiment that goes on at the server is the one that the address means. The address follows the run a
 * little late: where nobody has touched it since, the run is meant, wherever it is by now.
 */
export function wantedByAddress(linked: JsonObject | null, schema: SchemaNode): (running: JsonObject) => Promise<boolean> {
  const meansRun = linked === null || (sessionStorage.getItem(leftKey)?.split(" ").includes(location.hash) ?? false);
  const { link } = withoutHidden(location.hash);
  return async (running) => meansRun || (await writeLink(running, schema)) === link;
}

/** The experiment in the address, or null; a broken link is reported in a sentence. */
export async function experimentInAddress(schema: SchemaNode): Promise<JsonObject | null> {
  const { link, names } = withoutHidden(location.hash);
  const foreign = isOwnLink(link) ? null : await openForeign(link, schema);
  if (foreign) return foreign;
  try {
    const experiment = await readLink(link);
    if (experiment) hidden.value = names;
    return experiment;
  } catch (cause) {
    if (!(cause instanceof LinkError)) throw cause;
    notify("problem", cause.message, "Ask for the link again, or start from here.");
    return null;
  }
}

/** A link of TensorFlow Playground: the same experiment, and one message of what is not; null where it is none. */
async function openForeign(link: string, schema: SchemaNode): Promise<JsonObject | null> {
  const { isForeignLink, readForeignLink } = await import("./tensorflow-playground");
  if (!isForeignLink(link)) return null;
  const found = readForeignLink(link, schema);
  hidden.value = found.hidden;
  showTest.value = found.showTest;
  discrete.value = found.discrete;
  notify("note", "This experiment comes from a link of TensorFlow Playground.", found.notes.join(" "));
  return found.experiment;
}

export function followAddress(schema: SchemaNode, load: (experiment: JsonObject) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let forgetting: ReturnType<typeof setTimeout> | undefined;
  let before: string[] = [];

  function noteAddress(): void {
    sessionStorage.setItem(leftKey, [location.hash, ...before].join(" "));
  }

  effect(() => {
    const current = spec.value;
    const names = hidden.value;
    if (!current) return;
    noteAddress();
    clearTimeout(timer);
    timer = setTimeout(() => {
      void writeLink(current, schema).then((hash) => {
        before = [location.hash];
        history.replaceState(null, "", withHidden(hash, names));
        noteAddress();
        clearTimeout(forgetting);
        forgetting = setTimeout(() => {
          before = [];
          noteAddress();
        }, reloadPause);
      });
    }, writePause);
  });
  addEventListener("hashchange", () => {
    void experimentInAddress(schema).then((experiment) => {
      if (experiment) load(experiment);
    });
  });
}
