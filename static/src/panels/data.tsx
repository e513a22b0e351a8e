import { useEffect, useRef } from "preact/hooks";
import { Control } from "../controls/control";
import { Help } from "../controls/help";
import { withSharedParameters } from "../controls/kind-control";
import { PictureOf } from "../controls/picture";
import { describeField, type KindField, kindOf, ownFields, resolveNode } from "../controls/resolve";
import { edit } from "../state/actions";
import { catalog, isStarting, schema, shownSpec, summary } from "../state/store";
import type { Family, JsonValue, Kind, KindDescription, SchemaNode } from "../wire/protocol";
import { Features, featuresField } from "./data-features";
import { DiceIcon } from "./icons";
import { onDemand } from "./on-demand";
import { editorOf, lastOwn, LoadTable } from "./own-data/editors";
import { dropTable, holdsFiles, isOpen as isTableOpen } from "./own-data/table";

type NamedSchema = { name: string; schema: SchemaNode };

const thumbnailSize = 48;
const largestSeed = 9999;

const TableDialog = onDemand(() => import("./own-data/table-dialog").then((module) => module.TableDialog));

export function DataPanel() {
  const root = schema.value;
  const experiment = shownSpec.value;
  const families = catalog.value?.families;
  if (!root || !experiment || !families) return <section class="panel data-panel" aria-label="Data" />;
  const definitions = root.$defs ?? {};
  const field = describeField(root.properties?.data ?? {}, definitions) as KindField;
  const family = families[field.family ?? ""];
  const own = field.kinds.find(({ kind }) => kind === experiment.data.kind)?.schema;
  const editor = editorOf(own?.properties);
  const settings = own ? ownFirst(ownFields(resolveNode(own, definitions)), field) : [];
  return (
    <section
      class="panel data-panel" aria-labelledby="data-title" onDrop={dropTable}
      onDragOver={(event) => { if (holdsFiles(event)) event.preventDefault(); }}
    >
      <div class="panel-head">
        <h2 id="data-title">Data</h2>
        <Help title="Data" description={field.description} kind={family?.kinds[experiment.data.kind]} />
      </div>
      <div class="data-controls" inert={isStarting.value}>
        {family && <Gallery family={family} field={field} chosen={experiment.data} />}
        <LoadTable />
        {editor && <editor.Draw data={experiment.data} />}
        <Features schema={own} experiment={experiment} dataset={family?.kinds[experiment.data.kind]} />
        <div class="data-settings">
          {settings.filter(({ name }) => !editor?.edits.includes(name)).map(({ name, schema: node }) => (
            <Control
              key={`${experiment.data.kind}.${name}`} schema={node} path={`data.${name}`} onChange={edit}
              value={experiment.data[name] ?? node.default ?? null}
            />
          ))}
          <Seed root={root} value={experiment.seed ?? 0} />
        </div>
      </div>
      {isTableOpen.value && <TableDialog />}
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
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = root.current;
    const tile = box?.querySelector(":checked")?.parentElement;
    if (!box || !tile) return;
    // Only the gallery: the page stays where the person is.
    const top = tile.offsetTop - box.offsetTop;
    box.scrollTop = Math.max(top + tile.offsetHeight - box.clientHeight, Math.min(box.scrollTop, top));
  }, [chosen.kind]);
  return (
    <div ref={root} class="gallery" role="radiogroup" aria-label={family.title}>
      {Object.values(family.kinds).map((kind) => (
        <label key={kind.kind} class="thumbnail" title={kind.explanation} data-control={`task-${kind.task}`}>
          <input
            type="radio" name="dataset" checked={kind.kind === chosen.kind}
            onChange={() => edit("data", lastOwn(kind.kind) ?? withDataset(kind, field, chosen))}
          />
          {kind.picture ? <PictureOf picture={kind.picture} size={thumbnailSize} /> : <span class="picture no-picture" />}
          <span class="thumbnail-title">{kind.title}</span>
        </label>
      ))}
    </div>
  );
}

/** Other data with the settings that were chosen for those before; features only where the inputs are the same. */
function withDataset(next: KindDescription, field: KindField, chosen: Kind): JsonValue {
  const schemaOf = (wanted: string) => field.kinds.find(({ kind }) => kind === wanted)?.schema ?? {};
  const sameInputs = JSON.stringify(next.raw_inputs) === JSON.stringify(summary.value?.raw_inputs);
  const before = schemaOf(chosen.kind).properties ?? {};
  const special = editorOf(before)?.edits ?? [];
  // What was left as it was given is nobody's choice.
  const isChoice = (name: string) => !isSame(chosen[name], before[name]?.default) && !special.includes(name);
  const shared = ownFields(schemaOf(next.kind))
    .filter(({ name }) => (name === featuresField ? sameInputs : isChoice(name)));
  return withSharedParameters(next.kind, chosen, shared);
}

/** Whether two values are the same, a kind also by its name alone. */
function isSame(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  const kind = kindOf(one);
  return JSON.stringify(one) === JSON.stringify(other) || (kind !== null && kind === kindOf(other));
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
