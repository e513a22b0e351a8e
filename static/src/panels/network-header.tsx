import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Control } from "../controls/control";
import { useControlSurroundings } from "../controls/context";
import { Popover } from "../controls/popover";
import { schemaAt } from "../controls/resolve";
import { edit } from "../state/actions";
import { valueAt } from "../state/paths";
import { schema, spec } from "../state/store";
import { isInput } from "../views/network/column-form";
import type { Parts } from "../views/network/edges";
import type { Column } from "../views/network/layout";
import { layerNumber, nodeName } from "../views/network/names";
import type { NodeSummary } from "../wire/protocol";
import { MOVABLE_HEADER, nextGap, useHeaderDrag } from "./network-drag";
import { layersAt, movedLayer, placeOf, withCopy, withoutLayer, type LayerPlace } from "./network-edits";
import type { Gap } from "./network-gaps";
import { FreezeButton, RemovedWeights, withoutLists } from "./network-header-card";
import { HeaderFields } from "./network-header-fields";

interface HeaderProps {
  node: NodeSummary;
  nodes: readonly NodeSummary[];
  parts: Parts;
  column: Column;
  gaps: readonly Gap[];
  gapAt(clientX: number): Gap | null;
  onDrag(gap: Gap | null): void;
}

/** The path of a layer that was moved; its header takes the focus when it is there. */
const moved = signal<string | null>(null);

/** What stands above a column of the diagram. */
export function Header(props: HeaderProps) {
  const { node, column } = props;
  const place = placeOf(node.path);
  const style = { left: `${column.center - column.headerWidth / 2}px`, width: `${column.headerWidth}px` };
  if (isInput(node)) {
    return (
      <div class="network-header" style={style}>
        <span class="network-title">{node.title}</span>
        <span class="network-count">{node.units}</span>
      </div>
    );
  }
  return place === null ? <OutputHeader {...props} style={style} /> : <LayerHeader {...props} place={place} style={style} />;
}

type Placed = HeaderProps & { style: { left: string; width: string } };

function OutputHeader({ node, nodes, parts, style }: Placed) {
  const name = nodeName(nodes, node.id);
  return (
    <div class="network-header" style={style}>
      <NodeSettings node={node} name={name} parts={parts} />
      <div class="network-row">
        <span class="network-count">{node.units === 1 ? "1 unit" : `${node.units} units`}</span>
        <FreezeButton path={node.path} name={name} />
      </div>
      <HeaderFields path={node.path} name={name} />
    </div>
  );
}

function LayerHeader({ node, nodes, parts, place, style, gaps, gapAt, onDrag }: Placed & { place: LayerPlace }) {
  const name = nodeName(nodes, node.id);
  const root = useRef<HTMLDivElement>(null);
  const experiment = spec.value;
  const layers = experiment ? layersAt(experiment, place.list) : [];
  const [left, right] = [nextGap(gaps, place, -1), nextGap(gaps, place, 1)];

  function move(gap: LayerPlace | null): void {
    const found = experiment && gap ? movedLayer(experiment, place, gap) : null;
    if (!found) return;
    moved.value = found.path;
    edit(found.change.path, found.change.value);
  }

  const isMoved = moved.value === node.path;
  useLayoutEffect(() => {
    if (!isMoved) return;
    moved.value = null;
    root.current?.querySelector("button")?.focus();
  }, [isMoved]);

  const drag = useHeaderDrag({ place, gaps, gapAt, onDrag, onMove: move });
  return (
    <div ref={root} class={`network-header ${MOVABLE_HEADER}`} style={style} {...drag}>
      <NodeSettings node={node} name={name} parts={parts}>
        <div class="network-actions" onClick={closePopover}>
          <button type="button" disabled={!left} onClick={() => move(left)}>Move left</button>
          <button type="button" disabled={!right} onClick={() => move(right)}>Move right</button>
          <button type="button" onClick={() => edit(place.list, withCopy(layers, place.index))}>Duplicate</button>
          <button type="button" onClick={() => edit(place.list, withoutLayer(layers, place.index))}>Remove</button>
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
  parts: Parts;
  children?: preact.ComponentChildren;
}

/** The title, which opens all parameters of the node. */
function NodeSettings({ node, name, parts, children }: NodeSettingsProps) {
  const { definitions } = useControlSurroundings();
  const experiment = spec.value;
  const root = schema.value;
  const number = layerNumber(node.path);
  const own = root && experiment ? schemaAt(root, node.path, experiment, definitions) : null;
  return (
    <Popover
      face={
        <>
          {number && <span class="network-place-number">{number} </span>}
          <span class="network-title">{node.title}</span>
          <Dots />
        </>
      }
      label={`${number && `${number} `}${node.title}: all settings`}
      buttonClass="quiet network-settings"
    >
      <div class="network-all">
        <h3>{name}</h3>
        {own && experiment && (
          <Control
            title="Kind" schema={withoutLists(own, definitions)} path={node.path}
            value={valueAt(experiment, node.path) ?? null} onChange={edit}
          />
        )}
        <RemovedWeights node={node} parts={parts} />
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
