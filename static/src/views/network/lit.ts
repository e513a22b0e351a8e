/** Units and weights of the diagram that something elsewhere on the page speaks of just now. */
import type { Ink } from "../ink";
import { FULL, HIDDEN, type Edges } from "./edges";
import type { Layout } from "./layout";

/** Units by node, weights by node, unit and unit before; null stands for all of them. */
export interface Lit {
  readonly units: readonly { readonly node: string; readonly unit: number | null }[];
  readonly edges: readonly { readonly node: string; readonly out: number | null; readonly in: number | null }[];
}

const OUTLINE = 3;
const GAP = 3;

/** Which edges are lit; those that were taken out of the network stay out. */
export function litEdges(edges: Edges, layout: Layout, lit: Lit): Uint8Array {
  const fits = (wanted: number | null, found: number | undefined) => wanted === null || wanted === found;
  return Uint8Array.from({ length: edges.count }, (_, edge) => {
    const { node } = layout.bundles[edges.bundle[edge]!]!;
    const isLit = lit.edges.some((one) => one.node === node && fits(one.out, edges.out[edge]) && fits(one.in, edges.in[edge]));
    return isLit && edges.removed?.[edge] !== 1 ? FULL : HIDDEN;
  });
}

/** A frame around each unit that is lit, or around the bar that stands for a whole layer. */
export function paintLit(context: CanvasRenderingContext2D, layout: Layout, { units }: Lit, ink: Ink): void {
  context.strokeStyle = ink.text;
  context.lineWidth = OUTLINE;
  for (const { node, unit } of units) {
    const column = layout.columns.find((candidate) => candidate.node === node);
    if (column?.isBar) {
      const [left, top] = [column.left - GAP, column.top - GAP];
      context.strokeRect(left, top, column.right - left + GAP, column.bottom - top + GAP);
      continue;
    }
    column?.units.forEach((shown, row) => {
      if (unit !== null && shown !== unit) return;
      const [left, top] = [column.lefts[row]! - GAP, column.middles[row]! - layout.tile / 2 - GAP];
      context.strokeRect(left, top, column.rights[row]! - left + GAP, layout.tile + 2 * GAP);
    });
  }
}
