/** The frame around the layers of a block, and the way that leads around it. */
import type { NodeSummary } from "../../wire/protocol";
import type { Column } from "./layout";
import { blocksOpenedAt, type Block } from "./nesting";

export interface Frame {
  readonly node: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The way around: from the top of one column, up to this height, and down to the top of another. */
  readonly arcTop: number;
  readonly arcFrom: { readonly x: number; readonly y: number };
  readonly arcTo: { readonly x: number; readonly y: number };
  /** What is written on the way around. */
  readonly label: string;
}

const PADDING = 10;
const ARC_RISE = 14;

type Edges = Pick<Column, "center" | "headerWidth">;

/** A place in the room between the headers of two neighbors: 0 at the left one, 1 at the right one. */
export function betweenHeaders(left: Edges, right: Edges, share: number): number {
  const start = left.center + left.headerWidth / 2;
  const end = right.center - right.headerWidth / 2;
  return start + (end - start) * share;
}

export function framesOf(
  blocks: readonly Block[], nodes: readonly NodeSummary[], columns: readonly Column[],
): Frame[] {
  const frames: Frame[] = [];
  const drawn = blocks.filter(({ first, sum }) => first < sum);
  for (const block of drawn) {
    const within = columns.slice(block.first, block.sum);
    const inner = frames.filter((_, index) => isWithin(drawn[index]!, block));
    const top = Math.min(...within.map((column) => column.top), ...inner.map(({ arcTop }) => arcTop)) - PADDING;
    const bottom = Math.max(...within.map((column) => column.bottom), ...inner.map((frame) => frame.bottom)) + PADDING;
    const opened = blocksOpenedAt(blocks, block.first);
    const share = (opened.indexOf(block) + 1) / (opened.length + 1);
    const [input, sum] = [columns[block.input]!, columns[block.sum]!];
    frames.push({
      node: block.node,
      left: betweenHeaders(columns[block.first - 1]!, columns[block.first]!, share),
      right: betweenHeaders(columns[block.sum - 1]!, sum, 1),
      top, bottom,
      arcTop: Math.min(top, input.top, sum.top) - ARC_RISE,
      arcFrom: { x: input.center, y: input.top },
      arcTo: { x: sum.center, y: sum.top },
      label: labelOf(nodes[block.sum]!),
    });
  }
  return frames;
}

function isWithin(one: Block, other: Block): boolean {
  return one.first >= other.first && one.sum < other.sum;
}

/** What happens on the way around: a matrix where the number of values changes, else nothing. */
function labelOf(node: NodeSummary): string {
  const found = Object.entries(node.trainable).find(([, { shape }]) => shape.length === 2);
  return found === undefined ? "unchanged" : `${found[0]} ${found[1].shape[1]} → ${found[1].shape[0]}`;
}
