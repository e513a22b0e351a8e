/** The curves of a run, kept on the page: every metric by epoch. */
import { signal } from "@preact/signals";
import type { HistoryProbe } from "../wire/protocol";

export interface History {
  epoch: number[];
  train_loss: number[];
  test_loss: number[];
  train_accuracy: number[];
  test_accuracy: number[];
}

export const emptyHistory: History = {
  epoch: [], train_loss: [], test_loss: [], train_accuracy: [], test_accuracy: [],
};

export const history = signal<History>(emptyHistory);

/** The known points before `part.from`, then those of the part. */
export function mergeHistory(known: History, part: HistoryProbe): History {
  let kept = known.epoch.length;
  while (kept > 0 && (known.epoch[kept - 1] as number) >= part.from) kept -= 1;
  const join = (before: number[], after: ArrayLike<number>) =>
    before.slice(0, kept).concat(Array.from(after));
  return {
    epoch: join(known.epoch, part.epoch.data),
    train_loss: join(known.train_loss, part.train_loss.data),
    test_loss: join(known.test_loss, part.test_loss.data),
    train_accuracy: join(known.train_accuracy, part.train_accuracy.data),
    test_accuracy: join(known.test_accuracy, part.test_accuracy.data),
  };
}
