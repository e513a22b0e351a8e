import { describe, expect, it } from "vitest";
import { exampleSchema } from "../controls/example-schema";
import type { JsonObject, Spec } from "../wire/protocol";
import { isForeignLink, readForeignLink } from "./tensorflow-playground";
import { lostOnTheWay, writeForeignLink } from "./tensorflow-playground-link";

/** As its address bar has them: the opening page, its tutorials' and those that lessons hand out. */
const recorded = {
  opening: "#activation=tanh&batchSize=10&dataset=circle&regDataset=reg-plane&learningRate=0.03&regularizationRate=0&noise=0&networkShape=4,2&seed=0.36117&showTestData=false&discretize=false&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false&cosX=false&sinX=false&cosY=false&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false",
  spiral: "#activation=relu&regularization=L2&batchSize=20&dataset=spiral&regDataset=reg-plane&learningRate=0.01&regularizationRate=0.003&noise=15&networkShape=8,6&seed=0.02841&showTestData=true&discretize=true&percTrainData=70&x=true&y=true&xTimesY=true&xSquared=true&ySquared=true&cosX=false&sinX=true&cosY=false&sinY=true&collectStats=false&problem=classification&initZero=false&hideText=true",
  linear: "#activation=linear&batchSize=10&dataset=gauss&regDataset=reg-plane&learningRate=0.03&regularizationRate=0&noise=25&networkShape=&seed=0.90001&showTestData=false&discretize=false&percTrainData=50&x=true&y=true&problem=classification",
  plane: "#activation=sigmoid&batchSize=1&dataset=xor&regDataset=reg-plane&learningRate=0.001&regularizationRate=0&noise=10&networkShape=1&seed=0.5&percTrainData=90&x=true&y=true&problem=regression",
  hills: "#activation=tanh&batchSize=30&regDataset=reg-gauss&learningRate=0.1&networkShape=8,8,8,8,8,8&seed=0.00007&noise=50&percTrainData=10&problem=regression",
  xor: "#activation=relu&regularization=L1&regularizationRate=0.1&dataset=xor&noise=20&networkShape=4&seed=0.12345&xTimesY=true&x=false&y=false",
  zeros: "#dataset=circle&initZero=true&networkShape=3&seed=0.11111",
  hidden: "#dataset=gauss&seed=0.1&networkShape=2&playButton_hide=false&stepButton_hide=true&dataset_hide=true&noise_hide=true&batchSize_hide=true&percTrainData_hide=true&learningRate_hide=true&activation_hide=true&regularization_hide=true&regularizationRate_hide=true&problem_hide=true&numHiddenLayers_hide=true&showTestData_hide=true&discretize_hide=true&resetButton_hide=true&xSquared_hide=true&xSquared=true&sinX_hide=true",
  tutorial: "#tutorial=crossvalidation&dataset=gauss&percTrainData=30&seed=0.4",
  clamped: "#learningRate=30&batchSize=0&noise=95&percTrainData=100&networkShape=200,0&seed=0.2",
  strange: "#activation=swish&dataset=moons&problem=clustering&regularization=dropout&seed=hello&noise=-5&learningRate=fast",
  former: "#cosX=true&cosY=true&collectStats=true&seed=42",
  sparse: "#problem=regression",
  encoded: "#networkShape=4%2C3&dataset=spiral&seed=0.7&x=",
};

const read = (name: keyof typeof recorded) => readForeignLink(recorded[name], exampleSchema, () => 77);
interface Found {
  seed: number;
  data: JsonObject;
  network: { layers: JsonObject[]; output: JsonObject };
  loss: JsonObject;
  optimizer: JsonObject;
  training: JsonObject;
}
const experimentOf = (name: keyof typeof recorded) => read(name).experiment as unknown as Found;

const start = { initializer: { kind: "uniform", low: -0.5, high: 0.5 }, bias_initializer: { kind: "constant", value: 0.1 } };

