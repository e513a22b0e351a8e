/** What a header shows of its node: units, activation, or else the first number of its kind. */
import { useControlSurroundings } from "../controls/context";
import { PressButton } from "../controls/press-button";
import {
  describeField, kindOf, ownFields, resolveNode, schemaAt, type KindField, type NumberField,
} from "../controls/resolve";
import { withSharedParameters } from "../controls/kind-control";
import { edit } from "../state/actions";
import { valueAt } from "../state/paths";
import { schema, spec } from "../state/store";
import type { JsonObject, JsonValue, SchemaNode } from "../wire/protocol";
import { FreezeButton } from "./network-header-card";

interface HeaderFieldsProps {
  /** The node's path in the experiment and its name on the screen. */
  path: string;
  name: string;
}

export function HeaderFields({ path, name }: HeaderFieldsProps) {
  const { definitions } = useControlSurroundings();
  const root = schema.value;
  const experiment = spec.value;
  const value = experiment ? valueAt(experiment, path) : undefined;
  if (!root || !experiment || typeof value !== "object" || value === null) return null;
  const held = value as JsonObject;
  const describe = (field: string) => {
    const found = schemaAt(root, `${path}.${field}`, experiment, definitions);
    return found && describeField(found, definitions);
  };
  const units = describe("units");
  const activation = describe("activation");
  const number = units || activation ? null : firstNumber(root, path, held, experiment, definitions);
  return (
    <>
      {units?.draw === "number" && (
        <div class="network-row">
          <UnitStepper path={`${path}.units`} name={name} field={units} units={Number(held.units)} />
          <FreezeButton path={path} name={name} />
        </div>
      )}
      {number && <NumberBox {...number} name={name} />}
      {activation?.draw === "kind" && (
        <KindMenu path={`${path}.activation`} name={name} field={activation} value={held.activation ?? null} />
      )}
    </>
  );
}

function firstNumber(
  root: SchemaNode, path: string, held: JsonObject, experiment: JsonValue,
  definitions: Record<string, SchemaNode>,
) {
  const layer = schemaAt(root, path, experiment, definitions);
  const field = layer && describeField(layer, definitions);
  const kind = field?.draw === "kind" ? field.kinds.find((option) => option.kind === kindOf(held)) : null;
  for (const own of kind ? ownFields(resolveNode(kind.schema, definitions)) : []) {
    const described = describeField(own.schema, definitions);
    if (described.draw === "number") {
      return { path: `${path}.${own.name}`, field: described, value: Number(held[own.name]) };
    }
  }
  return null;
}

function UnitStepper({ path, name, field, units }: { path: string; name: string; field: NumberField; units: number }) {
  const low = field.low ?? 1;
  const high = field.high ?? Number.POSITIVE_INFINITY;
  const set = (wanted: number) => {
    const bounded = Math.max(low, Math.min(high, Math.round(wanted)));
    if (Number.isFinite(bounded) && bounded !== units) edit(path, bounded);
  };
  return (
    <div class="network-stepper" role="group" aria-label={`${field.title} of ${name}`}>
      <PressButton
        class="network-step" off={units <= low} onClick={() => set(units - 1)}
        aria-label={`One unit fewer in ${name}`}
      >
        −
      </PressButton>
      <input
        type="number" value={units} min={low} max={high} step={1} aria-label={`${field.title} of ${name}`}
        onChange={(event) => {
          set(event.currentTarget.valueAsNumber);
          event.currentTarget.value = String(valueAt(spec.peek(), path) ?? units);
        }}
      />
      <PressButton
        class="network-step" off={units >= high} onClick={() => set(units + 1)}
        aria-label={`One unit more in ${name}`}
      >
        +
      </PressButton>
    </div>
  );
}

function NumberBox({ path, name, field, value }: { path: string; name: string; field: NumberField; value: number }) {
  return (
    <label class="network-number-box">
      {field.title}
      <input
        type="number" value={value} min={field.low ?? undefined} max={field.high ?? undefined}
        step={field.step ?? "any"} aria-label={`${field.title} of ${name}`}
        onChange={(event) => {
          if (Number.isFinite(event.currentTarget.valueAsNumber)) edit(path, event.currentTarget.valueAsNumber);
        }}
      />
    </label>
  );
}

function KindMenu({ path, name, field, value }: { path: string; name: string; field: KindField; value: JsonValue }) {
  const { catalog } = useControlSurroundings();
  const titles = field.family === null ? undefined : catalog.families[field.family]?.kinds;
  const held: JsonObject = typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  const known = Object.keys(titles ?? {});
  const kinds = field.kinds.toSorted((one, other) => known.indexOf(one.kind) - known.indexOf(other.kind));
  return (
    <select
      class="network-kind" aria-label={`${field.title} of ${name}`} value={kindOf(value) ?? ""}
      onChange={(event) => {
        const chosen = field.kinds.find(({ kind }) => kind === event.currentTarget.value);
        if (chosen) edit(path, withSharedParameters(chosen.kind, held, ownFields(chosen.schema)));
      }}
    >
      {kinds.map(({ kind, schema: option }) => (
        <option key={kind} value={kind} selected={kind === kindOf(value)}>
          {titles?.[kind]?.title ?? option.title ?? kind}
        </option>
      ))}
    </select>
  );
}
