import { expect, test } from "vitest";
import { exampleSchema } from "../../controls/example-schema";
import type { Catalog, Spec } from "../../wire/protocol";
import { inWords, joined, shortest } from "./changes";

const dense = (units: number) => ({ kind: "dense", units, activation: { kind: "sigmoid" } });
const experiment = {
  data: { kind: "spiral", noise: 0 }, network: { layers: [dense(4), dense(8)], output: {} },
  optimizer: { kind: "adam", learning_rate: 0.3 }, training: {},
} as unknown as Spec;
const catalog: Catalog = { version: "", presets: [], families: {} };

const toRelu = [0, 1].map((layer) => ({ path: `network.layers.${layer}.activation`, value: "relu" }));

test("changes of many layers are one of the list, whatever else is changed with them", () => {
  const rate = { path: "optimizer.learning_rate", value: 0.1 };
  const changes = joined(experiment, [...toRelu, rate]);
  expect(changes.map(({ path }) => path)).toEqual(["network.layers", "optimizer.learning_rate"]);
  expect(changes[0]?.value).toEqual([{ ...dense(4), activation: "relu" }, { ...dense(8), activation: "relu" }]);
  expect(joined(experiment, [rate])).toEqual([rate]);
});

test("a list that is replaced and then changed inside keeps both", () => {
  const longer = [...experiment.network.layers, { kind: "batch_norm" }];
  const changes = joined(experiment, [{ path: "network.layers", value: longer }, { path: "network.layers.0.units", value: 6 }]);
  expect(changes).toEqual([{ path: "network.layers", value: [{ ...dense(4), units: 6 }, dense(8), { kind: "batch_norm" }] }]);
});

test("what changed is told once, with how often", () => {
  const words = inWords(experiment, joined(experiment, toRelu), exampleSchema, catalog);
  expect(words).toBe("Activation: Sigmoid → Relu (2×)");
  const two = [{ path: "optimizer.learning_rate", value: 0.0003 }, { path: "network.layers", value: [dense(4)] }];
  expect(inWords(experiment, two, exampleSchema, catalog)).toBe("Learning rate: 0.3 → 0.0003; Layers: 2 → 1");
});

test("a bare name of the kind that is there already is no change", () => {
  expect(inWords(experiment, [{ path: "network.layers.0.activation", value: "sigmoid" }], exampleSchema, catalog)).toBe("");
});

test("numbers have no digits that say nothing", () => {
  expect([0.01, 0.000283555, 0, -12.3456, 6.2e-5].map(shortest)).toEqual(["0.01", "0.000284", "0", "−12.3", "6.2e−5"]);
});
