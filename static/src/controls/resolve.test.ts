import { expect, it } from "vitest";
import type { SchemaNode } from "../wire/protocol";
import { exampleSchema, exampleSpec } from "./example-schema";
import { describeField, schemaAt, sentenceCase } from "./resolve";

const definitions = exampleSchema.$defs ?? {};
const at = (path: string) => describeField(schemaAt(exampleSchema, path, exampleSpec, definitions) as SchemaNode, definitions);

it("finds a number with its bounds, step and scale", () => {
  expect(at("network.layers.0.units")).toMatchObject({
    draw: "number", integer: true, low: 1, high: 64, lowAllowed: true, step: 1, scale: "linear",
  });
  expect(at("optimizer.learning_rate")).toMatchObject({
    draw: "number", low: 0, high: 10, lowAllowed: false, highAllowed: true, scale: "log", live: true,
  });
});

it("reads the fields of the kind that is there, not of another", () => {
  expect(at("network.layers.1.rate")).toMatchObject({ draw: "number", highAllowed: false });
  expect(schemaAt(exampleSchema, "network.layers.1.units", exampleSpec, definitions)).toBeNull();
});

it("sees the kinds of a family, without the bare names", () => {
  const field = at("optimizer");
  expect(field).toMatchObject({ draw: "kind", family: "optimizers", title: "Optimizer", live: true });
  expect(field.draw === "kind" && field.kinds.map(({ kind }) => kind)).toEqual(["sgd", "adam"]);
});

it("follows an optional kind to its own parameters", () => {
  expect(at("network.layers.0.regularizer.rate")).toMatchObject({ draw: "number", scale: "log" });
});

it("names the alternatives of a field", () => {
  const field = at("training.batch_size");
  expect(field.draw === "alternatives" && field.alternatives.map(({ title }) => title)).toEqual(["Number", "Full"]);
});

it("draws plain values as a choice and the rest by its type", () => {
  expect(at("engine")).toMatchObject({ draw: "choice" });
  expect(describeField({ type: "boolean" }, {}).draw).toBe("switch");
  expect(describeField({ type: "string", maxLength: 9 }, {})).toMatchObject({ draw: "text", longest: 9 });
});

it("lets the words beside a reference win over those behind it", () => {
  expect(describeField({ $ref: "#/$defs/Sgd", title: "Rule" }, definitions).title).toBe("Rule");
});

it("says nothing of fields that are not there", () => {
  expect(schemaAt(exampleSchema, "data.sparkle", exampleSpec, definitions)).toBeNull();
});

it("writes names as words", () => {
  expect(sentenceCase("train_loss")).toBe("Train loss");
});

it("takes an optional kind for one choice with none of them in it", () => {
  expect(at("network.layers.0.regularizer")).toMatchObject({ draw: "kind", family: "regularizers", optional: true });
});

it("offers an optional group as on or off", () => {
  const field = at("training.early_stopping");
  expect(field.draw === "alternatives" && field.alternatives.map(({ title }) => title)).toEqual(["On", "Off"]);
});
