import { Help } from "../controls/help";
import { PictureOf } from "../controls/picture";
import { describeField, kindOf } from "../controls/resolve";
import { edit } from "../state/actions";
import { catalog, fieldError, schema, summary } from "../state/store";
import { inputText } from "../views/number-text";
import type { Kind, KindDescription, SchemaNode, Spec } from "../wire/protocol";

export const featuresField = "features";
const chipSize = 24;
const onlyFeature = "The network needs at least one feature.";

interface Chip {
  feature: Kind;
  title: string;
  description: KindDescription;
  /** Why the data cannot give it, in a sentence. */
  obstacle: string | null;
}

/** What the network is given: a chip for each feature, pressed when it is an input. */
export function Features({ schema: own, experiment, dataset }: {
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
  const inputs = summary.value?.raw_inputs ?? dataset?.raw_inputs ?? [];
  const chips = chipsOf(Object.values(family.kinds), inputs, dataset?.title ?? "");

  const refusal = fieldError.value;
  const error = refusal?.path?.startsWith(`data.${featuresField}`) ? { ...refusal, path: refusal.path } : null;

  function toggle(chip: Chip): void {
    const kept = chips.filter((other) => (other === chip) !== chosen.some((feature) => isOf(other, feature)));
    edit(`data.${featuresField}`, kept.map(({ feature }) => feature));
  }

  return (
    <div class="control features" data-path={error?.path}>
      <div class="control-head">
        <span class="control-title" id="features-title">{list.title || "Features"}</span>
        <Help title={list.title || "Features"} description={list.description} />
      </div>
      <div class={isNamed(inputs) ? "chips chips-named" : "chips"} role="group" aria-labelledby="features-title">
        {chips.map((chip) => {
          const { title, description: { picture, explanation } } = chip;
          const pressed = chosen.some((feature) => isOf(chip, feature));
          const obstacle = chip.obstacle ?? (pressed && chosen.length === 1 ? onlyFeature : null);
          return (
            <button
              key={title} type="button" class="chip" data-control={`feature-${chip.feature.kind}`} aria-pressed={pressed}
              title={obstacle ?? (isNamed(inputs) ? title : explanation)} aria-description={obstacle ?? undefined}
              disabled={obstacle !== null} onClick={() => toggle(chip)}
            >
              {picture && <PictureOf picture={picture} size={chipSize} />}
              <span>{title}</span>
            </button>
          );
        })}
      </div>
      {error && <p class="control-error" role="alert">{error.message} {error.hint}</p>}
    </div>
  );
}

/** The name of a raw input that has none of its own, which is also the kind of the feature that shows it as it is. */
function plainName(place: number): string {
  return `x${place + 1}`;
}

function isNamed(inputs: readonly string[]): boolean {
  return inputs.some((name, place) => name !== plainName(place));
}

/** The features that the data can give: inputs by the names that they have, and what is computed of two. */
export function chipsOf(kinds: readonly KindDescription[], inputs: readonly string[], dataset: string): Chip[] {
  const computed = kinds.filter(({ reads }) => reads).map((description): Chip => ({
    feature: { kind: description.kind }, title: description.title, description,
    obstacle: obstacleTo(description, inputs, dataset),
  }));
  const any = kinds.find(({ reads, schema: own }) => !reads && own.properties?.index);
  if (!any || !(isNamed(inputs) || inputs.length > 2)) return computed;
  const raw = inputs.map((name, index): Chip => (
    { feature: { kind: any.kind, index }, title: inputText(name), description: any, obstacle: null }
  ));
  const plain = inputs.map((_, place) => plainName(place));
  return inputs.length > 2 ? raw : [...raw, ...computed.filter(({ feature }) => !plain.includes(feature.kind))];
}

/** Whether a feature of the experiment is the one of a chip, by whichever of its two names. */
function isOf({ feature }: Chip, held: Kind): boolean {
  const place = feature.index;
  if (typeof place !== "number") return kindOf(held) === feature.kind;
  return (kindOf(held) === feature.kind && held.index === place) || kindOf(held) === plainName(place);
}

/** Why the data set cannot give a feature, in a sentence; null where it can. */
function obstacleTo({ reads }: KindDescription, inputs: readonly string[], dataset: string): string | null {
  const missing = reads?.find((place) => place >= inputs.length);
  if (missing === undefined) return null;
  const needed = inputText(plainName(missing));
  return `Needs ${needed}, and the data set ${dataset} has only ${inputs.map(inputText).join(" and ")}.`;
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

