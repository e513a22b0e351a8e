/** An experiment in full from one that leaves out what is usual, as presets and links do. */
import { type Definitions, describeField, type Field, kindOf } from "../controls/resolve";
import type { JsonObject, JsonValue, SchemaNode } from "../wire/protocol";

/** Every field filled in and every kind an object; what the schema does not know stays as it is. */
export function withDefaults(value: JsonValue, schema: SchemaNode, definitions: Definitions): JsonValue {
  return filled(value, describeField(schema, definitions), definitions);
}

function filled(value: JsonValue, field: Field, definitions: Definitions): JsonValue {
  if (field.draw === "alternatives") return filledAlternative(value, field.alternatives, definitions);
  if (field.draw === "list") {
    return Array.isArray(value) ? value.map((item) => withDefaults(item, field.items, definitions)) : value;
  }
  if (field.draw === "group") return isObject(value) ? filledFields(value, field.fields, definitions) : value;
  if (field.draw !== "kind") return value;
  const kind = kindOf(value);
  const schema = field.kinds.find((option) => option.kind === kind)?.schema;
  const own = schema && describeField(schema, definitions);
  if (kind === null || own?.draw !== "group") return value;
  return filledFields(isObject(value) ? value : { kind }, own.fields, definitions);
}

/** Plain numbers and words are what they are; only lists and objects have parts to fill in. */
function filledAlternative(
  value: JsonValue, alternatives: { schema: SchemaNode }[], definitions: Definitions,
): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  const fields = alternatives.map(({ schema }) => describeField(schema, definitions));
  const fitting = fields.find(({ draw }) => (Array.isArray(value) ? draw === "list" : draw === "group" || draw === "kind"));
  return fitting ? filled(value, fitting, definitions) : value;
}

function filledFields(
  held: JsonObject, fields: { name: string; schema: SchemaNode }[], definitions: Definitions,
): JsonObject {
  const all: JsonObject = { ...held };
  for (const { name, schema } of fields) {
    const value = held[name] ?? schema.default;
    if (value !== undefined) all[name] = withDefaults(value, schema, definitions);
  }
  return all;
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