describe("each field", () => {
  it("opening: all that it does not say in a link of its own", () => {
    const { experiment, hidden, showTest, discrete } = read("opening");
    expect(experiment).toEqual({
      name: "From TensorFlow Playground",
      seed: 36117,
      data: { kind: "circle", samples: 500, noise: 0, test_fraction: 0.5, features: ["x1", "x2"], scaling: "none" },
      network: {
        layers: [4, 2].map((units) => ({ kind: "dense", units, activation: "tanh", ...start, regularizer: null })),
        output: { activation: "tanh", ...start, regularizer: null },
      },
      loss: { kind: "mean_squared_error", half: true },
      optimizer: { kind: "sgd", learning_rate: 0.03 },
      training: { batch_size: 10, epochs: 100_000 },
    });
    expect({ hidden, showTest, discrete }).toEqual({ hidden: [], showTest: false, discrete: false });
  });

  it("spiral: features, penalty, looks, shares", () => {
    const found = experimentOf("spiral");
    expect(found.data).toMatchObject({
      kind: "spiral", noise: 0.15, test_fraction: 0.3,
      features: ["x1", "x2", "x1*x2", "x1^2", "x2^2", "sin(x1)", "sin(x2)"],
    });
    expect(found.network.layers.map(({ units, activation }) => [units, activation])).toEqual([[8, "relu"], [6, "relu"]]);
    // Its penalty is ½λw², ours rate · w².
    for (const part of [...found.network.layers, found.network.output]) expect(part.regularizer).toEqual({ kind: "l2", rate: 0.0015 });
    expect(found.training.batch_size).toBe(20);
    expect(found.optimizer.learning_rate).toBe(0.01);
    expect(read("spiral")).toMatchObject({ showTest: true, discrete: true });
  });

  it("an empty shape is no hidden layer, and clouds are as wide as there", () => {
    const found = experimentOf("linear");
    expect(found.network.layers).toEqual([]);
    expect(found.network.output.activation).toBe("tanh");
    expect(0.6 + 3 * Number(found.data.noise)).toBeCloseTo(Math.sqrt(0.5 + 7 * 0.25), 3);
  });

  it("regression: 1200 samples, a linear output, and its own data set", () => {
    const plane = experimentOf("plane");
    expect(plane.data).toMatchObject({ kind: "plane", samples: 1200, test_fraction: 0.1, noise: 0.049 });
    expect(plane.network.output.activation).toBe("linear");
    expect(plane.network.layers[0]).toMatchObject({ units: 1, activation: "sigmoid" });
    expect(experimentOf("hills").data).toMatchObject({ kind: "multi_gaussian", noise: 0.6, test_fraction: 0.9 });
    expect(experimentOf("hills").network.layers).toHaveLength(6);
    expect(experimentOf("sparse").data.kind).toBe("plane");
  });

  it("xor: the product alone, and what L1 does there", () => {
    const found = experimentOf("xor");
    expect(found.data).toMatchObject({ kind: "xor", features: ["x1*x2"], noise: 0.2 });
    expect(found.network.output.regularizer).toEqual({ kind: "l1", rate: 0.1 });
    expect(read("xor").notes.join(" ")).toMatch(/dead for good.*colors; noise moves samples/);
  });

  it("zeros: every weight and bias", () => {
    const { layers, output } = experimentOf("zeros").network;
    for (const part of [...layers, output]) expect(part).toMatchObject({ initializer: "zeros", bias_initializer: "zeros" });
  });

  it("hidden: every control, and a hidden feature is no input", () => {
    const { hidden } = read("hidden");
    expect(new Set(hidden)).toEqual(new Set([
      "step", "dataset", "noise", "batch-size", "test-fraction", "learning-rate", "activation", "regularizer",
      "regularization-rate", "task", "layers", "test-data", "discrete", "reset", "feature-x1^2", "feature-sin(x1)",
    ]));
    expect(experimentOf("hidden").data.features).toEqual(["x1", "x2"]);
  });

  it.each([
    ["tutorial", /“crossvalidation” is not here/], ["former", /cosX and cosY/],
    ["clamped", /“learningRate=30” is out of bounds/], ["strange", /“activation=swish” is nothing that it knows, so tanh/],
  ] as const)("%s: says what is not carried over", (name, sentence) => {
    expect(read(name).notes.join(" ")).toMatch(sentence);
  });

  it("keeps numbers within what is possible here", () => {
    const found = experimentOf("clamped");
    expect(found.optimizer.learning_rate).toBe(10);
    expect(found.training.batch_size).toBe(1);
    expect(found.data).toMatchObject({ noise: 0.5, test_fraction: 0 });
    expect(found.network.layers.map(({ units }) => units)).toEqual([64, 1]);
  });

  it("ignores what it would ignore", () => {
    const found = experimentOf("strange");
    expect(found.data).toMatchObject({ kind: "circle", noise: 0 });
    expect(found.network.layers[0]).toMatchObject({ activation: "tanh", regularizer: null });
    expect(found.optimizer.learning_rate).toBe(0.03);
  });

  it("makes a seed of whatever stands there, always the same", () => {
    expect(experimentOf("hills").seed).toBe(7);
    expect(experimentOf("plane").seed).toBe(50_000);
    expect(experimentOf("former").seed).toBe(42);
    expect(experimentOf("strange").seed).toBe(experimentOf("strange").seed);
    expect(experimentOf("strange").seed).toBeGreaterThan(100_000);
    expect(experimentOf("sparse").seed).toBe(77);
  });

  it("reads encoded commas and takes empty fields for missing", () => {
    const found = experimentOf("encoded");
    expect(found.network.layers.map(({ units }) => units)).toEqual([4, 3]);
    expect(found.data.features).toEqual(["x1", "x2"]);
  });

  it("opens with at least one input", () => {
    const { experiment, notes } = readForeignLink("#x=false&y=false&seed=0.1", exampleSchema);
    expect(experiment).toMatchObject({ data: { features: ["x1"] } });
    expect(notes.join(" ")).toContain("needs an input");
  });
});

