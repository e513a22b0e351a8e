import type { Layout } from "../views/network/layout";
import { countText } from "../views/number-text";
import type { NodeSummary } from "../wire/protocol";

interface FlowsProps {
  layout: Layout;
  nodes: readonly NodeSummary[];
  height: number;
  isWide: boolean;
}

/** The shapes that go in and out of every node, and what the node learns. */
export function Flows({ layout, nodes, height, isWide }: FlowsProps) {
  return (
    <div class={`network-flows ${isWide ? "network-flows-wide" : ""}`} style={{ height: `${height}px` }}>
      {layout.columns.slice(1).map((column, index) => {
        const node = nodes[index + 1];
        const source = nodes.find(({ id }) => id === node?.sources[0]);
        if (!node || !source) return null;
        const center = (layout.columns[index]!.center + column.center) / 2;
        return (
          <p key={node.id} style={{ left: `${center}px` }}>
            <span>{shapeText(source)} → {shapeText(node)}</span>
            <span>{node.parameters === 0 ? "nothing to learn" : `${countText(node.parameters)} parameters`}</span>
          </p>
        );
      })}
    </div>
  );
}

function shapeText(node: NodeSummary): string {
  return node.shape.map(({ size }) => size).join(" × ");
}
