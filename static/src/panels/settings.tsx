import { Control } from "../controls/control";
import { describeField, schemaAt } from "../controls/resolve";
import { edit, editAll } from "../state/actions";
import { schema, spec } from "../state/store";
import type { JsonValue, SchemaNode, Spec } from "../wire/protocol";
import { Advice } from "./advice";

/** Fields of the experiment that have a place of their own elsewhere on the page. */
const shownElsewhere = new Set(["format", "name", "seed", "data", "network"]);
/** Fields of a layer that are worth changing for all layers at once. */
const commonFields = ["activation", "regularizer"];

export function SettingsPanel() {
  const root = schema.value;
  const experiment = spec.value;
  if (!root || !experiment) return <section class="panel settings-panel" aria-label="Settings" />;
  return (
    <section class="panel settings-panel" aria-labelledby="settings-title">
      <div class="panel-head"><h2 id="settings-title">Training settings</h2></div>
      <div class="settings">
        {ownSettings(root, experiment).map(({ path, node }) => (
          <Control key={path} schema={node} path={path} value={experimentValue(experiment, path)} onChange={edit} />
        ))}
        {commonFields.map((name) => <AllLayers key={name} name={name} root={root} experiment={experiment} />)}
      </div>
      <Advice />
    </section>
  );
}

/** The experiment's own fields, those of a section in the section's place. */
function ownSettings(root: SchemaNode, experiment: Spec): { path: string; node: SchemaNode }[] {
  const definitions = root.$defs ?? {};
  return Object.entries(root.properties ?? {})
    .filter(([name]) => !shownElsewhere.has(name) && experiment[name] !== undefined)
    .flatMap(([name, node]) => {
      const field = describeField(node, definitions);
      if (field.draw !== "group") return [{ path: name, node }];
      return field.fields.map((own) => ({ path: `${name}.${own.name}`, node: own.schema }));
    });
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

  function change(path: string, value: JsonValue): void {
    const within = path.slice(pathOf(first!.index).length);
    const shared = having.filter(({ layer }) => within === "" || sameKind(layer[name], first!.layer[name]));
    editAll(shared.map(({ index }) => ({ path: pathOf(index) + within, value })));
  }

  const field = describeField(node, root.$defs ?? {});
  return (
    <Control
      schema={node} path={pathOf(first.index)} value={first.layer[name] ?? null} onChange={change}
      title={`${field.title}, all layers`}
    />
  );
}

function sameKind(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  const kind = (value: JsonValue | undefined) => (value as { kind?: string } | null)?.kind;
  return kind(one) === kind(other);
}

function experimentValue(experiment: Spec, path: string): JsonValue {
  const [section = "", name] = path.split(".");
  const value = experiment[section] ?? null;
  return name === undefined ? value : ((value as { [name: string]: JsonValue })[name] ?? null);
}
