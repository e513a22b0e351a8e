import { expect, it } from "vitest";
import { EMPTY_MEMORY, momentAt, MOST_MOMENTS, remember, type GradientMemory } from "./memory";

const nodes = ["layers.0", "output"];
const sizes = (epoch: number) => Float32Array.of(epoch, 2 * epoch);

function after(epochs: number, step = 1, from: GradientMemory = EMPTY_MEMORY): GradientMemory {
  let memory = from;
  for (let epoch = 0; epoch <= epochs; epoch += step) memory = remember(memory, epoch, nodes, sizes(epoch));
  return memory;
}

it("keeps every moment of a short training", () => {
  const { epochs } = after(100);
  expect(epochs).toHaveLength(101);
});

it("holds a training of any length from its first epoch to its newest, evenly", () => {
  const { epochs, sizes: all } = after(20_000);
  expect(epochs.length).toBeLessThanOrEqual(MOST_MOMENTS);
  expect(epochs.length).toBeGreaterThan(MOST_MOMENTS / 4);
  expect([epochs[0], epochs.at(-1)]).toEqual([0, 20_000]);
  const distances = epochs.slice(1, -1).map((epoch, place) => epoch - epochs[place]!);
  expect(Math.max(...distances)).toBeLessThanOrEqual(2 * Math.min(...distances));
  epochs.forEach((epoch, place) => expect(all[place]![1]).toBe(2 * epoch));
});

it("begins anew where the training does", () => {
  expect(remember(after(50), 0, nodes, sizes(0)).epochs).toEqual([0]);
  expect(remember(after(50), 20, nodes, sizes(20)).epochs).toHaveLength(21);
  expect(remember(after(50), 51, ["output"], sizes(51)).epochs).toEqual([51]);
});

it("finds the moment that was the present one", () => {
  expect([0, 9, 10, 35, 99].map((epoch) => momentAt([0, 10, 30, 40], epoch))).toEqual([0, 0, 1, 2, 3]);
});