it("knows its links from ours and from nonsense", () => {
  for (const link of Object.values(recorded)) expect(isForeignLink(link)).toBe(true);
  for (const other of ["", "#", "#1=q1YqSy0", "#nonsense", "#foo=1&bar_hide=true"]) expect(isForeignLink(other)).toBe(false);
});

describe("the other way", () => {
  const looks = { hidden: ["noise", "feature-x1^2"], showTest: true, discrete: false };

  it.each(Object.keys(recorded).filter((name) => name !== "hidden") as (keyof typeof recorded)[])(
    "%s comes back as it was", (name) => {
      const { experiment } = read(name);
      const link = writeForeignLink(experiment, { ...looks, hidden: [] });
      expect(readForeignLink(new URL(link).hash, exampleSchema).experiment).toEqual(experiment);
    },
  );

  it("carries what is hidden and how it is looked at", () => {
    const link = writeForeignLink(read("opening").experiment, looks);
    expect(link).toContain("https://playground.tensorflow.org/#activation=tanh&");
    expect(readForeignLink(new URL(link).hash, exampleSchema)).toMatchObject({ hidden: ["noise", "feature-x1^2"], showTest: true, discrete: false });
  });

  it("lists what it makes something else of", () => {
    const spec = {
      seed: 3,
      data: { kind: "spiral", samples: 500, noise: 0, test_fraction: 0.5, features: [{ kind: "x1" }], scaling: { kind: "none" } },
      network: {
        layers: [{ kind: "dense", units: 8, regularizer: { kind: "l2", rate: 0.001 } }, { kind: "dropout", rate: 0.2 }],
        output: {},
      },
      optimizer: { kind: "adam", learning_rate: 0.01, beta1: 0.9 },
      training: { batch_size: "full", early_stopping: { patience: 20 } },
    } as unknown as Spec;
    const lost = lostOnTheWay(spec, writeForeignLink(spec, looks), exampleSchema, null);
    expect(lost).toContain("Layers: dense, dropout becomes dense");
    expect(lost).toContain("Optimizer: adam becomes sgd");
    expect(lost).toContain("Early stopping: on becomes none");
    expect(lost.filter((sentence) => /Batch size|Noise|Regularizer|Learning rate/.test(sentence))).toEqual([]);
  });
});
