/** What the numbers of a network are called in formulas: x₁, w₂₁⁽¹⁾, z₂⁽¹⁾, a₂⁽¹⁾; units are counted from 1. */
import { layerNumber } from "../views/network/names";
import type { NodeSummary } from "../wire/protocol";
import { indexed, type Part } from "./formula";

export type Nodes = readonly NodeSummary[];

/** A unit by its number, or by a letter that stands for any of them. */
export type Index = number | string;

function text(index: Index): string {
  return typeof index === "number" ? String(index + 1) : index;
}

/** "1", "2.1", or "out" for the output. */
function layerOf(nodes: Nodes, node: string): string {
  return layerNumber(nodes.find(({ id }) => id === node)?.path ?? "") || "out";
}

function isInput(nodes: Nodes, node: string): boolean {
  return nodes.find(({ id }) => id === node)?.sources.length === 0;
}

/** What a unit gives: x of a feature, a of any other. */
export function outputSymbol(nodes: Nodes, node: string, unit: Index): Part {
  return isInput(nodes, node) ? indexed("x", [text(unit)], "") : indexed("a", [text(unit)], layerOf(nodes, node));
}

export function sumSymbol(nodes: Nodes, node: string, unit: Index): Part {
  return indexed("z", [text(unit)], layerOf(nodes, node));
}

const LETTERS: { readonly [parameter: string]: string } = { weight: "w", bias: "b" };

/** A weight by unit and unit before it; what a unit has once, by the unit alone. */
export function parameterSymbol(nodes: Nodes, node: string, parameter: string, indices: readonly Index[]): Part {
  return indexed(LETTERS[parameter] ?? parameter, indices.map(text), layerOf(nodes, node));
}
