/** An experiment as the short text after the "#" of the page's address, and back. */
import { type Definitions, describeField, type Field, kindOf } from "../controls/resolve";
import type { JsonObject, JsonValue, SchemaNode, Spec } from "../wire/protocol";

const version = "1";

/** Says in a sentence what is wrong with a link. */
export class LinkError extends Error {}

/** Only what differs from the schema's defaults; a kind without differences is its bare name. */
export function withoutDefaults(value: JsonValue, schema: SchemaNode, definitions: Definitions): JsonValue {
  const field = describeField(schema, definitions);
  if (Array.isArray(value)) {
    const items = itemsOf(field, definitions);
    return items ? value.map((item) => withoutDefaults(item, items, definitions)) : value;
  }
  if (typeof value !== "object" || value === null) return value;
  const kind = kindOf(value);
  const parameters: JsonObject = {};
  for (const { name, schema: own } of fieldsOf(field, value, definitions)) {
    const held = value[name];
    if (held === undefined) continue;
    const short = withoutDefaults(held, own, definitions);
    const usual = own.default === undefined ? undefined : withoutDefaults(own.default, own, definitions);
    if (JSON.stringify(short) !== JSON.stringify(usual)) parameters[name] = short;
  }
  if (kind === null) return parameters;
  return Object.keys(parameters).length === 0 ? kind : { kind, ...parameters };
}

function itemsOf(field: Field, definitions: Definitions): SchemaNode | null {
  if (field.draw === "list") return field.items;
  if (field.draw !== "alternatives") return null;
  const shapes = field.alternatives.map(({ schema }) => itemsOf(describeField(schema, definitions), definitions));
  return shapes.find((items) => items !== null) ?? null;
}

function fieldsOf(field: Field, value: JsonObject, definitions: Definitions): { name: string; schema: SchemaNode }[] {
  if (field.draw === "group") return field.fields;
  if (field.draw === "kind") {
    const schema = field.kinds.find(({ kind }) => kind === value.kind)?.schema;
    const group = schema ? describeField(schema, definitions) : null;
    return group?.draw === "group" ? group.fields : [];
  }
  if (field.draw === "alternatives") {
    const shapes = field.alternatives.map(({ schema }) => describeField(schema, definitions));
    const shape = shapes.find(({ draw }) => draw === "group" || draw === "kind");
    return shape ? fieldsOf(shape, value, definitions) : [];
  }
  return Object.keys(value).map((name) => ({ name, schema: {} }));
}

/** Fewer rows than this are as short as they are. */
const fewestRows = 8;
const mostDigits = 6;
const columnsKey = "$columns";

/**
 * A table of numbers as differences from row to row, column by column: half as long once it is deflated.
 * {"$columns": "2 10 -3;2 0 1"} has two columns, numbers of two digits behind the point, and two rows each.
 */
function packed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return columnsOf(value) ?? value.map(packed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, packed(part)]));
}

function columnsOf(rows: JsonValue[]): JsonObject | null {
  const width = Array.isArray(rows[0]) ? rows[0].length : 0;
  const isTable = rows.length >= fewestRows && width > 0 && rows.every((row) =>
    Array.isArray(row) && row.length === width && row.every((number) => typeof number === "number"));
  if (!isTable) return null;
  const columns = Array.from({ length: width }, (_, place) => (rows as number[][]).map((row) => row[place]!));
  const texts = columns.map(differences);
  return texts.includes(null) ? null : { [columnsKey]: texts.join(";") };
}

function differences(column: number[]): string | null {
  for (let digits = 0; digits <= mostDigits; digits += 1) {
    const whole = column.map((number) => Math.round(number * 10 ** digits));
    if (whole.every((number, row) => number / 10 ** digits === column[row])) {
      return [digits, ...whole.map((number, row) => number - (whole[row - 1] ?? 0))].join(" ");
    }
  }
  return null;
}

function unpacked(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(unpacked);
  if (typeof value !== "object" || value === null) return value;
  const text = value[columnsKey];
  if (typeof text !== "string") return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unpacked(part)]));
  const columns = text.split(";").map((column) => {
    const [digits = 0, ...steps] = column.split(" ").map(Number);
    let sum = 0;
    return steps.map((step) => (sum += step) / 10 ** digits);
  });
  return (columns[0] ?? []).map((_, row) => columns.map((column) => column[row] ?? 0));
}

/** What a link cannot do that others can, in a sentence; null where it opens everywhere. */
export function limitOfLink({ data }: Spec): string | null {
  if (typeof data.table !== "string") return null;
  return "The table is too large for a link: this one opens only on this server, and only while it keeps the table.";
}

/** The text for the address, such as "#1=q1YqSy0qzszPU7JSKi7ILMhJ1S0uSCxKVaoFAA". */
export async function writeLink(experiment: JsonObject, schema: SchemaNode): Promise<string> {
  const short = withoutDefaults(experiment, schema, schema.$defs ?? {});
  const bytes = await through(new TextEncoder().encode(JSON.stringify(packed(short))), new CompressionStream("deflate-raw"));
  return `#${version}=${toBase64Url(bytes)}`;
}

/** Whether a text can only be a link of ours, or none at all. */
export function isOwnLink(hash: string): boolean {
  return /^#?(\d+=.*)?$/.test(hash);
}

/** The experiment of a link; null when the address has none. Throws LinkError when it is broken. */
export async function readLink(hash: string): Promise<JsonObject | null> {
  // Mail programs break long links and add spaces; those never belong to one.
  const text = hash.replace(/^#/, "").replace(/%20|%0D|%0A|\s/gi, "");
  if (text === "") return null;
  const [, found, payload] = /^(\d+)=(.*)$/.exec(text) ?? [];
  if (found === undefined || payload === undefined) {
    throw new LinkError("The link is not one of the playground's, so the first experiment is shown.");
  }
  if (found !== version) {
    throw new LinkError(`The link was made by a newer playground (format ${found}), so the first experiment is shown.`);
  }
  try {
    const bytes = await through(fromBase64Url(payload), new DecompressionStream("deflate-raw"));
    const experiment = unpacked(JSON.parse(new TextDecoder().decode(bytes)) as JsonValue);
    if (typeof experiment === "object" && experiment !== null && !Array.isArray(experiment)) return experiment;
  } catch {
    // Reported below: whatever is wrong with the bytes, the person can only copy the link again.
  }
  throw new LinkError("The link is incomplete or damaged, so the first experiment is shown.");
}

async function through(bytes: Uint8Array, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const piped = new Blob([bytes as BlobPart]).stream().pipeThrough(stream as TransformStream<Uint8Array, Uint8Array>);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}

function toBase64Url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
}
