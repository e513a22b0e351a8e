/** A cure as edits of the experiment, and in words what it changes. */
import { describeField, kindOf, schemaAt, sentenceCase } from "../../controls/resolve";
import { valueAt, withValueAt } from "../../state/paths";
import { numberText } from "../../views/number-text";
import type { Catalog, Change, JsonObject, JsonValue, SchemaNode, Spec } from "../../wire/protocol";

const LAYERS = "network.layers";

/** Changes of many layers as one of their list: each command would start the training again. */
export function joined(experiment: Spec, patches: readonly Change[]): Change[] {
  const inLayers = patches.filter(({ path }) => path === LAYERS || path.startsWith(`${LAYERS}.`));
  if (inLayers.length < 2) return [...patches];
  const changed = inLayers.reduce<Spec>((known, { path, value }) => withValueAt(known, path, value), experiment);
  const others = patches.filter((patch) => !inLayers.includes(patch));
  return [{ path: LAYERS, value: changed.network.layers }, ...others];
}

interface Difference {
  path: string;
  before: JsonValue;
  after: JsonValue;
}

/** "Activation: Sigmoid → ReLU (6×); Learning rate: 0.3 → 0.1". */
export function inWords(experiment: Spec, patches: readonly Change[], schema: SchemaNode, catalog: Catalog): string {
  const changed = patches.reduce<Spec>((known, { path, value }) => withValueAt(known, path, value), experiment);
  const counted = new Map<string, number>();
  for (const difference of patches.flatMap(({ path }) =>
    differences(path, valueAt(experiment, path) ?? null, valueAt(changed, path) ?? null))) {
    const words = sentence(difference, experiment, schema, catalog);
    counted.set(words, (counted.get(words) ?? 0) + 1);
  }
  return [...counted].map(([words, times]) => (times > 1 ? `${words} (${times}×)` : words)).join("; ");
}

/** Down to single values; lists of different lengths and other kinds are differences as a whole. */
function differences(path: string, before: JsonValue, after: JsonValue): Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const whole = [{ path, before, after }];
  if (Array.isArray(before) && Array.isArray(after)) {
    if (before.length !== after.length) return whole;
    return before.flatMap((value, index) => differences(`${path}.${index}`, value, after[index] ?? null));
  }
  if (!isObject(before) || !isObject(after)) return kindOf(before) !== null && kindOf(before) === kindOf(after) ? [] : whole;
  if (kindOf(before) !== kindOf(after)) return whole;
  return Object.keys(after).flatMap((key) => differences(`${path}.${key}`, before[key] ?? null, after[key] ?? null));
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sentence({ path, before, after }: Difference, experiment: Spec, schema: SchemaNode, catalog: Catalog): string {
  const definitions = schema.$defs ?? {};
  const node = schemaAt(schema, path, experiment, definitions);
  const field = node && describeField(node, definitions);
  const title = field?.title || sentenceCase(path.slice(path.lastIndexOf(".") + 1));
  const family = field?.draw === "kind" ? catalog.families[field.family ?? ""] : undefined;
  const text = (value: JsonValue) => {
    const kind = kindOf(value);
    if (kind !== null) return family?.kinds[kind]?.title ?? sentenceCase(kind);
    if (Array.isArray(value)) return String(value.length);
    if (value === null) return "none";
    if (typeof value === "boolean") return value ? "on" : "off";
    return typeof value === "number" ? shortest(value) : String(value);
  };
  return `${title}: ${text(before)} → ${text(after)}`;
}

/** A number without digits that say nothing. */
export function shortest(value: number): string {
  const short = Number(value.toPrecision(3));
  return Math.abs(short) >= 1e-4 && Math.abs(short) < 1e6 || short === 0
    ? String(short).replace("-", "−")
    : numberText(short);
}
