/** What a header says and does about single weights: freezing a layer, and connections that were removed. */
import { type Definitions, resolveNode } from "../controls/resolve";
import { edit } from "../state/actions";
import { valueAt } from "../state/paths";
import { spec } from "../state/store";
import type { Parts } from "../views/network/edges";
import { countText } from "../views/number-text";
import type { NodeSummary, SchemaNode } from "../wire/protocol";

/** Holds a layer's weights where they are; only where the layer has such a switch. */
export function FreezeButton({ path, name }: { path: string; name: string }) {
  const frozen = spec.value ? valueAt(spec.value, `${path}.frozen`) : undefined;
  if (typeof frozen !== "boolean") return null;
  const label = `Freeze ${name}`;
  return (
    <button
      type="button" class="quiet network-freeze" aria-pressed={frozen} aria-label={label}
      title={frozen ? `${name} is frozen: its weights do not learn. Click to let them learn again.` : label}
      onClick={() => edit(`${path}.frozen`, !frozen)}
    >
      <Snowflake />
    </button>
  );
}

function Snowflake() {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d="M8 1.5v13M2.4 4.75l11.2 6.5m0-6.5-11.2 6.5M6 2.5l2 2 2-2m-4 11 2-2 2 2"
        fill="none" stroke="currentColor" stroke-width="1.1" stroke-linecap="round"
      />
    </svg>
  );
}

/** How many connections into a layer were removed by hand, and a way to have them back. */
export function RemovedWeights({ node, parts }: { node: NodeSummary; parts: Parts }) {
  const count = parts.removed.get(node.id)?.size ?? 0;
  const all = node.trainable.weight?.shape.reduce((product, size) => product * size, 1) ?? 0;
  if (count === 0) return null;
  return (
    <div class="network-removed">
      <span>{countText(count)} of {countText(all)} connections removed</span>
      <button type="button" onClick={() => edit(`${node.path}.pruned`, [])}>Put all back</button>
    </div>
  );
}

/** A node's schema without its lists: inner layers and removed weights are edited in the diagram. */
export function withoutLists(schema: SchemaNode, definitions: Definitions): SchemaNode {
  const node = resolveNode(schema, definitions);
  const oneOf = node.oneOf?.map((option) => withoutLists(option, definitions));
  const isList = (field: SchemaNode) => resolveNode(field, definitions).type === "array";
  const properties = node.properties &&
    Object.fromEntries(Object.entries(node.properties).filter(([, field]) => !isList(field)));
  return { ...node, ...(oneOf && { oneOf }), ...(properties && { properties }) };
}
