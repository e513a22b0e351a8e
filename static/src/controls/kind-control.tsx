import type { JsonObject, JsonValue, SchemaNode } from "../wire/protocol";
import { useControlSurroundings } from "./context";
import { Control, type DrawnProps } from "./control";
import { KindMenu } from "./kind-menu";
import { type KindField, kindOf, ownFields, sentenceCase } from "./resolve";

/** A choice among the kinds of a family, with the chosen kind's own parameters beneath. */
export function KindControl(props: DrawnProps & { field: KindField }) {
  const { field, value, path } = props;
  const { catalog } = useControlSurroundings();
  const family = field.family === null ? undefined : catalog.families[field.family];
  const described = family?.kinds;
  const chosen = kindOf(value);
  const schema = field.kinds.find(({ kind }) => kind === chosen)?.schema;
  const parameters = schema ? ownFields(schema) : [];
  const held: JsonObject = typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};

  function choose(kind: string): void {
    if (kind === "") props.onChange(null);
    const next = field.kinds.find((option) => option.kind === kind);
    if (!next || kind === chosen) return;
    props.onChange(withSharedParameters(kind, held, ownFields(next.schema)));
  }

  const choices = inCatalogOrder(field, described).map(({ kind, schema: option }) => ({
    kind, title: described?.[kind]?.title ?? option.title ?? sentenceCase(kind), described: described?.[kind],
  }));
  if (field.optional) choices.unshift({ kind: "", title: "None", described: undefined });
  const select = (
    <select
      id={props.id} disabled={props.disabled} aria-describedby={props.describedBy} value={chosen ?? ""}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {choices.map(({ kind, title }) => (
        <option key={kind} value={kind} selected={kind === (chosen ?? "")}>{title}</option>
      ))}
    </select>
  );

  return (
    <>
      <div class="kind-choice">
        {select}
        {family && choices.length > 1 && (
          <KindMenu
            title={field.title} family={family} choices={choices} chosen={chosen ?? ""} disabled={props.disabled}
            choose={choose}
          />
        )}
      </div>
      {parameters.length > 0 && (
        <div class="control-parameters">
          {parameters.map(({ name, schema: own }) => (
            <Control
              key={name} schema={own} path={`${path}.${name}`} value={held[name] ?? own.default ?? null}
              onChange={props.onChangeWithin} disabled={props.disabled} compact={props.compact}
            />
          ))}
        </div>
      )}
    </>
  );
}

function inCatalogOrder(field: KindField, described: object | undefined): KindField["kinds"] {
  if (!described) return field.kinds;
  const order = Object.keys(described);
  return field.kinds.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}

/** A new kind keeps what the old one calls by the same name, such as a learning rate, where its bounds allow it. */
export function withSharedParameters(
  kind: string, held: JsonObject, fields: { name: string; schema: SchemaNode }[],
): JsonValue {
  const kept: JsonObject = {};
  for (const { name, schema } of fields) {
    const value = held[name];
    if (value !== undefined && isWithinBounds(value, schema)) kept[name] = value;
  }
  return { kind, ...kept };
}

function isWithinBounds(value: JsonValue, { minimum, maximum, exclusiveMinimum, exclusiveMaximum }: SchemaNode): boolean {
  if (typeof value !== "number") return true;
  return value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity) &&
    value > (exclusiveMinimum ?? -Infinity) && value < (exclusiveMaximum ?? Infinity);
}
