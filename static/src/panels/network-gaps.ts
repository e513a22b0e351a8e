/** The places between columns where a layer can be put, from left to right. */
import { isInput } from "../views/network/column-form";
import { betweenHeaders } from "../views/network/frames";
import type { Layout } from "../views/network/layout";
import { blocksOf, blocksOpenedAt } from "../views/network/nesting";
import type { NodeSummary } from "../wire/protocol";
import { placeOf, TOP_LIST, type LayerPlace } from "./network-edits";

/** A place between two columns: what is put there gets its index in its list. */
export interface Gap extends LayerPlace {
  readonly center: number;
  /** How many values come in there. */
  readonly width: number;
}

/** One before every column but the first, and one more within each block that begins with the column. */
export function gapsOf(layout: Pick<Layout, "columns">, nodes: readonly NodeSummary[]): Gap[] {
  const blocks = blocksOf(nodes);
  const gaps: Gap[] = [];
  for (let index = 1; index < layout.columns.length; index += 1) {
    const opened = blocksOpenedAt(blocks, index).map(({ node }) => nodes.find(({ id }) => id === node)!);
    const places = placesBefore(nodes[index]!, nodes[index - 1]!, opened);
    const [left, right] = [layout.columns[index - 1]!, layout.columns[index]!];
    places.forEach((place, order) => {
      const center = betweenHeaders(left, right, (order + 0.5) / places.length);
      gaps.push({ ...place, center, width: nodes[index - 1]!.units });
    });
  }
  return gaps;
}

function placesBefore(node: NodeSummary, before: NodeSummary, opened: readonly NodeSummary[]): LayerPlace[] {
  const previous = isInput(before) ? null : placeOf(before.path);
  const own = placeOf(node.path);
  // The last layer within a block stands before the block's own node, and the last of all before the output.
  const closes = own === null || (previous !== null && before.path.startsWith(`${node.path}.`));
  if (closes) return [previous ? { ...previous, index: previous.index + 1 } : { list: TOP_LIST, index: 0 }];
  return [...opened.filter(({ id }) => id !== node.id).map(({ path }) => placeOf(path)!), own];
}
