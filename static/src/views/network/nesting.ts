/** Blocks of layers within the list of nodes: which columns lie within one, and which way leads around it. */
import type { NodeSummary } from "../../wire/protocol";

/** A layer that holds others: its own node comes after theirs and adds up what goes through and what goes around. */
export interface Block {
  readonly node: string;
  /** The columns of what goes in, of the first node within, and of the block's own node. */
  readonly input: number;
  readonly first: number;
  readonly sum: number;
  /** 0 for a block without blocks in it, else one more than the highest within. */
  readonly level: number;
}

/** All blocks, those within others first. */
export function blocksOf(nodes: readonly NodeSummary[]): Block[] {
  const blocks: Block[] = [];
  for (const [sum, node] of nodes.entries()) {
    const within = nodes.slice(0, sum).findIndex(({ path }) => path.startsWith(`${node.path}.`));
    const around = node.sources.length > 1 ? nodes.findIndex(({ id }) => id === node.sources.at(-1)) : -1;
    if (within < 0 && around < 0) continue;
    const first = within < 0 ? sum : within;
    const inner = blocks.filter((block) => block.first >= first && block.sum < sum);
    blocks.push({
      node: node.id,
      input: around < 0 ? first - 1 : around,
      first,
      sum,
      level: 1 + Math.max(-1, ...inner.map(({ level }) => level)),
    });
  }
  return blocks;
}

/** The blocks that begin with a column, the outermost first. */
export function blocksOpenedAt(blocks: readonly Block[], column: number): Block[] {
  return blocks.filter(({ first }) => first === column).toSorted((one, other) => other.level - one.level);
}

/** How many levels of blocks there are. */
export function depthOf(blocks: readonly Block[]): number {
  return 1 + Math.max(-1, ...blocks.map(({ level }) => level));
}
