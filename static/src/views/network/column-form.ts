/** What a node looks like in the diagram: a column of tiles, or a slim bar that units pass through. */
import type { NodeSummary } from "../../wire/protocol";

const HEADER_WIDTH = { inputs: 80, fine: 112, coarse: 140 } as const;
const BAR_WIDTH = { one: 12, several: 20 } as const;

export function hasWeightMatrix(node: NodeSummary): boolean {
  return node.trainable.weight?.shape.length === 2;
}

export function isInput(node: NodeSummary): boolean {
  return node.sources.length === 0;
}

/** A node with a matrix of weights shows its units; every other node is a slim bar in between. */
export function isBar(node: NodeSummary): boolean {
  return !isInput(node) && !hasWeightMatrix(node);
}

/** Where several ways meet there is a sign to be drawn for each unit. */
export function barWidth(node: NodeSummary): number {
  return node.sources.length > 1 ? BAR_WIDTH.several : BAR_WIDTH.one;
}

export function headerWidth(node: NodeSummary, isCoarse = false): number {
  if (isInput(node)) return HEADER_WIDTH.inputs;
  return isCoarse ? HEADER_WIDTH.coarse : HEADER_WIDTH.fine;
}
