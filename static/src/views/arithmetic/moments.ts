/** The moments of one training step, in the order in which they are computed: there, the loss, and back again. */
import type { NodeSummary } from "../../wire/protocol";
import type { Lit } from "../network/lit";

export type Phase = "forward" | "loss" | "backward" | "update";

export interface Moment {
  readonly phase: Phase;
  /** The layer that is computed; none of the loss, of the chosen number's gradient, and of its update. */
  readonly node: string | null;
}

export const PHASES: readonly { phase: Phase; title: string }[] = [
  { phase: "forward", title: "Forward" },
  { phase: "loss", title: "Loss" },
  { phase: "backward", title: "Backward" },
  { phase: "update", title: "Update" },
];

export function momentsOf(nodes: readonly NodeSummary[], hasNumber: boolean): Moment[] {
  const layers = nodes.filter(({ sources }) => sources.length > 0);
  const at = (phase: Phase) => ({ id }: NodeSummary): Moment => ({ phase, node: id });
  return [
    ...nodes.map(at("forward")),
    { phase: "loss", node: null },
    ...layers.map(at("backward")).reverse(),
    ...(hasNumber ? [{ phase: "backward", node: null }, { phase: "update", node: null }] as const : []),
  ];
}

/** What of the diagram is computed at a moment; `number` is the chosen one. */
export function litMoment({ phase, node }: Moment, nodes: readonly NodeSummary[], number: Lit): Lit {
  if (phase === "loss") return { units: nodes.slice(-1).map(({ id }) => ({ node: id, unit: null })), edges: [] };
  if (node === null) return number;
  const weightsOf = (id: string) => ({ node: id, out: null, in: null });
  if (phase === "forward") return { units: [{ node, unit: null }], edges: [weightsOf(node)] };
  // What comes back to a layer comes through the weights of those that read it.
  const readers = nodes.filter(({ sources }) => sources.includes(node));
  return { units: [{ node, unit: null }], edges: readers.map(({ id }) => weightsOf(id)) };
}
