import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { limits, spec } from "../state/store";
import type { Layout } from "../views/network/layout";
import type { NodeSummary } from "../wire/protocol";
import { gapsOf } from "./network-gaps";
import { Header } from "./network-header";
import { InsertLayer } from "./network-insert";

interface HeadersProps {
  layout: Layout;
  nodes: readonly NodeSummary[];
  height: number;
}

/** The row above the diagram: a header over every column, and the buttons that insert layers. */
export function Headers({ layout, nodes, height }: HeadersProps) {
  const row = useRef<HTMLDivElement>(null);
  const target = useSignal<number | null>(null);
  const most = limits.value?.layers ?? Number.POSITIVE_INFINITY;
  const count = spec.value?.network.layers.length ?? 0;
  const gaps = gapsOf(layout, nodes);

  function gapAt(clientX: number): number {
    const x = clientX - (row.current?.getBoundingClientRect().left ?? 0);
    const distances = gaps.map(({ center }) => Math.abs(center - x));
    return gaps[distances.indexOf(Math.min(...distances))]?.gap ?? 0;
  }

  const shown = gaps.find(({ gap }) => gap === target.value);
  return (
    <div ref={row} class="network-headers" style={{ height: `${height}px` }}>
      {layout.columns.map((column, index) => {
        const node = nodes[index];
        return node && (
          <Header
            key={node.id} node={node} nodes={nodes} column={column} gapAt={gapAt}
            onDrag={(gap) => { target.value = gap; }}
          />
        );
      })}
      {count < most && gaps.map(({ gap, center }) => <InsertLayer key={gap} gap={gap} center={center} />)}
      {shown && <div class="network-drop" style={{ left: `${shown.center}px`, height: `${layout.height + height}px` }} />}
    </div>
  );
}
