/** The network: the diagram, a header above each column, and what flows between them in numbers. */
import { computed, effect, useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { unwatch, watch } from "../state/actions";
import { planeOptions } from "../state/plane";
import { catalog, summary } from "../state/store";
import { comfortableHeight, layoutNetwork } from "../views/network/layout";
import { countText } from "../views/number-text";
import type { NodeSummary } from "../wire/protocol";
import { Diagram } from "./network-diagram";
import { Flows } from "./network-flows";
import { Headers } from "./network-headers";
import { Starting } from "./run-state";
import { isStacked } from "./stacking";

/** Targets for fingers are taller than those for a mouse. */
const isCoarse = matchMedia("(pointer: coarse)").matches;
const HEADER_HEIGHT = isCoarse ? 148 : 96;
/** Shapes and parameters beside each other where there is room, else below each other. */
const FOOTER_HEIGHT = { wide: 24, narrow: 40 };
const WIDE_DISTANCE = 180;
const LABELS_ROOM = 160;
const LOWEST_DIAGRAM = 240;
/** The nodes as the server describes them, inputs with the titles that features have elsewhere. */
const nodes = computed<readonly NodeSummary[]>(() => {
  const features = catalog.value?.families.features?.kinds;
  return (summary.value?.nodes ?? []).map((node) =>
    node.sources.length === 0 && node.unit_labels
      ? { ...node, unit_labels: node.unit_labels.map((label) => features?.[label]?.title ?? label) }
      : node,
  );
});

export function NetworkPanel() {
  const scroll = useRef<HTMLDivElement>(null);
  const size = useSignal({ width: 720, height: 480 });
  const scrolled = useSignal({ left: 0, top: 0 });
  const expanded = useSignal<ReadonlySet<string>>(new Set());
  const footer = useComputed(() => {
    const distance = (size.value.width - LABELS_ROOM) / Math.max(1, nodes.value.length - 1);
    return distance >= WIDE_DISTANCE ? FOOTER_HEIGHT.wide : FOOTER_HEIGHT.narrow;
  });
  const layout = useComputed(() => {
    const space = { width: size.value.width, expanded: expanded.value, isCoarse };
    const given = size.value.height - HEADER_HEIGHT - footer.value;
    // On a page that scrolls as a whole the network takes the height that it needs.
    const height = isStacked.value ? comfortableHeight(nodes.value, space) : given;
    return layoutNetwork(nodes.value, { ...space, height: Math.max(LOWEST_DIAGRAM, height) });
  });

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
    watch("weights");
    const stop = effect(() => watch("neurons", planeOptions.value));
    return () => {
      stop();
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
        {nodes.value.length === 0 && <Starting />}
        {nodes.value.length > 0 && (
          <div class="network-content" style={{ width: `${layout.value.width}px` }}>
            <Headers layout={layout.value} nodes={nodes.value} height={HEADER_HEIGHT} />
            <Diagram nodes={nodes} layout={layout} sight={sight} onExpand={toggle} />
            <Flows layout={layout.value} nodes={nodes.value} height={footer.value} isWide={footer.value === FOOTER_HEIGHT.wide} />
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
