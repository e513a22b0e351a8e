import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { JsonObject, JsonValue, SchemaNode } from "../wire/protocol";
import { AlternativesControl } from "./alternatives-control";
import { describeKind, useControlSurroundings } from "./context";
import { Help } from "./help";
import { KindControl } from "./kind-control";
import { ListControl } from "./list-control";
import { NumberControl } from "./number-control";
import { describeField, type Field, kindOf, sentenceCase } from "./resolve";

export interface ControlProps {
  /** The field's node of the served JSON Schema. */
  schema: SchemaNode;
  /** The field's dotted path in the experiment. */
  path: string;
  value: JsonValue;
  onChange: (path: string, value: JsonValue) => void;
  disabled?: boolean;
  /** Without sliders, for narrow places. */
  compact?: boolean;
  /** Another name than the schema's. */
  title?: string;
}

/** The control of one field of the experiment, whatever the field is. */
export function Control(props: ControlProps) {
  const { schema, path, value, disabled = false, compact = false } = props;
  const surroundings = useControlSurroundings();
  const id = useId();
  const found = describeField(schema, surroundings.definitions);
  const field: Field = { ...found, title: props.title ?? (found.title || nameOf(path)) };
  if (field.draw === "group") return <Group {...props} field={field} />;
  const error = surroundings.error?.path === path ? surroundings.error : null;
  const kind = field.draw === "kind" ? describeKind(surroundings, field.family, kindOf(value) ?? "") : null;
  const unit = field.draw === "number" && field.unit !== field.title.toLowerCase() ? field.unit : "";
  const errorId = `${id}-error`;
  const drawn = {
    ...props, id, disabled, compact, describedBy: error ? errorId : undefined,
    onChange: (next: JsonValue) => props.onChange(path, next),
    onChangeWithin: props.onChange,
  };
  return (
    <div class={`control control-${field.draw}${compact ? " control-compact" : ""}`} data-path={path}>
      <div class="control-head">
        <label for={id}>{field.title}</label>
        {unit && <span class="control-unit">{unit}</span>}
        <Help title={field.title} description={field.description} kind={kind} />
      </div>
      <Body field={field} drawn={drawn} />
      {error && (
        <p class="control-error" id={errorId} role="alert">
          {error.message} {error.hint}
        </p>
      )}
    </div>
  );
}

export interface DrawnProps extends Omit<ControlProps, "onChange"> {
  id: string;
  disabled: boolean;
  compact: boolean;
  describedBy: string | undefined;
  /** A name for an input that has no label of its own. */
  label?: string;
  onChange: (value: JsonValue) => void;
  /** For fields within this one, by their own paths. */
  onChangeWithin: (path: string, value: JsonValue) => void;
}

export function Body({ field, drawn }: { field: Field; drawn: DrawnProps }): ComponentChildren {
  switch (field.draw) {
    case "number":
      return <NumberControl {...drawn} field={field} value={Number(drawn.value)} />;
    case "kind":
      return <KindControl {...drawn} field={field} />;
    case "alternatives":
      return <AlternativesControl {...drawn} field={field} />;
    case "list":
      return <ListControl {...drawn} field={field} />;
    case "switch":
      return (
        <input
          id={drawn.id} type="checkbox" class="switch" checked={drawn.value === true}
          disabled={drawn.disabled} aria-describedby={drawn.describedBy}
          onChange={(event) => drawn.onChange(event.currentTarget.checked)}
        />
      );
    case "choice":
      return (
        <select
          id={drawn.id} disabled={drawn.disabled} aria-describedby={drawn.describedBy}
          onChange={(event) => {
            const chosen = field.choices[event.currentTarget.selectedIndex];
            if (chosen) drawn.onChange(chosen.value);
          }}
        >
          {field.choices.map((choice) => (
            <option key={choice.title} selected={choice.value === drawn.value}>{choice.title}</option>
          ))}
        </select>
      );
    case "text":
      return (
        <input
          id={drawn.id} type="text" value={String(drawn.value ?? "")} disabled={drawn.disabled}
          maxLength={field.longest ?? undefined} aria-describedby={drawn.describedBy}
          onChange={(event) => drawn.onChange(event.currentTarget.value)}
        />
      );
    case "group":
      return null;
  }
}

function Group(props: ControlProps & { field: Field & { draw: "group" } }) {
  const value = (props.value ?? {}) as JsonObject;
  return (
    <fieldset class="control-group">
      <legend>{props.field.title}</legend>
      {props.field.fields.map(({ name, schema }) => (
        <Control
          {...props} key={name} title={undefined} schema={schema} path={`${props.path}.${name}`}
          value={value[name] ?? schema.default ?? null}
        />
      ))}
    </fieldset>
  );
}

function nameOf(path: string): string {
  return sentenceCase(path.slice(path.lastIndexOf(".") + 1));
}
