/** An experiment as a link of TensorFlow Playground, and what is lost on the way there. */
import { describeField, kindOf, schemaAt } from "../controls/resolve";
import type { Catalog, JsonObject, JsonValue, SchemaNode, Spec } from "../wire/protocol";
import { withDefaults } from "./defaults";
import {
  activations, classifications, features, hidable, readForeignLink, regressions, regularizations,
} from "./tensorflow-playground";

/** Where its page is; only ever a text that a person copies. */
const address = "https://playground.tensorflow.org/";
const seedDigits = 5;

export interface Looks {
  hidden: readonly string[];
  showTest: boolean;
  discrete: boolean;
}

/** The link as near to the experiment as its fields allow. */
export function writeForeignLink(spec: JsonObject, looks: Looks): string {
  const { data, network, optimizer, training, seed } = spec as Spec & { optimizer: JsonObject };
  const layers = network.layers.filter(({ units }) => typeof units === "number");
  const settings: JsonObject = layers[0] ?? network.output;
  const isRegression = nameOf(regressions, data.kind) !== undefined;
  const dataset = nameOf(classifications, data.kind);
  const regDataset = nameOf(regressions, data.kind);
  const known = classifications[dataset ?? ""] ?? regressions[regDataset ?? ""];
  const noise = Math.max(0, Math.min(80, 100 * (known?.theirNoise(Number(data.noise ?? 0)) ?? 0)));
  const activation = kindOf(settings.activation);
  const chosen = new Set(((data.features ?? []) as JsonValue[]).map(kindOf));
  const all: [string, JsonValue][] = [
    ["activation", activation !== null && activations.includes(activation) ? activation : "tanh"],
    ...penalty(settings.regularizer),
    ["batchSize", typeof training.batch_size === "number" ? training.batch_size : trainSamples(data)],
    ["dataset", dataset ?? "circle"],
    ["regDataset", regDataset ?? "reg-plane"],
    ["learningRate", optimizer.learning_rate ?? 0.03],
    ["noise", Number(noise.toFixed(1))],
    ["networkShape", layers.map(({ units }) => units).join(",")],
    ["seed", seedText(Number(seed ?? 0))],
    ["showTestData", looks.showTest],
    ["discretize", looks.discrete],
    ["percTrainData", Math.round(100 * (1 - Number(data.test_fraction ?? 0.5)))],
    ...Object.entries(features).map(([theirs, ours]): [string, JsonValue] => [theirs, chosen.has(ours)]),
    ["problem", isRegression ? "regression" : "classification"],
    ["initZero", kindOf(settings.initializer) === "zeros" && kindOf(settings.bias_initializer) === "zeros"],
    ["hideText", true],
    ...Object.entries(hidable)
      .filter(([, ours]) => looks.hidden.includes(ours))
      .map(([theirs]): [string, JsonValue] => [`${theirs}_hide`, true]),
  ];
  return `${address}#${all.map(([name, value]) => `${name}=${String(value)}`).join("&")}`;
}

function penalty(regularizer: JsonValue | undefined): [string, JsonValue][] {
  const found = Object.entries(regularizations).find(([, { kind }]) => kind === kindOf(regularizer));
  if (!found) return [["regularization", "none"], ["regularizationRate", 0]];
  const rate = Number((regularizer as JsonObject).rate) / found[1].share;
  return [["regularization", found[0]], ["regularizationRate", Number(rate.toPrecision(6))]];
}

function trainSamples({ samples, test_fraction: share }: JsonObject): number {
  return Math.max(1, Math.round(Number(samples ?? 1) * (1 - Number(share ?? 0))));
}

function seedText(seed: number): string {
  return seed < 10 ** seedDigits ? `0.${String(seed).padStart(seedDigits, "0")}` : String(seed);
}

function nameOf(known: { [name: string]: { kind: string } }, kind: string): string | undefined {
  return Object.keys(known).find((name) => known[name]?.kind === kind);
}

// ---- what is lost -----------------------------------------------------------------------------

/** Parts of the document that do not change what is trained. */
const noMatter = new Set(["format", "name", "engine", "seed"]);

/** Everything of the experiment that the link makes something else of, each in a few words. */
export function lostOnTheWay(spec: Spec, link: string, root: SchemaNode, catalog: Catalog | null): string[] {
  const definitions = root.$defs ?? {};
  const there = withDefaults(readForeignLink(new URL(link).hash, root).experiment, root, definitions) as Spec;
  const lost: string[] = [];

  function compare(path: string, ours: JsonValue | undefined, theirs: JsonValue | undefined): void {
    if (JSON.stringify(ours) === JSON.stringify(theirs)) return;
    if (isObject(ours) && isObject(theirs) && kindOf(ours) === kindOf(theirs)) {
      for (const name of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
        if (path !== "" || !noMatter.has(name)) compare(path === "" ? name : `${path}.${name}`, ours[name], theirs[name]);
      }
    } else if (Array.isArray(ours) && Array.isArray(theirs) && ours.length === theirs.length) {
      ours.forEach((item, index) => compare(`${path}.${index}`, item, theirs[index]));
    } else {
      lost.push(`${titleOf(path)}: ${inWords(ours)} becomes ${inWords(theirs)}`);
      if (Array.isArray(ours) && Array.isArray(theirs)) compareKept(path, ours, theirs);
    }
  }

  /** Layers that it does not know are left out; those that remain may differ as well. */
  function compareKept(path: string, ours: JsonValue[], theirs: JsonValue[]): void {
    const kept = ours.flatMap((item, index) => (theirs.some((other) => kindOf(other) === kindOf(item)) ? [index] : []));
    if (kept.length === theirs.length) theirs.forEach((item, place) => compare(`${path}.${kept[place]}`, ours[kept[place]!], item));
  }

  function titleOf(path: string): string {
    const node = schemaAt(root, path, spec, definitions);
    return (node && describeField(node, definitions).title) || path.slice(path.lastIndexOf(".") + 1);
  }

  function inWords(value: JsonValue | undefined): string {
    if (value === undefined || value === null) return "none";
    if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(inWords).join(", ");
    const kind = kindOf(value);
    if (kind === null) return isObject(value) ? "on" : String(value);
    const titles = Object.values(catalog?.families ?? {}).map(({ kinds }) => kinds[kind]?.title);
    return titles.find((title) => title !== undefined) ?? kind;
  }

  // All samples at once are a batch of as many.
  const { batch_size: batch } = spec.training;
  const same = { ...spec, training: { ...spec.training, batch_size: batch === "full" ? trainSamples(spec.data) : (batch ?? null) } };
  compare("", same, there);
  return [...new Set(lost)];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
