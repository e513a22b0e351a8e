import { expect, it } from "vitest";
import { createStopwatch, stopAfter } from "./stop";

const finished = { state: "finished", reason: "Trained for 10 epochs, as asked.", epoch: 10 } as const;
const stop = { reason: "Trained for 10 epochs, as asked.", canGoOn: true };

it("remembers why training stopped until it goes on or begins anew", () => {
  expect(stopAfter(null, finished)).toEqual(stop);
  expect(stopAfter(stop, { state: "paused", reason: null, epoch: 10 })).toBe(stop);
  expect(stopAfter(stop, { state: "playing", reason: null, epoch: 10 })).toBeNull();
  expect(stopAfter(stop, { state: "ready", reason: null, epoch: 0 })).toBeNull();
});

it("knows where there is no going on", () => {
  expect(stopAfter(null, { state: "diverged", reason: "Diverged at step 3.", epoch: 1 })).toEqual({ reason: "Diverged at step 3.", canGoOn: false });
});

it("counts only the time in which training ran", () => {
  let now = 0;
  const watch = createStopwatch(() => now);
  watch.run(true);
  now = 1000;
  expect(watch.elapsed()).toBe(1000);
  watch.run(false);
  now = 5000;
  watch.run(false);
  expect(watch.elapsed()).toBe(1000);
  watch.run(true);
  now = 5500;
  watch.run(true);
  expect(watch.elapsed()).toBe(1500);
  watch.clear();
  now = 5600;
  expect(watch.elapsed()).toBe(100);
});
