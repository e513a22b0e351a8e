/**
 * The links of TensorFlow Playground: its experiment, said in our words.
 *
 * What it does was read from its sources (github.com/tensorflow/playground): half the squared error, a tanh output for
 * classes −1 and 1, first weights uniform in −0.5 … 0.5 and biases 0.1, plain SGD, and a penalty λ|w| or ½λw².
 */
import { schemaAt } from "../controls/resolve";
import type { JsonObject, SchemaNode } from "../wire/protocol";

export interface ForeignExperiment {
  experiment: JsonObject;
  /** Controls that the link hides, by our names. */
  hidden: string[];
  showTest: boolean;
  discrete: boolean;
  /** What is not the same here, a sentence each. */
  notes: string[];
}

interface ForeignData {
  kind: string;
  /** Our noise from its noise (0 … 0.8), and back. */
  noise(theirs: number): number;
  theirNoise(ours: number): number;
}

const asIs = { noise: (noise: number) => noise, theirNoise: (noise: number) => noise };
/** Its clouds have a variance of 0.5 … 4 for a noise of 0 … 0.5; ours have a width of 0.6 + 3 · noise. */
const byVariance = {
  noise: (noise: number) => (Math.sqrt(0.5 + 7 * noise) - 0.6) / 3,
  theirNoise: (noise: number) => ((0.6 + 3 * noise) ** 2 - 0.5) / 7,
};
/** It reads a height up to 6 · noise away in either input; ours scatters the height itself, on average as much. */
const byHeight = (share: number) => ({
  noise: (noise: number) => noise * share,
  theirNoise: (noise: number) => noise / share,
});

export const classifications: { [name: string]: ForeignData } = {
  circle: { kind: "circle", ...asIs },
  xor: { kind: "xor", ...asIs },
  gauss: { kind: "gaussian", ...byVariance },
  spiral: { kind: "spiral", ...asIs },
};
export const regressions: { [name: string]: ForeignData } = {
  "reg-plane": { kind: "plane", ...byHeight(0.6 * Math.sqrt(2 / 3)) },
  "reg-gauss": { kind: "multi_gaussian", ...byHeight(1.2) },
};
export const activations = ["relu", "tanh", "sigmoid", "linear"];
/** Penalties with our rate for each unit of its rate; its L2 is ½λw², ours is rate · w². */
export const regularizations: { [name: string]: { kind: string; share: number } } = {
  L1: { kind: "l1", share: 1 },
  L2: { kind: "l2", share: 0.5 },
};
export const features: { [name: string]: string } = {
  x: "x1", y: "x2", xTimesY: "x1*x2", xSquared: "x1^2", ySquared: "x2^2", sinX: "sin(x1)", sinY: "sin(x2)",
};
/** Inputs that older versions had; the present one reads their fields and ignores them. */
const formerFeatures = ["cosX", "cosY"];
export const hidable: { [name: string]: string } = {
  playButton: "play", stepButton: "step", resetButton: "reset", learningRate: "learning-rate",
  activation: "activation", regularization: "regularizer", regularizationRate: "regularization-rate",
  problem: "task", dataset: "dataset", percTrainData: "test-fraction", noise: "noise", batchSize: "batch-size",
  numHiddenLayers: "layers", showTestData: "test-data", discretize: "discrete",
  ...Object.fromEntries(Object.entries(features).map(([theirs, ours]) => [theirs, `feature-${ours}`])),
};
const otherFields = [
  "activation", "regularization", "batchSize", "dataset", "regDataset", "learningRate", "regularizationRate",
  "noise", "networkShape", "seed", "showTestData", "discretize", "percTrainData", "collectStats", "tutorial",
  "problem", "initZero", "hideText",
];
const fields = new Set([...otherFields, ...Object.keys(features), ...formerFeatures]);
const hideSuffix = "_hide";

export const sampleCounts = { classification: 500, regression: 1200 };
const mostNoise = 80;
const noiseInsteadOfMore = 50;
const smallestRate = 1e-6;
/** What a link's fields become is of these kinds, whose bounds the schema knows. */
const plain = {
  network: { layers: [{ kind: "dense", regularizer: { kind: "l2" } }] }, optimizer: { kind: "sgd" }, training: {},
};
/** It writes its seeds as five digits behind the point. */
const seedDigits = 5;

