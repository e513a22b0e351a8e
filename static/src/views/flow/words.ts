/** What the gradients of a network say, in sentences. */
import { numberText } from "../number-text";

const ALIKE = 3;
const MUCH = 1e6;

/** "40 000 times": two digits say enough. */
function timesText(times: number): string {
  if (times >= MUCH) return `${numberText(times / MUCH, times >= 10 * MUCH ? 0 : 1)} million times`;
  const rounded = Number(times.toPrecision(2));
  return `${rounded.toLocaleString("en-US")} times`;
}

/** The gradient of the first hidden layer against that of the last; null where there are not two of them. */
export function flowSentence(firstToLast: number | null): string {
  if (firstToLast === null || Number.isNaN(firstToLast)) return "There are no two hidden layers whose gradients could be compared.";
  if (firstToLast === 0) return "No gradient reaches the first hidden layer: it does not learn at all.";
  if (!Number.isFinite(firstToLast)) return "The last hidden layer has no gradient: it does not learn at all.";
  if (firstToLast < 1 / ALIKE) {
    return `The gradient of the first hidden layer is ${timesText(1 / firstToLast)} smaller than that of the last: ` +
      "by gradient descent it learns that much slower.";
  }
  if (firstToLast > ALIKE) {
    return `The gradient of the first hidden layer is ${timesText(firstToLast)} larger than that of the last: ` +
      "it grows on its way back.";
  }
  return `The gradients of the first and the last hidden layer are of like size (ratio ${numberText(firstToLast, 2)}): ` +
    "both learn about equally fast.";
}

/** 1e-3 is the rule of thumb for a step against the weights that it changes. */
export function ratioWord(ratio: number): string {
  if (Number.isNaN(ratio)) return "";
  if (ratio < 1e-5) return "hardly moves";
  if (ratio > 1e-1) return "moves in leaps";
  return "";
}
