/** Reads a node of the served JSON Schema: what kind of value it takes, and so what to draw. */
import type { JsonObject, JsonValue, SchemaNode } from "../wire/protocol";

export type Definitions = { [name: string]: SchemaNode };

interface Wording {
  title: string;
  description: string;
  /** Whether a running training takes a new value without starting again. */
  live: boolean;
}

export interface NumberField extends Wording {
  draw: "number";
  integer: boolean;
  low: number | null;
  high: number | null;
  /** Whether the bounds themselves are allowed. */
  lowAllowed: boolean;
  highAllowed: boolean;
  step: number | null;
  scale: "log" | "linear";
  unit: string;
}

export interface SwitchField extends Wording {
  draw: "switch";
}

/** One of some plain values. */
export interface ChoiceField extends Wording {
  draw: "choice";
  choices: { value: JsonValue; title: string }[];
}

/** One of the kinds of a family, each with parameters of its own. */
export interface KindField extends Wording {
  draw: "kind";
  family: string | null;
  /** Whether there may be none of them. */
  optional: boolean;
  kinds: { kind: string; schema: SchemaNode }[];
}

/** Any of several shapes: a number or a word, something or nothing. */
export interface AlternativesField extends Wording {
  draw: "alternatives";
  alternatives: { title: string; schema: SchemaNode }[];
  /** Whether the choice is that of having it or not. */
  onOrOff: boolean;
}

export interface ListField extends Wording {
  draw: "list";
  items: SchemaNode;
}

export interface GroupField extends Wording {
  draw: "group";
  fields: { name: string; schema: SchemaNode }[];
}

export interface TextField extends Wording {
  draw: "text";
  longest: number | null;
}

export type Field =
  | NumberField | SwitchField | ChoiceField | KindField | AlternativesField | ListField | GroupField
  | TextField;

/** Follows references and single-part combinations; what stands beside a reference wins over it. */
export function resolveNode(node: SchemaNode, definitions: Definitions): SchemaNode {
  let resolved = node;
  for (let depth = 0; depth < 20; depth += 1) {
    const { $ref, allOf, ...beside } = resolved;
    if ($ref) resolved = { ...definitions[lastPart($ref)], ...beside };
    else if (allOf?.length === 1) resolved = { ...allOf[0], ...beside };
    else return resolved;
  }
  return resolved;
}

export function describeField(schema: SchemaNode, definitions: Definitions): Field {
  const node = resolveNode(schema, definitions);
  const wording: Wording = {
    title: node.title ?? "",
    description: node.description ?? "",
    live: node.live ?? false,
  };
  if (node.discriminator || node.oneOf) return { ...wording, ...kindField(node, definitions) };
  if (node.anyOf) return { ...wording, ...anyOfField(node.anyOf, definitions) };
  if (node.const !== undefined) return { ...wording, draw: "choice", choices: [choice(node.const)] };
  if (node.enum) return { ...wording, draw: "choice", choices: node.enum.map(choice) };
  if (node.type === "number" || node.type === "integer") return { ...wording, ...numberField(node) };
  if (node.type === "boolean") return { ...wording, draw: "switch" };
  if (node.type === "array") return { ...wording, draw: "list", items: node.items ?? {} };
  if (node.properties) return { ...wording, draw: "group", fields: ownFields(node) };
  return { ...wording, draw: "text", longest: node.maxLength ?? null };
}

/** The parameters of an object, without the name of its kind. */
export function ownFields(node: SchemaNode): { name: string; schema: SchemaNode }[] {
  return Object.entries(node.properties ?? {})
    .filter(([name]) => name !== "kind")
    .map(([name, schema]) => ({ name, schema }));
}

/** The schema of the field at a dotted path of the experiment, following the kinds that are in it. */
export function schemaAt(
  root: SchemaNode, path: string, value: JsonValue, definitions: Definitions,
): SchemaNode | null {
  let node: SchemaNode | null = root;
  let held: JsonValue | undefined = value;
  for (const key of path === "" ? [] : path.split(".")) {
    node = childSchema(node, key, held, definitions);
    if (!node) return null;
    if (Array.isArray(held)) held = held[Number(key)];
    else if (typeof held === "object" && held !== null) held = (held as JsonObject)[key];
    else held = undefined;
  }
  return node;
}

function childSchema(
  parent: SchemaNode, key: string, held: JsonValue | undefined, definitions: Definitions,
): SchemaNode | null {
  const node = resolveNode(parent, definitions);
  if (node.items) return node.items;
  const own = node.properties?.[key];
  if (own) return own;
  const kind = kindOf(held);
  for (const option of node.oneOf ?? node.anyOf ?? []) {
    const resolved = resolveNode(option, definitions);
    const isHeld = kind === null || resolved.properties?.kind?.const === kind || !resolved.properties?.kind;
    const found = isHeld ? childSchema(resolved, key, held, definitions) : null;
    if (found) return found;
  }
  return null;
}

export function kindOf(value: JsonValue | undefined): string | null {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return typeof value.kind === "string" ? value.kind : null;
}

function kindField(node: SchemaNode, definitions: Definitions): Omit<KindField, keyof Wording> {
  const kinds: KindField["kinds"] = [];
  for (const option of node.oneOf ?? []) {
    const schema = resolveNode(option, definitions);
    const kind = schema.properties?.kind?.const;
    // The bare name of a kind is another way to write it, not another choice.
    if (typeof kind === "string") kinds.push({ kind, schema });
  }
  return { draw: "kind", family: node.family ?? null, optional: false, kinds };
}

function anyOfField(options: SchemaNode[], definitions: Definitions):
  Omit<KindField, keyof Wording> | Omit<AlternativesField, keyof Wording> {
  const resolved = options.map((option) => resolveNode(option, definitions));
  const present = resolved.filter(({ type }) => type !== "null");
  const only = present.length === 1 && present.length < resolved.length ? present[0] : undefined;
  if (only?.oneOf) return { ...kindField(only, definitions), optional: true };
  return alternativesField(resolved, only !== undefined);
}

function alternativesField(shapes: SchemaNode[], onOrOff: boolean): Omit<AlternativesField, keyof Wording> {
  const title = (schema: SchemaNode) => {
    if (schema.type === "null") return "Off";
    return onOrOff ? "On" : alternativeTitle(schema);
  };
  return { draw: "alternatives", onOrOff, alternatives: shapes.map((schema) => ({ title: title(schema), schema })) };
}

function alternativeTitle(schema: SchemaNode): string {
  if (schema.const !== undefined) return choice(schema.const).title;
  if (schema.type === "integer" || schema.type === "number") return "Number";
  return schema.title ?? "Set";
}

function choice(value: JsonValue): { value: JsonValue; title: string } {
  return { value, title: sentenceCase(String(value)) };
}

function numberField(node: SchemaNode): Omit<NumberField, keyof Wording> {
  return {
    draw: "number",
    integer: node.type === "integer",
    low: node.minimum ?? node.exclusiveMinimum ?? null,
    high: node.maximum ?? node.exclusiveMaximum ?? null,
    lowAllowed: node.minimum !== undefined,
    highAllowed: node.maximum !== undefined,
    step: node.step ?? (node.type === "integer" ? 1 : null),
    scale: node.scale ?? "linear",
    unit: node.unit ?? "",
  };
}

/** "train_loss" becomes "Train loss". */
export function sentenceCase(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function lastPart(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}