/** Whether the text behind the "#" is one of its links: a field of its own is in it. */
export function isForeignLink(hash: string): boolean {
  return [...fieldsOf(hash).keys()].some((name) => fields.has(name) || isHideFlag(name));
}

interface Bounds {
  low: number;
  high: number;
}

/** How small and how large a field may be, or how long where it is a list. */
function boundsOf(root: SchemaNode, path: string): Bounds {
  const node = schemaAt(root, path, plain, root.$defs ?? {});
  const { minimum, maximum, maxItems } = node?.anyOf?.[0] ?? node ?? {};
  return { low: minimum ?? 0, high: maximum ?? maxItems ?? Number.MAX_SAFE_INTEGER };
}

export function readForeignLink(hash: string, schema: SchemaNode, anySeed = () => Math.floor(Math.random() * 10 ** seedDigits)): ForeignExperiment {
  const reader = new Reader(fieldsOf(hash));
  const bounds = (path: string) => boundsOf(schema, path);
  const isRegression = reader.name("problem", ["classification", "regression"], "classification") === "regression";
  const known = isRegression ? regressions : classifications;
  const dataset = isRegression
    ? reader.name("regDataset", Object.keys(regressions), "reg-plane")
    : reader.name("dataset", Object.keys(classifications), "circle");
  const data = known[dataset]!;
  const noise = reader.noise();
  const activation = reader.name("activation", activations, "tanh");
  const settings = { activation, ...reader.start(), regularizer: reader.regularizer(bounds("network.layers.0.regularizer.rate")) };
  const hidden = reader.hidden();
  const experiment = {
    name: "From TensorFlow Playground",
    seed: reader.seed(anySeed),
    data: {
      kind: data.kind,
      samples: isRegression ? sampleCounts.regression : sampleCounts.classification,
      noise: Number(Math.min(1, Math.max(0, data.noise(noise / 100))).toFixed(4)),
      test_fraction: Number((1 - reader.number("percTrainData", 50, { low: 10, high: 100 }) / 100).toFixed(4)),
      features: reader.features(),
      scaling: "none",
    },
    network: {
      layers: reader.shape(bounds("network.layers").high, bounds("network.layers.0.units").high).map((units) => ({ kind: "dense", units, ...settings })),
      output: { ...settings, activation: isRegression ? "linear" : "tanh" },
    },
    loss: { kind: "mean_squared_error", half: true },
    optimizer: { kind: "sgd", learning_rate: reader.number("learningRate", 0.03, { ...bounds("optimizer.learning_rate"), low: smallestRate }) },
    training: {
      batch_size: Math.round(reader.number("batchSize", 10, bounds("training.batch_size"))),
      // It never stops by itself.
      epochs: bounds("training.epochs").high,
    },
  };
  reader.note(differenceOf(dataset, noise));
  return {
    experiment, hidden,
    showTest: reader.isOn("showTestData", false),
    discrete: reader.isOn("discretize", false),
    notes: reader.notes,
  };
}

/** How a data set of ours differs from its namesake. */
function differenceOf(dataset: string, noise: number): string | null {
  const parts: string[] = [];
  if (dataset === "xor" || dataset === "spiral") parts.push("the two classes have each other's colors");
  if ((dataset === "xor" || dataset === "circle") && noise > 0) {
    parts.push("noise moves samples, where there it turns the class of those near the border");
  }
  if (dataset === "reg-gauss" && noise > 0) parts.push("noise is added to the heights, where there it moves the place");
  if (dataset === "reg-plane") parts.push("inputs reach from −5 to 5, there from −6 to 6");
  return parts.length === 0 ? null : `Of its data, ${parts.join("; ")}.`;
}

/** The fields of a link, read as it reads them: what it would ignore is ignored, and said. */
class Reader {
  readonly notes: string[] = [
    "Samples and first weights are another random draw, since its random numbers are not ours.",
  ];

  constructor(private readonly held: Map<string, string>) {
    if (held.has("tutorial") && !this.isOn("hideText", false)) this.note(`The text of its tutorial “${held.get("tutorial")}” is not here.`);
    const former = formerFeatures.filter((name) => this.isOn(name, false));
    if (former.length > 0) this.note(`Its present version no longer has ${former.join(" and ")}, and neither has this page.`);
  }

  note(sentence: string | null): void {
    if (sentence !== null) this.notes.push(sentence);
  }

