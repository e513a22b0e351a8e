/** The arithmetic of a training: samples, batches, steps and what they cost. */
import type { Summary } from "../wire/protocol";
import { epochText } from "./figures";

type Counted = Pick<Summary, "train_samples" | "batch_size" | "steps_per_epoch" | "multiply_adds">;
export type Descent = "full" | "mini" | "one";

/** A backward pass costs about twice a forward one. */
const passes = 3;
const units = [{ from: 1e12, unit: "T" }, { from: 1e9, unit: "G" }, { from: 1e6, unit: "M" }];
const leastThousands = 1e4;

/** Which form of gradient descent a batch makes. */
export function descentOf(batch: unknown, trainSamples: number): Descent {
  if (batch === 1) return "one";
  return batch === "full" || Number(batch) >= trainSamples ? "full" : "mini";
}

/** "250 training samples ÷ batch 10 = 25 steps an epoch". */
export function divisionText({ train_samples: samples, batch_size: batch, steps_per_epoch: steps }: Counted): string {
  const rest = samples % batch;
  const last = rest === 0 || samples < batch ? "" : `, the last of ${rest}`;
  return `${epochText(samples)} training samples ÷ batch ${epochText(Math.min(batch, samples))} = ` +
    `${epochText(steps)} step${steps === 1 ? "" : "s"} an epoch${last}`;
}

/** Samples that were trained on, each as often as it was. */
export function samplesSeen({ train_samples: samples, batch_size: batch, steps_per_epoch: steps }: Counted, epoch: number, step: number): number {
  // Another batch size in between makes the number of steps say nothing of the present epoch.
  const within = step - epoch * steps;
  return epoch * samples + (within > 0 && within < steps ? within * batch : 0);
}

export function workDone(counted: Counted, epoch: number, step: number): number {
  return passes * counted.multiply_adds * samplesSeen(counted, epoch, step);
}

/** Two or three digits and a unit: "1.2 M". */
export function amountText(amount: number): string {
  const found = units.find(({ from }) => amount >= from) ?? (amount >= leastThousands ? { from: 1000, unit: "k" } : null);
  if (!found) return epochText(Math.round(amount));
  const shown = amount / found.from;
  return `${shown.toFixed(shown < 10 ? 1 : 0)} ${found.unit}`;
}

export function secondsText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds < 100 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
