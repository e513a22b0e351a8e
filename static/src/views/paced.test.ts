import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { paced } from "./paced";

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

it("works at once, then no more often than it may, and for what came last", () => {
  let newest = 0;
  const seen: number[] = [];
  const { call } = paced(() => seen.push(newest), 100);
  for (let moment = 1; moment <= 8; moment += 1) {
    newest = moment;
    call();
    vi.advanceTimersByTime(30);
  }
  expect(seen).toEqual([1, 4, 7]);
  vi.advanceTimersByTime(100);
  expect(seen).toEqual([1, 4, 7, 8]);
});

it("draws the last of several even when nothing comes after it", () => {
  let newest = 1;
  const seen: number[] = [];
  const { call } = paced(() => seen.push(newest), 100);
  call();
  newest = 2;
  call();
  vi.advanceTimersByTime(100);
  expect(seen).toEqual([1, 2]);
});

it("does nothing once it was stopped", () => {
  const work = vi.fn();
  const { call, stop } = paced(work, 100);
  call();
  call();
  stop();
  vi.advanceTimersByTime(1000);
  expect(work).toHaveBeenCalledTimes(1);
});
