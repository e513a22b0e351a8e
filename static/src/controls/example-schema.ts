/** A small schema in the shape that the server's has, for tests. */
import type { JsonObject, SchemaNode } from "../wire/protocol";

const learningRate: SchemaNode = {
  type: "number", title: "Learning rate", description: "How far one step goes.", default: 0.01,
  exclusiveMinimum: 0, maximum: 10, scale: "log", live: true,
};

export const exampleSchema: SchemaNode = {
  type: "object",
  properties: {
    seed: { type: "integer", title: "Seed", default: 0, minimum: 0, maximum: 4_294_967_295, step: 1 },
    data: { $ref: "#/$defs/Dataset", title: "Data" },
    network: { $ref: "#/$defs/Network" },
    optimizer: { $ref: "#/$defs/Optimizer", title: "Optimizer", default: { kind: "adam" }, live: true },
    training: { $ref: "#/$defs/Training" },
    engine: { enum: ["auto", "compiled", "torch"], type: "string", title: "Engine", default: "auto" },
  },
  $defs: {
    Dataset: {
      discriminator: { propertyName: "kind", mapping: { spiral: "#/$defs/Spiral" } },
      oneOf: [{ $ref: "#/$defs/Spiral" }],
      family: "datasets",
    },
    Spiral: {
      type: "object", title: "Spiral",
      properties: {
        kind: { const: "spiral", type: "string" },
        noise: { type: "number", title: "Noise", default: 0, minimum: 0, maximum: 0.5, step: 0.05 },
        features: { anyOf: [{ type: "array", items: { $ref: "#/$defs/Feature" } }, { type: "null" }], default: null },
      },
    },
    Feature: {
      discriminator: { propertyName: "kind" }, family: "features",
      oneOf: [{ $ref: "#/$defs/X1" }, { type: "string", enum: ["x1"] }],
    },
    X1: { type: "object", properties: { kind: { const: "x1", type: "string" } } },
    Network: {
      type: "object",
      properties: { layers: { type: "array", items: { $ref: "#/$defs/Layer" }, default: [], title: "Layers", maxItems: 12 } },
    },
    Layer: {
      discriminator: { propertyName: "kind" }, family: "layers",
      oneOf: [{ $ref: "#/$defs/Dense" }, { $ref: "#/$defs/Dropout" }],
    },
    Dense: {
      type: "object", title: "Dense",
      properties: {
        kind: { const: "dense", type: "string" },
        units: { type: "integer", title: "Units", default: 4, minimum: 1, maximum: 64, step: 1 },
        regularizer: { anyOf: [{ $ref: "#/$defs/Regularizer" }, { type: "null" }], default: null, title: "Regularizer" },
      },
    },
    Dropout: {
      type: "object", title: "Dropout",
      properties: { kind: { const: "dropout", type: "string" }, rate: { type: "number", default: 0.2, minimum: 0, exclusiveMaximum: 1 } },
    },
    Regularizer: {
      discriminator: { propertyName: "kind" }, family: "regularizers", title: "Regularizer",
      oneOf: [{ $ref: "#/$defs/L2" }, { type: "string", enum: ["l2"] }],
    },
    L2: {
      type: "object",
      properties: { kind: { const: "l2", type: "string" }, rate: { type: "number", default: 0.001, minimum: 0, maximum: 1, scale: "log" } },
    },
    Optimizer: {
      discriminator: { propertyName: "kind" }, family: "optimizers",
      oneOf: [{ $ref: "#/$defs/Sgd" }, { $ref: "#/$defs/Adam" }, { type: "string", enum: ["sgd", "adam"] }],
    },
    Sgd: { type: "object", title: "SGD", properties: { kind: { const: "sgd", type: "string" }, learning_rate: learningRate } },
    Adam: {
      type: "object", title: "Adam",
      properties: { kind: { const: "adam", type: "string" }, learning_rate: learningRate, beta1: { type: "number", default: 0.9 } },
    },
    Training: {
      type: "object", title: "Training",
      properties: {
        epochs: { type: "integer", default: 1000, title: "Epochs", minimum: 1, maximum: 100_000 },
        batch_size: { anyOf: [{ type: "integer", minimum: 1, maximum: 5000 }, { const: "full", type: "string" }], default: 10, title: "Batch size" },
        early_stopping: { anyOf: [{ $ref: "#/$defs/EarlyStopping" }, { type: "null" }], default: null, title: "Early stopping" },
      },
    },
    EarlyStopping: { type: "object", title: "EarlyStopping", properties: { patience: { type: "integer", default: 20 } } },
  },
};

export const exampleSpec: JsonObject = {
  seed: 3,
  data: { kind: "spiral", noise: 0.1, features: [{ kind: "x1" }] },
  network: {
    layers: [
      { kind: "dense", units: 8, regularizer: { kind: "l2", rate: 0.001 } },
      { kind: "dropout", rate: 0.2 },
      { kind: "dense", units: 4, regularizer: null },
    ],
  },
  optimizer: { kind: "adam", learning_rate: 0.01, beta1: 0.9 },
  training: { batch_size: 10, early_stopping: { patience: 20 } },
  engine: "auto",
};
