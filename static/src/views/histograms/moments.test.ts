import { expect, it } from "vitest";
import type { Histogram, HistogramsProbe } from "../../wire/protocol";
import { figuresOf, MOST_MOMENTS, NO_MOMENTS, spread, withMoment } from "./moments";

const histogram = (...counts: number[]): Histogram =>
  ({ low: -2, high: 2, counts: { dtype: "u32", shape: [counts.length], data: Uint32Array.from(counts) } });

function probe(epoch: number, moments = [0], nodes = ["layers.0"]): HistogramsProbe {
  const quantities = { weights: { [nodes[0]!]: histogram(1, 1, 1, 1) }, biases: {}, weight_gradients: {}, preactivations: {}, outputs: {} };
  return { epoch, moments, nodes, quantities };
}

it("keeps few moments of a long training, from the first to the newest", () => {
  let known = NO_MOMENTS;
  for (let epoch = 0; epoch <= 300; epoch += 1) known = withMoment(known, probe(epoch));
  const epochs = known.list.map(({ epoch }) => epoch);
  expect(epochs).toHaveLength(MOST_MOMENTS);
  expect([epochs[0], epochs.at(-1)]).toEqual([0, 300]);
});

it("takes moments of the past in their place, and forgets those of another training", () => {
  let known = withMoment(withMoment(NO_MOMENTS, probe(90, [0, 50])), probe(50, [0, 50, 90]));
  expect(known.list.map(({ epoch }) => epoch)).toEqual([50, 90]);
  known = withMoment(known, probe(10));
  expect(known.list.map(({ epoch }) => epoch)).toEqual([10]);
  expect(withMoment(known, probe(20, [0], ["output"])).list).toHaveLength(1);
});

it("spreads what is fetched over what there is", () => {
  expect(spread([0, 1, 2, 5, 10, 20, 50, 100], 4)).toEqual([0, 2, 10, 20]);
  expect(spread([], 4)).toEqual([]);
});

it("tells mean, spread and pile of counted numbers", () => {
  expect(figuresOf(histogram(0, 10, 30, 0))).toEqual({ count: 40, mean: 0.25, deviation: Math.sqrt(0.1875), fullest: 0.75 });
});
