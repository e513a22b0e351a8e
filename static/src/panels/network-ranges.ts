/** Between which values the units of each node lie, where their activation says so. */
import { valueAt } from "../state/paths";
import type { Catalog, NodeSummary, Spec, Summary } from "../wire/protocol";
import type { UnitScale } from "../views/network/network";
import { kindOf } from "../controls/resolve";

function rangeOf(node: NodeSummary, spec: Spec, catalog: Catalog): readonly [number, number] | null {
  const activation = kindOf(valueAt(spec, `${node.path}.activation`));
  const picture = activation === null ? null : catalog.families.activations?.kinds[activation]?.picture;
  const { low = null, high = null } = picture?.view === "curve" ? picture : {};
  return low === null || high === null ? null : [low, high];
}

export function unitScales(summary: Summary, spec: Spec, catalog: Catalog): Map<string, UnitScale> {
  const scales = new Map<string, UnitScale>();
  const last = summary.nodes.at(-1);
  for (const node of summary.nodes) {
    const isOutput = node === last;
    const range = isOutput ? summary.output_range : rangeOf(node, spec, catalog);
    if (range) scales.set(node.id, { range: [range[0], range[1]], byClass: isOutput && node.units > 1 });
  }
  return scales;
}
