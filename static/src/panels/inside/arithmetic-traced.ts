/** The newest measurements of the arithmetic, as often as they can be read. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { newestFrame, onFrame } from "../../state/actions";
import { ask } from "../../state/asking";
import { nodes } from "../../state/nodes";
import { isTraceOf, type Traced } from "../../views/arithmetic/reading";
import { paced } from "../../views/paced";
import type { Frame, GradientCheckProbe, JsonObject } from "../../wire/protocol";
import { INSIDE_WORDS } from "../pictures";
import { chosen, pinned } from "./arithmetic-chosen";

function useNewest<Found>(read: (frame: Frame) => Found | null): Found | null {
  const shown = useSignal<Found | null>(null);
  useEffect(() => {
    let newest: Found | null = null;
    const text = paced(() => { shown.value = newest; }, INSIDE_WORDS);
    const stop = onFrame((frame) => {
      const found = read(frame);
      if (found === null) return;
      newest = found;
      text.call();
    });
    return () => {
      stop();
      text.stop();
    };
  }, []);
  return shown.value;
}

/** Asks for the trace of the pinned sample and the chosen number; null until there is one of this network. */
export function useTraced(): Traced | null {
  const [sample, place] = [pinned.value, chosen.value];
  const options = { sample: sample.index, set: sample.set, ...placeOptions() };
  useEffect(() => ask("trace", options), [JSON.stringify(options)]);
  const found = useNewest((frame): Traced | null => {
    const { trace } = frame.probes;
    const weights = (frame.probes.weights ?? newestFrame()?.probes.weights)?.nodes;
    return trace && weights ? { trace, weights, step: frame.step } : null;
  });
  if (!found || !place) return null;
  return found.trace.nodes.length === 0 || isTraceOf(found.trace, nodes.value) ? found : null;
}

export function useGradientCheck(): GradientCheckProbe | null {
  const options = placeOptions();
  useEffect(() => ask("gradient_check", options), [JSON.stringify(options)]);
  return useNewest((frame) => frame.probes.gradient_check ?? null);
}

function placeOptions(): JsonObject {
  const place = chosen.value;
  if (!place || place.parameter === null) return {};
  return { node: place.node, parameter: place.parameter, index: place.in === null ? [place.unit] : [place.unit, place.in] };
}
