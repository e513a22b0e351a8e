import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { limits } from "../state/store";
import type { Parts } from "../views/network/edges";
import type { Layout } from "../views/network/layout";
import type { NodeSummary } from "../wire/protocol";
import { pathOf, placeOf } from "./network-edits";
import { gapsOf, type Gap } from "./network-gaps";
import { Header } from "./network-header";
import { InsertLayer } from "./network-insert";

interface HeadersProps {
  layout: Layout;
  nodes: readonly NodeSummary[];
  parts: Parts;
  height: number;
}

/** The row above the diagram: a header over every column, and the buttons that insert layers. */
export function Headers({ layout, nodes, parts, height }: HeadersProps) {
  const row = useRef<HTMLDivElement>(null);
  const target = useSignal<Gap | null>(null);
  const most = limits.value?.layers ?? Number.POSITIVE_INFINITY;
  const count = nodes.filter(({ path }) => placeOf(path) !== null).length;
  const gaps = gapsOf(layout, nodes);

  function gapAt(clientX: number): Gap | null {
    const x = clientX - (row.current?.getBoundingClientRect().left ?? 0);
    const distances = gaps.map(({ center }) => Math.abs(center - x));
    return gaps[distances.indexOf(Math.min(...distances))] ?? null;
  }

  const shown = target.value;
  return (
    <div ref={row} class="network-headers" style={{ height: `${height}px` }}>
      {layout.columns.map((column, index) => {
        const node = nodes[index];
        return node && (
          <Header
            key={node.id} node={node} nodes={nodes} parts={parts} column={column} gaps={gaps} gapAt={gapAt}
            onDrag={(gap) => { target.value = gap; }}
          />
        );
      })}
      {count < most && gaps.map((gap) => <InsertLayer key={pathOf(gap)} gap={gap} />)}
      {shown && <div class="network-drop" style={{ left: `${shown.center}px`, height: `${layout.height + height}px` }} />}
    </div>
  );
}
