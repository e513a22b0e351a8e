/** The sample or the cell of the confusion matrix that is looked at, and what is known of it. */
import { effect, signal } from "@preact/signals";
import { ask } from "../state/asking";
import { hasMoreInputs } from "../state/plane";
import { summary } from "../state/store";
import type { Cell } from "../views/confusion";
import { overRange } from "../views/color-scale";
import { numberText } from "../views/number-text";
import type { Lit, Sample } from "../views/surface/layers";
import { className, outputsAt, predictionText } from "../views/surface/reading";
import type { FloatArray, Frame, Summary } from "../wire/protocol";

export const sample = signal<Sample | null>(null);
export const cell = signal<Cell | null>(null);

/** How long (milliseconds) losses are still sent after the last sample was looked at: the next one is near. */
const lingering = 2000;

let stop: (() => void)[] = [];
let forgetting: ReturnType<typeof setTimeout> | undefined;

effect(() => {
  clearTimeout(forgetting);
  if (sample.value === null) {
    forgetting = setTimeout(() => {
      for (const end of stop) end();
      stop = [];
    }, lingering);
  } else if (stop.length === 0) {
    // On a plane of all inputs the picture itself has the prediction.
    const predictions = hasMoreInputs.peek() && summary.peek()?.task !== "regression";
    stop = (predictions ? ["losses", "confusion"] : ["losses"]).map((probe) => ask(probe));
  }
});

/** What there is to say of the sample: its target, the prediction, its own loss. */
export function sampleText(frame: Frame | null): string | null {
  const looked = sample.value;
  const known = summary.value;
  const { data, losses } = frame?.probes ?? {};
  const target = data?.[`${looked?.set ?? "train"}_targets`].data[looked?.index ?? -1];
  if (!looked || !frame || !known || target === undefined) return null;
  const isValue = known.task === "regression";
  const parts = [isValue ? `target ${numberText(target)}` : className(target, known.class_names)];
  const predicted = predictionFor(looked, frame, known);
  if (predicted) parts.push(`predicted ${predicted}`);
  const loss = losses?.[looked.set].data[looked.index];
  if (loss !== undefined) parts.push(`loss ${numberText(loss)}`);
  return parts.join(", ");
}

function predictionFor({ set, index }: Sample, { probes }: Frame, known: Summary): string | null {
  const { surface, data, confusion } = probes;
  const width = known.raw_inputs.length;
  if (surface && data && width <= 2) {
    const inputs = data[`${set}_inputs`].data;
    const shares = known.raw_inputs.map((name, place) => {
      const [low, high] = surface.extent[name] ?? [-1, 1];
      return (inputs[index * width + place]! - low) / (high - low);
    });
    const outputs = outputsAt(surface, shares[0] ?? 0, shares[1] ?? 0);
    return predictionText(outputs, known.task, overRange(known.output_range ?? [0, 1]), known.class_names);
  }
  const predicted = confusion?.[`${set}_predicted`].data[index];
  return predicted === undefined || known.task === "regression" ? null : className(predicted, known.class_names);
}

/** Which samples are in the cell that is looked at. */
export function litSamples(frame: Frame | null): Lit | null {
  const looked = cell.value;
  const { data, confusion } = frame?.probes ?? {};
  if (!looked || !data || !confusion || confusion.labels.length === 0) return null;
  const marks = (set: Cell["set"], targets: FloatArray) =>
    Uint8Array.from(targets.data, (target, index) => {
      const isIn = set === looked.set && target === looked.actual && confusion[`${set}_predicted`].data[index] === looked.predicted;
      return isIn ? 1 : 0;
    });
  const lit = { train: marks("train", data.train_targets), test: marks("test", data.test_targets) };
  return lit[looked.set].includes(1) ? lit : null;
}

/** The cell of the confusion matrix that the sample under the pointer is in. */
export function cellOfSample(frame: Frame | null): Cell | null {
  const looked = sample.value;
  const { data, confusion } = frame?.probes ?? {};
  if (!looked || !data || !confusion) return null;
  const actual = data[`${looked.set}_targets`].data[looked.index];
  const predicted = confusion[`${looked.set}_predicted`].data[looked.index];
  return actual === undefined || predicted === undefined ? null : { set: looked.set, actual, predicted };
}
