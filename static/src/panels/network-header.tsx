import { Control } from "../controls/control";
import { useControlSurroundings } from "../controls/context";
import { Popover } from "../controls/popover";
import { schemaAt } from "../controls/resolve";
import { edit } from "../state/actions";
import { valueAt } from "../state/paths";
import { schema, spec } from "../state/store";
import { nodeName } from "../views/network/names";
import type { Column } from "../views/network/layout";
import type { NodeSummary } from "../wire/protocol";
import { MOVABLE_HEADER, useHeaderDrag } from "./network-drag";
import { layerIndexOf, withCopy, withMoved, withoutLayer } from "./network-edits";
import { HeaderFields } from "./network-header-fields";

interface HeaderProps {
  node: NodeSummary;
  nodes: readonly NodeSummary[];
  column: Column;
  gapAt(clientX: number): number;
  onDrag(gap: number | null): void;
}

/** What stands above a column of the diagram. */
export function Header(props: HeaderProps) {
  const { node, column } = props;
  const index = layerIndexOf(node.path);
  const style = { left: `${column.center - column.headerWidth / 2}px`, width: `${column.headerWidth}px` };
  if (node.sources.length === 0) {
    return (
      <div class="network-header" style={style}>
        <span class="network-title">{node.title}</span>
        <span class="network-count">{node.units}</span>
      </div>
    );
  }
  return index === null ? <OutputHeader {...props} style={style} /> : <LayerHeader {...props} index={index} style={style} />;
}

type Placed = HeaderProps & { style: { left: string; width: string } };

function OutputHeader({ node, nodes, style }: Placed) {
  const name = nodeName(nodes, node.id);
  return (
    <div class="network-header" style={style}>
      <NodeSettings node={node} name={name} />
      <span class="network-count">{node.units === 1 ? "1 unit" : `${node.units} units`}</span>
      <HeaderFields path={node.path} name={name} />
    </div>
  );
}

function LayerHeader({ node, nodes, index, style, gapAt, onDrag }: Placed & { index: number }) {
  const name = nodeName(nodes, node.id);
  const layers = spec.value?.network.layers ?? [];
  const drag = useHeaderDrag({
    index,
    count: layers.length,
    gapAt,
    onDrag,
    onMove: (gap) => {
      const moved = withMoved(layers, index, gap);
      if (moved.some((layer, place) => layer !== layers[place])) edit("network.layers", moved);
    },
  });
  return (
    <div class={`network-header ${MOVABLE_HEADER}`} style={style} {...drag}>
      <NodeSettings node={node} name={name} number={index + 1}>
        <div class="network-actions" onClick={closePopover}>
          <button type="button" disabled={index === 0} onClick={() => edit("network.layers", withMoved(layers, index, index - 1))}>
            Move left
          </button>
          <button
            type="button" disabled={index === layers.length - 1}
            onClick={() => edit("network.layers", withMoved(layers, index, index + 2))}
          >
            Move right
          </button>
          <button type="button" onClick={() => edit("network.layers", withCopy(layers, index))}>Duplicate</button>
          <button type="button" onClick={() => edit("network.layers", withoutLayer(layers, index))}>Remove</button>
        </div>
        <p class="network-hint">Drag the title, or press Alt with an arrow key on it, to move the layer.</p>
      </NodeSettings>
      <HeaderFields path={node.path} name={name} />
    </div>
  );
}

interface NodeSettingsProps {
  node: NodeSummary;
  name: string;
  /** The place of a layer, as the cards of its units call it. */
  number?: number;
  children?: preact.ComponentChildren;
}

/** The title, which opens all parameters of the node. */
function NodeSettings({ node, name, number, children }: NodeSettingsProps) {
  const { definitions } = useControlSurroundings();
  const experiment = spec.value;
  const root = schema.value;
  const own = root && experiment ? schemaAt(root, node.path, experiment, definitions) : null;
  return (
    <Popover
      face={
        <>
          {number !== undefined && <span class="network-place-number">{number} </span>}
          <span class="network-title">{node.title}</span>
          <Dots />
        </>
      }
      label={`${number === undefined ? "" : `${number} `}${node.title}: all settings`}
      buttonClass="quiet network-settings"
    >
      <div class="network-all">
        <h3>{name}</h3>
        {own && experiment && (
          <Control
            title="Kind" schema={own} path={node.path} value={valueAt(experiment, node.path) ?? null}
            onChange={edit}
          />
        )}
        {children}
      </div>
    </Popover>
  );
}

function Dots() {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" />
    </svg>
  );
}

/** The list below the card has changed; what the card showed may be another layer now. */
function closePopover(event: MouseEvent): void {
  const { target } = event;
  if (target instanceof Element) target.closest<HTMLElement>("[popover]")?.hidePopover();
}
