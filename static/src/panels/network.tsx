/** The network: the diagram or the inside of its optimizer, under one heading. */
import { computed, signal } from "@preact/signals";
import { catalog, spec, summary } from "../state/store";
import { isInput } from "../views/network/column-form";
import { countText } from "../views/number-text";
import type { NodeSummary } from "../wire/protocol";
import { NetworkDiagram } from "./network-body";
import { partsOf } from "./network-parts";
import { Totals } from "./network-totals";
import { onDemand } from "./on-demand";
import { Starting } from "./run-state";

/** Described nodes stay the same object as long as nothing about them changes, so that nothing is arranged anew. */
let described: { text: string; nodes: readonly NodeSummary[] } = { text: "[]", nodes: [] };

/** The nodes as the server describes them, inputs with the titles that features have elsewhere. */
const nodes = computed<readonly NodeSummary[]>(() => {
  const features = catalog.value?.families.features?.kinds;
  const found = (summary.value?.nodes ?? []).map((node) =>
    isInput(node) && node.unit_labels
      ? { ...node, unit_labels: node.unit_labels.map((label) => features?.[label]?.title ?? label) }
      : node,
  );
  const text = JSON.stringify(found);
  if (text !== described.text) described = { text, nodes: found };
  return described.nodes;
});

const showRemoved = signal(false);
const parts = computed(() => partsOf(nodes.value, spec.value, showRemoved.value));

const shown = signal<"diagram" | "optimizer">("diagram");
const tabs = [["diagram", "Diagram"], ["optimizer", "Optimizer"]] as const;

const OptimizerState = onDemand(() => import("./optimizer-state").then((module) => module.OptimizerState));

export function NetworkPanel() {
  const isReady = nodes.value.length > 0;
  return (
    <section class="panel network-panel" aria-labelledby="network-title">
      <div class="panel-head">
        <h2 id="network-title">Network</h2>
        <div class="segments" role="radiogroup" aria-label="What is shown of the network">
          {tabs.map(([value, title]) => (
            <label key={value} class="segment">
              <input type="radio" name="network" checked={shown.value === value} onChange={() => { shown.value = value; }} />
              <span>{title}</span>
            </label>
          ))}
        </div>
        <Totals parts={parts.value} showRemoved={showRemoved} />
      </div>
      <p class="visually-hidden">{inWords(nodes.value)}</p>
      {!isReady && <Starting />}
      {isReady && shown.value === "diagram" && <NetworkDiagram nodes={nodes} parts={parts} />}
      {isReady && shown.value === "optimizer" && <OptimizerState nodes={nodes} />}
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
