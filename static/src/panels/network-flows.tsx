import { isInput } from "../views/network/column-form";
import type { Parts } from "../views/network/edges";
import type { Layout } from "../views/network/layout";
import { countText } from "../views/number-text";
import type { NodeSummary } from "../wire/protocol";

interface FlowsProps {
  layout: Layout;
  nodes: readonly NodeSummary[];
  parts: Parts;
  height: number;
  isWide: boolean;
}

/** The shapes that go in and out of every node, and what the node learns. */
export function Flows({ layout, nodes, parts, height, isWide }: FlowsProps) {
  return (
    <div class={`network-flows ${isWide ? "network-flows-wide" : ""}`} style={{ height: `${height}px` }}>
      {layout.columns.slice(1).map((column, index) => {
        const node = nodes[index + 1];
        const source = nodes.find(({ id }) => id === node?.sources[0]);
        if (!node || !source || isInput(node)) return null;
        const center = (layout.columns[index]!.center + column.center) / 2;
        return (
          <p key={node.id} style={{ left: `${center}px` }}>
            <span>{shapeText(source)} → {shapeText(node)}</span>
            <span>{learnedText(node, parts)}</span>
          </p>
        );
      })}
    </div>
  );
}

function learnedText(node: NodeSummary, parts: Parts): string {
  if (node.parameters === 0) return "nothing to learn";
  return `${countText(node.parameters)} ${parts.frozen.has(node.id) ? "frozen" : "parameters"}`;
}

function shapeText(node: NodeSummary): string {
  return node.shape.map(({ size }) => size).join(" × ");
}
