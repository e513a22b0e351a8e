/** What units are called, and what a weight or a bias means, in a sentence. */
import type { NodeSummary } from "../../wire/protocol";
import { numberText } from "../number-text";

/** "3" for the third layer, "3.1" for the first within it; empty for inputs and output. */
export function layerNumber(path: string): string {
  const places = [...path.matchAll(/\.layers\.(\d+)/g)];
  return places.map(([, place]) => Number(place) + 1).join(".");
}

/** "Features", "Layer 2" or "Output": layers are counted as they stand in their list, as their headers are. */
export function nodeName(nodes: readonly NodeSummary[], node: string): string {
  const found = nodes.find((candidate) => candidate.id === node);
  if (found === undefined) return node;
  const number = layerNumber(found.path);
  return number === "" ? found.title : `Layer ${number}`;
}

export function unitName(nodes: readonly NodeSummary[], node: string, unit: number): string {
  const found = nodes.find((candidate) => candidate.id === node);
  const label = found?.unit_labels?.[unit];
  if (found?.sources.length === 0) return label ?? `feature ${unit + 1}`;
  const name = nodeName(nodes, node);
  if (label !== undefined) return `${name}, ${label}`;
  return found?.units === 1 ? name : `${name}, unit ${unit + 1}`;
}

const NEGLIGIBLE = 0.005;

export function weightMeaning(weight: number, source: string, target: string): string {
  if (Number.isNaN(weight)) return "Not measured yet.";
  if (Math.abs(weight) < NEGLIGIBLE) return `${source} hardly counts in ${target}.`;
  const size = numberText(Math.abs(weight));
  const change = weight > 0 ? `adds ${size} to` : `takes ${size} from`;
  return `Each 1 of ${source} ${change} the sum of ${target}.`;
}

export function biasMeaning(bias: number, target: string): string {
  if (Number.isNaN(bias)) return "Not measured yet.";
  if (Math.abs(bias) < NEGLIGIBLE) return `Hardly moves the sum of ${target}.`;
  const size = numberText(Math.abs(bias));
  const change = bias > 0 ? `Adds ${size} to` : `Takes ${size} from`;
  return `${change} the sum of ${target}, whatever comes in.`;
}

/** True of the gradient itself, whatever the optimizer makes of it. */
export function gradientMeaning(gradient: number): string {
  if (Number.isNaN(gradient)) return "";
  if (gradient === 0) return "A small change would not alter the loss.";
  return `A ${gradient < 0 ? "larger" : "smaller"} value would lower the loss.`;
}
