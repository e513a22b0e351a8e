import { Control } from "../controls/control";
import { Help } from "../controls/help";
import { withSharedParameters } from "../controls/kind-control";
import { PictureOf } from "../controls/picture";
import { describeField, type KindField, kindOf, ownFields, resolveNode } from "../controls/resolve";
import { edit } from "../state/actions";
import { catalog, fieldError, isStarting, schema, shownSpec } from "../state/store";
import { inputText } from "../views/number-text";
import type { Family, JsonValue, Kind, KindDescription, SchemaNode, Spec } from "../wire/protocol";
import { DiceIcon } from "./icons";

type NamedSchema = { name: string; schema: SchemaNode };

const featuresField = "features";
const thumbnailSize = 48;
const chipSize = 24;
const largestSeed = 9999;
const onlyFeature = "The network needs at least one feature.";

export function DataPanel() {
  const root = schema.value;
  const experiment = shownSpec.value;
  const families = catalog.value?.families;
  if (!root || !experiment || !families) return <section class="panel data-panel" aria-label="Data" />;
  const definitions = root.$defs ?? {};
  const field = describeField(root.properties?.data ?? {}, definitions) as KindField;
  const family = families[field.family ?? ""];
  const own = field.kinds.find(({ kind }) => kind === experiment.data.kind)?.schema;
  const settings = own ? ownFirst(ownFields(resolveNode(own, definitions)), field) : [];
  return (
    <section class="panel data-panel" aria-labelledby="data-title">
      <div class="panel-head">
        <h2 id="data-title">Data</h2>
        <Help title="Data" description={field.description} kind={family?.kinds[experiment.data.kind]} />
      </div>
      <div class="data-controls" inert={isStarting.value}>
        {family && <Gallery family={family} field={field} chosen={experiment.data} />}
        <Features schema={own} experiment={experiment} dataset={family?.kinds[experiment.data.kind]} />
        <div class="data-settings">
          {settings.map(({ name, schema: node }) => (
            <Control
              key={`${experiment.data.kind}.${name}`} schema={node} path={`data.${name}`} onChange={edit}
              value={experiment.data[name] ?? node.default ?? null}
            />
          ))}
          <Seed root={root} value={experiment.seed ?? 0} />
        </div>
      </div>
    </section>
  );
}

/** What is special to a data set comes before what all of them have; features have a place of their own. */
function ownFirst(fields: NamedSchema[], { kinds }: KindField): NamedSchema[] {
  const isCommon = ({ name }: NamedSchema) => kinds.every(({ schema: other }) => other.properties?.[name]);
  const settings = fields.filter(({ name }) => name !== featuresField);
  return [...settings.filter((field) => !isCommon(field)), ...settings.filter(isCommon)];
}

/** Every data set with a thumbnail of real samples. */
function Gallery({ family, field, chosen }: { family: Family; field: KindField; chosen: Kind }) {
  return (
    <div class="gallery" role="radiogroup" aria-label={family.title}>
      {Object.values(family.kinds).map((kind) => (
        <label key={kind.kind} class="thumbnail" title={kind.explanation} data-control={`task-${kind.task}`}>
          <input
            type="radio" name="dataset" checked={kind.kind === chosen.kind}
            onChange={() => edit("data", withDataset(kind, field, chosen, family))}
          />
          {kind.picture ? <PictureOf picture={kind.picture} size={thumbnailSize} /> : <span class="picture no-picture" />}
          <span class="thumbnail-title">{kind.title}</span>
        </label>
      ))}
    </div>
  );
}

/** Other data with the same settings; features only where there are as many inputs as before. */
function withDataset(next: KindDescription, field: KindField, chosen: Kind, family: Family): JsonValue {
  const schemaOf = (wanted: string) => field.kinds.find(({ kind }) => kind === wanted)?.schema ?? {};
  const sameInputs = next.raw_inputs?.length === family.kinds[chosen.kind]?.raw_inputs?.length;
  // What could not be chosen before is nobody's choice.
  const isChoice = ({ minimum, maximum }: SchemaNode = {}) => minimum === undefined || minimum !== maximum;
  const before = schemaOf(chosen.kind).properties ?? {};
  const shared = ownFields(schemaOf(next.kind))
    .filter(({ name }) => (sameInputs || name !== featuresField) && isChoice(before[name]));
  return withSharedParameters(next.kind, chosen, shared);
}

