import { type ReadonlySignal, useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { edit, unwatch, watch } from "../state/actions";
import { catalog, inspectedUnit, spec, summary } from "../state/store";
import { theme } from "../state/theme";
import type { Area, Layout } from "../views/network/layout";
import { createNetwork } from "../views/network/network";
import type { NodeSummary } from "../wire/protocol";
import { unitScales } from "./network-ranges";
import { usePicture } from "./pictures";

/** Gradients stay watched so long (milliseconds) after the last card closed: pointers wander. */
const GRADIENT_PAUSE = 1500;

interface DiagramProps {
  nodes: ReadonlySignal<readonly NodeSummary[]>;
  layout: ReadonlySignal<Layout>;
  /** Scrolled to where, and how much of it fits. */
  sight: ReadonlySignal<Area>;
  onExpand(node: string): void;
}

/** Joins the picture of the network to the run: what it draws, and what is done to it. */
export function Diagram({ nodes, layout, sight, onExpand }: DiagramProps) {
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
