/** The catalog's formulas of what the experiment is made of. */
import { kindOf } from "../../controls/resolve";
import { nodes } from "../../state/nodes";
import { valueAt } from "../../state/paths";
import { catalog, spec } from "../../state/store";

function kindIn(family: string, kind: string | null) {
  return catalog.value?.families[family]?.kinds[kind ?? ""];
}

/** Of a node's activation; of the layer itself where it has none. */
export function nodeFormula(node: string): string | null {
  const found = nodes.value.find(({ id }) => id === node);
  if (!found || !spec.value) return null;
  const activation = kindIn("activations", kindOf(valueAt(spec.value, `${found.path}.activation`)));
  return (activation ?? kindIn("layers", found.kind))?.formula ?? null;
}

export function lossFormula(): string | null {
  return kindIn("losses", kindOf(spec.value?.loss))?.formula ?? null;
}

export function optimizerShown(): { title: string; formula: string | null } {
  const found = kindIn("optimizers", kindOf(spec.value?.optimizer));
  return { title: found?.title ?? "", formula: found?.formula ?? null };
}
