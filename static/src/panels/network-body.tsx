/** The diagram in a box that scrolls, a header above each column, and what flows between them in numbers. */
import { effect, type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { unwatch, watch } from "../state/actions";
import { planeOptions } from "../state/plane";
import { inspectedUnit } from "../state/store";
import type { Parts } from "../views/network/edges";
import { labelRoom, layoutNetwork } from "../views/network/layout";
import { comfortableHeight } from "../views/network/rows";
import { tileResolution } from "../views/network/tile-resolution";
import type { NodeSummary } from "../wire/protocol";
import { Diagram } from "./network-diagram";
import { Flows } from "./network-flows";
import { Headers } from "./network-headers";
import { isStacked } from "./stacking";

/** Targets for fingers are taller than those for a mouse. */
const isCoarse = matchMedia("(pointer: coarse)").matches;
const HEADER_HEIGHT = isCoarse ? 148 : 96;
/** Shapes and parameters beside each other where there is room, else below each other. */
const FOOTER_HEIGHT = { wide: 24, narrow: 40 };
const WIDE_DISTANCE = 180;
const TILES_ROOM = 48;
const LOWEST_DIAGRAM = 240;
/** A unit is looked at closely when it is pointed at for so long (milliseconds). */
const INSPECT_PAUSE = 120;

interface NetworkDiagramProps {
  nodes: ReadonlySignal<readonly NodeSummary[]>;
  parts: ReadonlySignal<Parts>;
}

export function NetworkDiagram({ nodes, parts }: NetworkDiagramProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const size = useSignal({ width: 720, height: 480 });
  const scrolled = useSignal({ left: 0, top: 0 });
  const expanded = useSignal<ReadonlySet<string>>(new Set());
  const footer = useComputed(() => {
    const beside = labelRoom(nodes.value[0]) + labelRoom(nodes.value.at(-1)) + TILES_ROOM;
    const distance = (size.value.width - beside) / Math.max(1, nodes.value.length - 1);
    return distance >= WIDE_DISTANCE ? FOOTER_HEIGHT.wide : FOOTER_HEIGHT.narrow;
  });
  const layout = useComputed(() => {
    const space = { width: size.value.width, expanded: expanded.value, isCoarse };
    const given = size.value.height - HEADER_HEIGHT - footer.value;
    // On a page that scrolls as a whole the network takes the height that it needs.
    const height = isStacked.value ? comfortableHeight(nodes.value, space) : given;
    return layoutNetwork(nodes.value, { ...space, height: Math.max(LOWEST_DIAGRAM, height) });
  });
  const resolution = useComputed(() => tileResolution(layout.value.tile * devicePixelRatio));
  const sight = useComputed(() => ({ ...size.value, ...scrolled.value }));

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
    let pause = 0;
    const stop = effect(() => {
      const [unit, maps] = [inspectedUnit.value, { resolution: resolution.value, ...planeOptions.value }];
      clearTimeout(pause);
      const look = () => watch("neurons", unit ? { ...maps, inspect: `${unit.node}.${unit.unit}` } : maps);
      // A pointer that crosses the diagram meets many units and means none of them.
      pause = window.setTimeout(look, INSPECT_PAUSE);
    });
    watch("neurons", { resolution: resolution.peek(), ...planeOptions.peek() });
    return () => {
      stop();
      clearTimeout(pause);
      for (const probe of ["neurons", "weights"]) unwatch(probe);
    };
  }, []);

  function toggle(node: string): void {
    const next = new Set(expanded.value);
    if (!next.delete(node)) next.add(node);
    expanded.value = next;
  }

  return (
    <div ref={scroll} class="network-scroll">
      <div class="network-content" style={{ width: `${layout.value.width}px` }}>
        <Headers layout={layout.value} nodes={nodes.value} parts={parts.value} height={HEADER_HEIGHT} />
        <Diagram nodes={nodes} layout={layout} parts={parts} sight={sight} onExpand={toggle} />
        <Flows
          layout={layout.value} nodes={nodes.value} parts={parts.value} height={footer.value}
          isWide={footer.value === FOOTER_HEIGHT.wide}
        />
      </div>
    </div>
  );
}