  name(field: string, known: string[], usual: string): string {
    const held = this.held.get(field);
    if (held === undefined || known.includes(held)) return held ?? usual;
    this.note(`“${field}=${held}” is nothing that it knows, so ${usual} is taken, as it does.`);
    return usual;
  }

  /** Everything but the word false is true. */
  isOn(field: string, usual: boolean): boolean {
    const held = this.held.get(field);
    return held === undefined ? usual : held !== "false";
  }

  number(field: string, usual: number, { low, high }: Bounds): number {
    const held = this.held.get(field);
    if (held === undefined) return usual;
    const value = Number(held);
    const taken = Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : usual;
    if (taken !== value) this.note(`“${field}=${held}” is out of bounds here, so ${taken} is taken.`);
    return taken;
  }

  /** In percent. Beyond 80 it falls back to 50, below 0 to 0. */
  noise(): number {
    const noise = Number(this.held.get("noise") ?? 0);
    if (!Number.isFinite(noise) || noise < 0) return 0;
    return noise > mostNoise ? noiseInsteadOfMore : noise;
  }

  /** Units of the hidden layers; unlike other fields an empty one counts: no hidden layer. */
  shape(mostLayers: number, mostUnits: number): number[] {
    const held = this.held.get("networkShape");
    if (held === undefined) return [4, 2];
    const units = held.trim() === "" ? [] : held.split(",").map(Number);
    const shape = units.slice(0, mostLayers).map((count) => Math.min(mostUnits, Math.max(1, Math.round(count) || 1)));
    if (String(shape) !== String(units)) this.note(`Its layers ${held} are more or larger than here, so they are ${shape.join(", ")}.`);
    return shape;
  }

  start(): JsonObject {
    return this.isOn("initZero", false)
      ? { initializer: "zeros", bias_initializer: "zeros" }
      : { initializer: { kind: "uniform", low: -0.5, high: 0.5 }, bias_initializer: { kind: "constant", value: 0.1 } };
  }

  regularizer(rates: Bounds): JsonObject | null {
    const name = this.name("regularization", ["none", ...Object.keys(regularizations)], "none");
    const rate = this.number("regularizationRate", 0, rates);
    const found = regularizations[name];
    if (!found) return null;
    if (name === "L1" && rate > 0) this.note("There a weight that L1 has pushed past 0 is dead for good; here it may come back.");
    return { kind: found.kind, rate: Number((rate * found.share).toPrecision(6)) };
  }

  /** A feature that is hidden is none of its inputs. */
  features(): string[] {
    const chosen = Object.keys(features).filter(
      (name) => this.isOn(name, name === "x" || name === "y") && this.held.get(`${name}${hideSuffix}`) !== "true",
    );
    if (chosen.length > 0) return chosen.map((name) => features[name]!);
    this.note("A network needs an input here, so x₁ is one.");
    return [features.x!];
  }

  hidden(): string[] {
    const wanted = [...this.held].filter(([name, value]) => isHideFlag(name) && value === "true");
    return wanted.flatMap(([name]) => hidable[name.slice(0, -hideSuffix.length)] ?? []);
  }

  /** Its seed is any text; the usual five digits become that number, other texts one that follows from them. */
  seed(anySeed: () => number): number {
    const text = this.held.get("seed");
    if (text === undefined) return anySeed();
    const digits = new RegExp(`^0?\\.(\\d{1,${seedDigits}})$`).exec(text)?.[1];
    if (digits !== undefined) return Number(digits.padEnd(seedDigits, "0"));
    if (/^\d+$/.test(text) && Number(text) < 2 ** 32) return Number(text);
    return [...text].reduce((hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0, 0x811c9dc5);
  }
}

function isHideFlag(name: string): boolean {
  return name.endsWith(hideSuffix) && name.slice(0, -hideSuffix.length) in hidable;
}

/** Names and values; a field without a value counts only where an empty one means something. */
function fieldsOf(hash: string): Map<string, string> {
  const pairs = hash.replace(/^#/, "").split("&").map((pair): [string, string | undefined] => {
    const [name = "", value] = pair.split("=");
    return [name, value === undefined ? undefined : decoded(value)];
  });
  return new Map(
    pairs.filter((pair): pair is [string, string] => pair[1] !== undefined && (pair[1].trim() !== "" || pair[0] === "networkShape")),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
