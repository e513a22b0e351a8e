/** The nodes of the network, from the features to the output. */
import { computed } from "@preact/signals";
import type { NodeSummary } from "../wire/protocol";
import { catalog, summary } from "./store";

/** Described nodes stay the same object as long as nothing about them changes, so that nothing is arranged anew. */
let described: { text: string; nodes: readonly NodeSummary[] } = { text: "[]", nodes: [] };

/** As the server describes them, inputs with the titles that features have elsewhere. */
export const nodes = computed<readonly NodeSummary[]>(() => {
  const features = catalog.value?.families.features?.kinds;
  const found = (summary.value?.nodes ?? []).map((node) =>
    node.sources.length === 0 && node.unit_labels
      ? { ...node, unit_labels: node.unit_labels.map((label) => features?.[label]?.title ?? label) }
      : node,
  );
  const text = JSON.stringify(found);
  if (text !== described.text) described = { text, nodes: found };
  return described.nodes;
});
