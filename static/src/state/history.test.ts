import { expect, it } from "vitest";
import type { FloatArray, HistoryProbe } from "../wire/protocol";
import { emptyHistory, mergeHistory } from "./history";

function part(from: number, epochs: number[], loss: (epoch: number) => number): HistoryProbe {
  const floats: FloatArray = { dtype: "f32", shape: [epochs.length], data: Float32Array.from(epochs, loss) };
  return {
    from, epoch: { dtype: "u32", shape: [epochs.length], data: Uint32Array.from(epochs) },
    train_loss: floats, test_loss: floats, train_accuracy: floats, test_accuracy: floats,
  };
}

it("appends what is new", () => {
  const first = mergeHistory(emptyHistory, part(0, [0, 1, 2], () => 1));
  const both = mergeHistory(first, part(3, [3, 4], () => 2));
  expect(both.epoch).toEqual([0, 1, 2, 3, 4]);
  expect(both.train_loss).toEqual([1, 1, 1, 2, 2]);
});

it("replaces what is sent again, so that nothing doubles after a lost connection", () => {
  const first = mergeHistory(emptyHistory, part(0, [0, 1, 2, 3], () => 1));
  const again = mergeHistory(first, part(2, [2, 3, 4], () => 5));
  expect(again.epoch).toEqual([0, 1, 2, 3, 4]);
  expect(again.test_loss).toEqual([1, 1, 5, 5, 5]);
  expect(mergeHistory(again, part(2, [2, 3, 4], () => 5))).toEqual(again);
});

it("begins anew when the run does", () => {
  const first = mergeHistory(emptyHistory, part(0, [0, 1, 2, 3], () => 1));
  expect(mergeHistory(first, part(0, [0], () => 9)).epoch).toEqual([0]);
});
