/** The network: its diagram, and what it consists of in all. */
import { computed, signal } from "@preact/signals";
import { nodes } from "../state/nodes";
import { spec } from "../state/store";
import { countText } from "../views/number-text";
import type { NodeSummary } from "../wire/protocol";
import { NetworkDiagram } from "./network-body";
import { partsOf } from "./network-parts";
import { Totals } from "./network-totals";
import { Starting } from "./run-state";

const showRemoved = signal(false);
const parts = computed(() => partsOf(nodes.value, spec.value, showRemoved.value));

export function NetworkPanel() {
  const isReady = nodes.value.length > 0;
  return (
    <section class="panel network-panel" aria-labelledby="network-title">
      <div class="panel-head">
        <h2 id="network-title">Network</h2>
        <Totals parts={parts.value} showRemoved={showRemoved} />
      </div>
      <p class="visually-hidden">{inWords(nodes.value)}</p>
      {!isReady && <Starting />}
      {isReady && <NetworkDiagram nodes={nodes} parts={parts} />}
    </section>
  );
}

/** The diagram for those who do not see it; the table of a unit has its numbers. */
function inWords(all: readonly NodeSummary[]): string {
  if (all.length === 0) return "";
  const texts = all.map(({ id, title, units, parameters }) =>
    [
      `${title}, ${units} ${units === 1 ? "unit" : "units"}`,
      ...(parameters > 0 ? [`${countText(parameters)} parameters`] : []),
      ...(parts.value.frozen.has(id) ? ["frozen"] : []),
      ...(parts.value.removed.has(id) ? [`${parts.value.removed.get(id)!.size} connections removed`] : []),
    ].join(", "),
  );
  return `From input to output: ${texts.join("; ")}. Enter on a unit opens its weights as a table.`;
}