/** What the network is given: a chip for each feature, pressed when it is an input. */
function Features({ schema: own, experiment, dataset }: {
  schema: SchemaNode | undefined; experiment: Spec; dataset: KindDescription | undefined;
}) {
  const definitions = schema.value?.$defs ?? {};
  const node = own?.properties?.[featuresField];
  if (!node) return null;
  const list = describeField(node, definitions);
  const items = familyOfItems(node);
  const family = items === null ? undefined : catalog.value?.families[items];
  const chosen = (experiment.data[featuresField] ?? []) as Kind[];
  if (!family) return null;

  const refusal = fieldError.value;
  const error = refusal?.path?.startsWith(`data.${featuresField}`) ? { ...refusal, path: refusal.path } : null;

  function toggle(kind: string): void {
    const without = chosen.filter((feature) => kindOf(feature) !== kind);
    const order = Object.keys(family?.kinds ?? {});
    const next = without.length < chosen.length ? without : [...chosen, { kind }];
    next.sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
    edit(`data.${featuresField}`, next);
  }

  return (
    <div class="control features" data-path={error?.path}>
      <div class="control-head">
        <span class="control-title" id="features-title">{list.title || "Features"}</span>
        <Help title={list.title || "Features"} description={list.description} />
      </div>
      <div class="chips" role="group" aria-labelledby="features-title">
        {Object.values(family.kinds).filter(({ reads }) => reads).map((kind) => {
          const pressed = chosen.some((feature) => kindOf(feature) === kind.kind);
          const obstacle = obstacleTo(kind, dataset) ?? (pressed && chosen.length === 1 ? onlyFeature : null);
          return (
            <button
              key={kind.kind} type="button" class="chip" data-control={`feature-${kind.kind}`} aria-pressed={pressed} title={obstacle ?? kind.explanation}
              aria-description={obstacle ?? undefined} disabled={obstacle !== null} onClick={() => toggle(kind.kind)}
            >
              {kind.picture && <PictureOf picture={kind.picture} size={chipSize} />}
              <span>{kind.title}</span>
            </button>
          );
        })}
      </div>
      {error && <p class="control-error" role="alert">{error.message} {error.hint}</p>}
    </div>
  );
}

/** Why the data set cannot give a feature, in a sentence; null where it can. */
function obstacleTo(feature: KindDescription, dataset: KindDescription | undefined): string | null {
  const inputs = dataset?.raw_inputs;
  const missing = inputs && feature.reads?.find((place) => place >= inputs.length);
  if (missing === undefined) return null;
  const needed = inputText(`x${missing + 1}`);
  return `Needs ${needed}, and the data set ${dataset?.title} has only ${inputs?.map(inputText).join(" and ")}.`;
}

/** The family that the items of a list, or of one of its alternatives, belong to. */
function familyOfItems(node: SchemaNode): string | null {
  const definitions = schema.value?.$defs ?? {};
  for (const option of [node, ...(node.anyOf ?? [])]) {
    const list = describeField(option, definitions);
    const item = list.draw === "list" ? describeField(list.items, definitions) : null;
    if (item?.draw === "kind") return item.family;
  }
  return null;
}

function Seed({ root, value }: { root: SchemaNode; value: JsonValue }) {
  const node = root.properties?.seed;
  if (!node) return null;
  return (
    <div class="seed">
      <Control schema={node} path="seed" value={value} onChange={edit} compact />
      <button type="button" onClick={() => edit("seed", Math.floor(Math.random() * (largestSeed + 1)))}>
        <DiceIcon /> New sample
      </button>
    </div>
  );
}
