import { Control } from "../controls/control";
import { describeField, kindOf, schemaAt } from "../controls/resolve";
import { edit } from "../state/actions";
import { valueAt, withValueAt } from "../state/paths";
import { isStarting, schema, shownSpec } from "../state/store";
import { BatchSize } from "./batch-size";
import { Counting } from "./counting";
import { RunState } from "./run-state";
import { ScheduleCurve } from "./schedule-curve";
import { isStacked } from "./stacking";
import type { JsonValue, Kind, SchemaNode, Spec } from "../wire/protocol";

/** Parts of the experiment that have a place of their own elsewhere on the page. */
const shownElsewhere = new Set(["format", "name", "seed", "data", "network"]);
/** Parts that fill a column; all others share the last one. */
const columns = ["optimizer", "training"];
const batchSizePath = "training.batch_size";
/** Fields of a layer that are worth changing for all layers at once. */
const commonFields = ["activation", "regularizer"];

export function SettingsPanel() {
  const root = schema.value;
  const experiment = shownSpec.value;
  if (!root || !experiment) return <section class="panel settings-panel" aria-label="Settings" />;
  const fields = (name: string) => fieldsOf(root, name).map(({ path, node }) => {
    const value = valueAt(experiment, path) ?? null;
    if (path === batchSizePath) return <BatchSize key={path} schema={node} path={path} value={value} />;
    return <Control key={path} schema={node} path={path} value={value} onChange={edit} compact={isKind(node, root)} />;
  });
  const others = Object.keys(root.properties ?? {})
    .filter((name) => !shownElsewhere.has(name) && !columns.includes(name));
  return (
    // Scrolls by keys even while nothing in it can be used.
    <section class="panel settings-panel" aria-labelledby="settings-title" tabIndex={isStarting.value ? 0 : undefined}>
      <div class="panel-head">
        <h2 id="settings-title">Training<span class="visually-hidden"> settings</span></h2>
        {!isStacked.value && <RunState />}
      </div>
      <Counting />
      <div class="settings" inert={isStarting.value}>
        {columns.map((name) => (
          <div key={name} class="settings-column">
            {fields(name)}
            {name === "optimizer" && <ScheduleCurve />}
          </div>
        ))}
        <div class="settings-column">
          {others.map(fields)}
          {commonFields.map((name) => <AllLayers key={name} name={name} root={root} experiment={experiment} />)}
        </div>
      </div>
    </section>
  );
}

/** A part of the experiment, or its fields when it is a group of them. */
function fieldsOf(root: SchemaNode, name: string): { path: string; node: SchemaNode }[] {
  const node = root.properties?.[name];
  if (!node) return [];
  const field = describeField(node, root.$defs ?? {});
  if (field.draw !== "group") return [{ path: name, node }];
  return field.fields.map((own) => ({ path: `${name}.${own.name}`, node: own.schema }));
}

function isKind(node: SchemaNode, root: SchemaNode): boolean {
  return describeField(node, root.$defs ?? {}).draw === "kind";
}

/** One field of every layer that has it, changed together. */
function AllLayers({ name, root, experiment }: { name: string; root: SchemaNode; experiment: Spec }) {
  const { layers } = experiment.network;
  const having = layers.map((layer, index) => ({ layer, index })).filter(({ layer }) => layer[name] !== undefined);
  const first = having[0];
  if (!first) return null;
  const pathOf = (index: number) => `network.layers.${index}.${name}`;
  const node = schemaAt(root, pathOf(first.index), experiment, root.$defs ?? {});
  if (!node) return null;

  /** One edit of the whole list: twelve at once, ten times a second, would be too many commands. */
  function change(path: string, value: JsonValue): void {
    const within = path.slice(pathOf(first!.index).length);
    const shared = having.filter(({ layer }) => within === "" || kindOf(layer[name]) === kindOf(first!.layer[name]));
    const changed = shared.reduce<Kind[]>(
      (all, { index }) => withValueAt(all, `${index}.${name}${within}`, value), layers,
    );
    edit("network.layers", changed);
  }

  const field = describeField(node, root.$defs ?? {});
  return (
    <Control
      schema={node} path={pathOf(first.index)} value={first.layer[name] ?? null} onChange={change}
      title={`${field.title}, all layers`} compact
    />
  );
}
