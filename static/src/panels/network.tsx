/** The network: the diagram, a header above each column, and what flows between them in numbers. */
import { computed, type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { edit, unwatch, watch } from "../state/actions";
import { catalog, inspectedUnit, limits, spec, summary } from "../state/store";
import { theme } from "../state/theme";
import { layoutNetwork, type Area, type Layout } from "../views/network/layout";
import { createNetwork } from "../views/network/network";
import { countText } from "../views/number-text";
import type { NodeSummary } from "../wire/protocol";
import { layerIndexOf } from "./network-edits";
import { Header } from "./network-header";
import { InsertLayer } from "./network-insert";
import { unitScales } from "./network-ranges";
import { usePicture } from "./pictures";

/** Targets for fingers are taller than those for a mouse. */
const isCoarse = matchMedia("(pointer: coarse)").matches;
const HEADER_HEIGHT = isCoarse ? 148 : 100;
const FOOTER_HEIGHT = 44;
/** Gradients stay watched so long (milliseconds) after the last card closed: pointers wander. */
const GRADIENT_PAUSE = 1500;

/** The nodes as the server describes them, inputs with the titles that features have elsewhere. */
const nodes = computed<readonly NodeSummary[]>(() => {
  const features = catalog.value?.families.features?.kinds;
  return (summary.value?.nodes ?? []).map((node) =>
    node.source === null && node.unit_labels
      ? { ...node, unit_labels: node.unit_labels.map((label) => features?.[label]?.title ?? label) }
      : node,
  );
});

export function NetworkPanel() {
  const scroll = useRef<HTMLDivElement>(null);
  const size = useSignal({ width: 720, height: 480 });
  const scrolled = useSignal({ left: 0, top: 0 });
  const expanded = useSignal<ReadonlySet<string>>(new Set());
  const layout = useComputed(() =>
    layoutNetwork(nodes.value, {
      width: size.value.width,
      height: Math.max(240, size.value.height - HEADER_HEIGHT - FOOTER_HEIGHT),
      expanded: expanded.value,
      isCoarse,
    }),
  );

  useEffect(() => {
    const box = scroll.current;
    if (!box) return undefined;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = box;
      if (width !== size.value.width || height !== size.value.height) size.value = { width, height };
    });
    const follow = () => { scrolled.value = { left: box.scrollLeft, top: box.scrollTop }; };
    observer.observe(box);
    box.addEventListener("scroll", follow, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener("scroll", follow);
    };
  }, []);

  useEffect(() => {
    for (const probe of ["neurons", "weights"]) watch(probe);
    return () => {
      for (const probe of ["neurons", "weights"]) unwatch(probe);
    };
  }, []);

  const sight = useComputed(() => ({ ...size.value, ...scrolled.value }));

  function toggle(node: string): void {
    const next = new Set(expanded.value);
    if (!next.delete(node)) next.add(node);
    expanded.value = next;
  }

  return (
    <section class="panel network-panel" aria-labelledby="network-title">
      <div class="panel-head">
        <h2 id="network-title">Network</h2>
        <Totals />
      </div>
      <p class="visually-hidden">{inWords(nodes.value)}</p>
      <div ref={scroll} class="network-scroll">
        {nodes.value.length > 0 && (
          <div class="network-content" style={{ width: `${layout.value.width}px` }}>
            <Headers layout={layout.value} nodes={nodes.value} />
            <Diagram layout={layout} sight={sight} onExpand={toggle} />
            <Flows layout={layout.value} nodes={nodes.value} />
          </div>
        )}
      </div>
    </section>
  );
}

/** The diagram for those who do not see it; the table of a unit has its numbers. */
function inWords(described: readonly NodeSummary[]): string {
  if (described.length === 0) return "";
  const parts = described.map(({ title, units, parameters }) =>
    `${title}, ${units} ${units === 1 ? "unit" : "units"}${parameters > 0 ? `, ${countText(parameters)} parameters` : ""}`,
  );
  return `From input to output: ${parts.join("; ")}. Enter on a unit opens its weights as a table.`;
}

function Totals() {
  const known = summary.value;
  if (!known) return null;
  return (
    <p class="network-totals">
      <span>{countText(known.parameters)} parameters</span>
      <span>{countText(known.multiply_adds)} multiply-adds a sample</span>
    </p>
  );
}

interface DiagramProps {
  layout: ReadonlySignal<Layout>;
  /** Scrolled to where, and how much of it fits. */
  sight: ReadonlySignal<Area>;
  onExpand(node: string): void;
}

function Diagram({ layout, sight, onExpand }: DiagramProps) {
  const watching = useRef(false);
  const pause = useRef(0);
  const scales = useComputed(() =>
    summary.value && spec.value && catalog.value
      ? unitScales(summary.value, spec.value, catalog.value)
      : new Map(),
  );

  function needGradients(needed: boolean): void {
    clearTimeout(pause.current);
    if (needed && !watching.current) {
      watching.current = true;
      watch("gradients", { values: true });
    } else if (!needed && watching.current) {
      pause.current = window.setTimeout(() => {
        watching.current = false;
        unwatch("gradients");
      }, GRADIENT_PAUSE);
    }
  }

  useEffect(() => () => {
    clearTimeout(pause.current);
    if (watching.current) unwatch("gradients");
  }, []);

  const root = usePicture(createNetwork, (frame) => ({
    theme: theme.value,
    nodes: nodes.value,
    layout: layout.value,
    sight: sight.value,
    scales: scales.value,
    neurons: frame?.probes.neurons ?? null,
    weights: frame?.probes.weights?.nodes ?? null,
    gradients: frame?.probes.gradients?.values ?? null,
    onEditParameter: (node, parameter, out, input, value) =>
      edit(["parameters", node, parameter, out, ...(input === null ? [] : [input])].join("."), value),
    onInspect: (unit) => { inspectedUnit.value = unit; },
    onExpand,
    onNeedGradients: needGradients,
  }));
  return <div ref={root} class="network-place" />;
}

interface Placed {
  layout: Layout;
  nodes: readonly NodeSummary[];
}

function Headers({ layout, nodes }: Placed) {
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
    <div ref={row} class="network-headers" style={{ height: `${HEADER_HEIGHT}px` }}>
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
      {shown && <div class="network-drop" style={{ left: `${shown.center}px`, height: `${layout.height + HEADER_HEIGHT}px` }} />}
    </div>
  );
}

/** Where a layer can be put: before the next column unless both belong to one layer. */
function gapsOf(layout: Layout, nodes: readonly NodeSummary[]): { gap: number; center: number }[] {
  const gaps: { gap: number; center: number }[] = [];
  for (let index = 1; index < layout.columns.length; index += 1) {
    const before = layerIndexOf(nodes[index - 1]!.path);
    const after = layerIndexOf(nodes[index]!.path);
    if (before !== null && before === after) continue;
    const [left, right] = [layout.columns[index - 1]!, layout.columns[index]!];
    const center = (left.center + left.headerWidth / 2 + right.center - right.headerWidth / 2) / 2;
    gaps.push({ gap: before === null ? 0 : before + 1, center });
  }
  return gaps;
}

/** The shapes that go in and out of every node, and what the node learns. */
function Flows({ layout, nodes }: Placed) {
  return (
    <div class="network-flows" style={{ height: `${FOOTER_HEIGHT}px` }}>
      {layout.columns.slice(1).map((column, index) => {
        const node = nodes[index + 1];
        const source = nodes.find(({ id }) => id === node?.source);
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
