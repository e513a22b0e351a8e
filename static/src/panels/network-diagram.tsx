import { type ReadonlySignal, useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { edit } from "../state/actions";
import { ask } from "../state/asking";
import { edgesByGradient } from "../state/looks";
import { catalog, inspectedUnit, spec, summary } from "../state/store";
import { theme } from "../state/theme";
import type { Parts } from "../views/network/edges";
import type { Area, Layout } from "../views/network/layout";
import { createNetwork } from "../views/network/network";
import type { ParameterPlace } from "../views/network/parameters";
import type { NodeSummary } from "../wire/protocol";
import { clicked, lit, showArithmetic } from "./inside/arithmetic-look";
import { removedPairs, withRemoved } from "./network-parts";
import { unitScales } from "./network-ranges";
import { usePicture } from "./pictures";

/** Details stay watched so long (milliseconds) after the last card closed: pointers wander. */
const DETAILS_PAUSE = 1500;

interface DiagramProps {
  nodes: ReadonlySignal<readonly NodeSummary[]>;
  layout: ReadonlySignal<Layout>;
  parts: ReadonlySignal<Parts>;
  /** Scrolled to where, and how much of it fits. */
  sight: ReadonlySignal<Area>;
  onExpand(node: string): void;
}

/** Joins the picture of the network to the run: what it draws, and what is done to it. */
export function Diagram({ nodes, layout, parts, sight, onExpand }: DiagramProps) {
  const stops = useRef<(() => void)[]>([]);
  const pause = useRef(0);
  const scales = useComputed(() =>
    summary.value && spec.value && catalog.value
      ? unitScales(summary.value, spec.value, catalog.value)
      : new Map(),
  );

  function watchDetails(wanted: boolean): void {
    if (wanted === stops.current.length > 0) return;
    for (const stop of stops.current) stop();
    stops.current = wanted ? [ask("gradients", { values: true }), ask("optimizer")] : [];
  }

  function needDetails(needed: boolean): void {
    clearTimeout(pause.current);
    if (needed) watchDetails(true);
    else if (stops.current.length > 0) pause.current = window.setTimeout(() => watchDetails(false), DETAILS_PAUSE);
  }

  useEffect(() => (edgesByGradient.value ? ask("gradients", { values: true }) : undefined), [edgesByGradient.value]);

  useEffect(() => () => {
    clearTimeout(pause.current);
    watchDetails(false);
    inspectedUnit.value = null;
  }, []);

  function editParameter({ node, parameter, out, in: source }: ParameterPlace, value: number): void {
    edit(["parameters", node, parameter, out, ...(source === null ? [] : [source])].join("."), value);
  }

  function remove({ node, out, in: source }: ParameterPlace, isRemoved: boolean): void {
    const path = nodes.value.find(({ id }) => id === node)?.path;
    const pairs = path !== undefined && spec.value ? removedPairs(spec.value, path) : null;
    if (pairs && source !== null) edit(`${path}.pruned`, withRemoved(pairs, out, source, isRemoved));
  }

  const root = usePicture(createNetwork, (frame) => ({
    theme: theme.value,
    nodes: nodes.value,
    layout: layout.value,
    parts: parts.value,
    sight: sight.value,
    scales: scales.value,
    neurons: frame?.probes.neurons ?? null,
    weights: frame?.probes.weights?.nodes ?? null,
    gradients: frame?.probes.gradients?.values ?? null,
    states: frame?.probes.gradients?.unit_states ?? null,
    byGradient: edgesByGradient.value,
    optimizer: frame?.probes.optimizer ?? null,
    onEditParameter: editParameter,
    onRemove: remove,
    onInspect: (unit) => { inspectedUnit.value = unit; },
    onExpand,
    lit: lit.value,
    onPick: (subject) => { clicked.value = subject; },
    onArithmetic: (subject) => {
      clicked.value = subject;
      showArithmetic();
    },
    onNeedDetails: needDetails,
  }));
  return <div ref={root} class="network-place" />;
}
