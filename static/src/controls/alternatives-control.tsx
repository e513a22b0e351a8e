import { useRef } from "preact/hooks";
import type { JsonObject, JsonValue, SchemaNode } from "../wire/protocol";
import { useControlSurroundings } from "./context";
import { Body, Control, type DrawnProps } from "./control";
import {
  type AlternativesField, type Definitions, describeField, type Field, kindOf, resolveNode,
} from "./resolve";

/** A field of several shapes: a choice of the shape, or a switch for having it or not, and what is chosen. */
export function AlternativesControl(props: DrawnProps & { field: AlternativesField }) {
  const { alternatives } = props.field;
  const { definitions } = useControlSurroundings();
  const chosen = alternatives.findIndex(({ schema }) => accepts(schema, props.value));
  const lastValues = useRef<{ [index: number]: JsonValue }>({});
  if (chosen >= 0) lastValues.current[chosen] = props.value;
  const current = alternatives[chosen];
  const field = current && takesInput(current.schema) ? describeField(current.schema, definitions) : null;
  const choose = (index: number) => {
    const next = alternatives[index];
    if (next) props.onChange(lastValues.current[index] ?? initialValue(next.schema, definitions));
  };
  const shown = field && <Chosen {...props} field={{ ...field, title: props.field.title, live: props.field.live }} />;
  if (props.field.onOrOff) {
    const off = alternatives.findIndex(({ schema }) => schema.type === "null");
    return (
      <div class="optional">
        <input
          id={props.id} type="checkbox" class="switch" checked={chosen !== off} disabled={props.disabled}
          aria-describedby={props.describedBy}
          onChange={(event) => choose(event.currentTarget.checked ? 1 - off : off)}
        />
        {shown}
      </div>
    );
  }
  return (
    <div class="alternatives">
      <select
        id={props.id} disabled={props.disabled} aria-describedby={props.describedBy}
        onChange={(event) => choose(event.currentTarget.selectedIndex)}
      >
        {alternatives.map(({ title }, index) => (
          <option key={title} selected={index === chosen}>{title}</option>
        ))}
      </select>
      {shown}
    </div>
  );
}

function Chosen({ field, ...props }: DrawnProps & { field: Field }) {
  if (field.draw !== "group") {
    return <Body field={field} drawn={{ ...props, id: `${props.id}-value`, label: field.title }} />;
  }
  const held = props.value as JsonObject;
  return (
    <div class="control-parameters">
      {field.fields.map(({ name, schema }) => (
        <Control
          key={name} schema={schema} path={`${props.path}.${name}`} compact
          value={held[name] ?? schema.default ?? null} onChange={props.onChangeWithin} disabled={props.disabled}
        />
      ))}
    </div>
  );
}

function takesInput(schema: SchemaNode): boolean {
  return schema.type !== "null" && schema.const === undefined;
}

function accepts(schema: SchemaNode, value: JsonValue): boolean {
  if (schema.const !== undefined) return value === schema.const;
  if (schema.type === "null") return value === null;
  if (schema.type === "integer" || schema.type === "number") return typeof value === "number";
  if (schema.type === "boolean") return typeof value === "boolean";
  if (schema.type === "string") return typeof value === "string";
  if (schema.type === "array") return Array.isArray(value);
  return kindOf(value) !== null || (typeof value === "object" && value !== null);
}

/** What a shape begins with when it is chosen for the first time. */
export function initialValue(schema: SchemaNode, definitions: Definitions): JsonValue {
  const node = resolveNode(schema, definitions);
  if (node.default !== undefined) return node.default;
  if (node.const !== undefined) return node.const;
  if (node.type === "integer" || node.type === "number") return node.minimum ?? 1;
  if (node.type === "array") return [];
  if (node.type === "boolean") return false;
  if (node.type === "string") return "";
  if (node.type === "null") return null;
  const field = describeField(node, definitions);
  if (field.draw === "kind") return { kind: field.kinds[0]?.kind ?? "" };
  return {};
}
