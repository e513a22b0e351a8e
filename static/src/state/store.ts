/** What the page knows, as signals; only the other files of this folder write to them. */
import { computed, signal } from "@preact/signals";
import type {
  Catalog, Caution, Limits, Refusal, SchemaNode, Spec, Speed, Status, Summary,
} from "../wire/protocol";
import type { ConnectionState } from "../wire/socket";

export const catalog = signal<Catalog | null>(null);
export const schema = signal<SchemaNode | null>(null);

/** The experiment as the person sees it: what the server confirmed, with edits still under way. */
export const spec = signal<Spec | null>(null);

/** What the page asked for at its start, until the server has confirmed it. */
export const expectedSpec = signal<Spec | null>(null);
export const shownSpec = computed(() => spec.value ?? expectedSpec.value);
export const summary = signal<Summary | null>(null);
export const warnings = signal<Caution[]>([]);
export const limits = signal<Limits | null>(null);

type StatusFields = Omit<Status, "op" | "seq">;
export const status = signal<StatusFields>({
  state: "empty", epoch: 0, step: 0, reason: null, cause: null,
});
/** Whether there is no network yet: the server is away, or its engine is still starting. */
export const isStarting = computed(() => summary.value === null);
export const isPlaying = computed(() => status.value.state === "playing");

export const connection = signal<ConnectionState>({ kind: "connecting" });

/** Kept for this tab: a training goes on while the page is loaded again. */
export const speedKey = "playground.speed";

/** How fast Play goes, in epochs a second. */
export const speed = signal<Speed>(storedSpeed());

function storedSpeed(): Speed {
  const stored = sessionStorage.getItem(speedKey);
  return stored === "max" ? stored : Number(stored) || 30;
}

/** The newest refusal that names a field; shown at the control of that field. */
export const fieldError = signal<Refusal | null>(null);

/** The unit under the pointer or the focus in the diagram, drawn large in the output panel. */
export const inspectedUnit = signal<{ node: string; unit: number } | null>(null);
