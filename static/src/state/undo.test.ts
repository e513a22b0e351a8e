import { beforeEach, expect, it } from "vitest";
import { canRedo, canUndo, forgetRefused, record, repeat, takeBack } from "./undo";

beforeEach(() => {
  while (canUndo.value) takeBack();
});

const units = (before: number, after: number) => [{ path: "network.layers.0.units", before, after }];

it("goes back and forth", () => {
  record(units(4, 5), 0);
  record([{ path: "seed", before: 1, after: 2 }], 5000);
  expect(takeBack()[0]?.path).toBe("seed");
  expect(takeBack()[0]?.before).toBe(4);
  expect(repeat()[0]?.after).toBe(5);
  expect(canUndo.value).toBe(true);
  expect(canRedo.value).toBe(true);
});

it("takes the values of one drag for one step", () => {
  for (let value = 1; value < 10; value += 1) record(units(value, value + 1), value * 100);
  expect(takeBack()).toEqual(units(1, 10));
});

it("keeps edits of different fields apart, however quick", () => {
  record(units(1, 2), 0);
  record([{ path: "seed", before: 1, after: 2 }], 10);
  expect(takeBack()[0]?.path).toBe("seed");
  expect(takeBack()[0]?.path).toBe("network.layers.0.units");
});

it("has nothing to repeat after a new edit", () => {
  record(units(1, 2), 0);
  takeBack();
  record(units(1, 3), 5000);
  expect(canRedo.value).toBe(false);
});

it("keeps experiments apart that are opened in quick succession", () => {
  record([{ path: "", before: 1, after: 2 }], 0);
  record([{ path: "", before: 2, after: 3 }], 100);
  expect(takeBack()).toEqual([{ path: "", before: 2, after: 3 }]);
  expect(takeBack()).toEqual([{ path: "", before: 1, after: 2 }]);
});

it("forgets a whole experiment that the server refused", () => {
  record([{ path: "", before: null, after: {} }], 0);
  forgetRefused("network.layers.0.units");
  expect(canUndo.value).toBe(false);
});

it("forgets what the server refused, and only that", () => {
  record(units(1, 2), 0);
  record([{ path: "optimizer", before: null, after: null }], 5000);
  forgetRefused("seed");
  expect(takeBack()[0]?.path).toBe("optimizer");
  forgetRefused("network.layers.0.units");
  expect(takeBack()).toEqual([]);
});
