/** The places between columns where a layer can be put. */
import type { Layout } from "../views/network/layout";
import type { NodeSummary } from "../wire/protocol";
import { layerIndexOf } from "./network-edits";

export interface Gap {
  /** The index that a layer put there would have. */
  readonly gap: number;
  readonly center: number;
}

/** One before every column but the first, unless it and the column before belong to one layer. */
export function gapsOf(layout: Pick<Layout, "columns">, nodes: readonly NodeSummary[]): Gap[] {
  const gaps: Gap[] = [];
  for (let index = 1; index < layout.columns.length; index += 1) {
    const before = layerIndexOf(nodes[index - 1]!.path);
    const after = layerIndexOf(nodes[index]!.path);
    if (before !== null && before === after) continue;
    const [left, right] = [layout.columns[index - 1]!, layout.columns[index]!];
    const center = (left.center + left.headerWidth / 2 + right.center - right.headerWidth / 2) / 2;
    gaps.push({ gap: before === null ? 0 : before + 1, center });
  }
  return gaps;
}
