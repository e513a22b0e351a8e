/** The plot of the output panel, and which inputs it looks along. */
import { effect } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { unwatch, watch } from "../state/actions";
import { discrete, showTest } from "../state/looks";
import { axes, hasMoreInputs, held, holdAsGiven, holdAt, lookAlong, planeOptions } from "../state/plane";
import { inspectedUnit, summary } from "../state/store";
import { theme } from "../state/theme";
import { unitName } from "../views/network/names";
import { numberText } from "../views/number-text";
import { createSurface } from "../views/surface";
import type { Sample } from "../views/surface/layers";
import type { PlotArea } from "../views/surface/plot-area";
import { surfaceResolution } from "../views/surface/resolution";
import { unitSurface } from "../views/unit-map";
import type { Frame } from "../wire/protocol";
import { isOpen, wantedSample } from "./inside/arithmetic-look";
import { cell, litSamples, sample, sampleText } from "./output-sample";
import { drawing } from "./own-data/drawing";
import { usePicture } from "./pictures";
import { plotPlace } from "./plot-place";

const noInputs: readonly string[] = [];
const takeArea = (area: PlotArea, plot: HTMLElement) => { plotPlace.value = { area, plot }; };
const takeSample = (next: Sample | null) => { sample.value = next; };

export function SurfacePicture() {
  const root = usePicture(createSurface, (frame) => {
    const known = summary.value;
    return {
      theme: theme.value,
      task: known?.task ?? ("binary" as const),
      classes: known?.classes ?? null,
      classNames: known?.class_names ?? null,
      inputs: known?.raw_inputs ?? noInputs,
      targetName: known?.target_name ?? null,
      surface: frame?.probes.surface ?? null,
      data: frame?.probes.data ?? null,
      outputRange: known?.output_range ?? null,
      showTest: showTest.value || cell.value?.set === "test",
      discrete: discrete.value,
      inspected: inspectedSurface(frame),
      drawing: drawing.value,
      lit: litSamples(frame),
      // The pinned sample keeps its ring while its arithmetic is in sight.
      sample: sample.value ?? (isOpen.value ? wantedSample.value : null),
      sampleText: sampleText(frame),
      onSample: takeSample,
      onArea: takeArea,
    };
  });
  useLayoutEffect(() => {
    const place = root.current;
    if (!place) return undefined;
    let resolution = surfaceResolution(place.clientWidth * devicePixelRatio);
    const ask = () => watch("surface", { resolution, ...planeOptions.value });
    const observer = new ResizeObserver(() => {
      const wanted = surfaceResolution(place.clientWidth * devicePixelRatio);
      if (wanted === resolution) return;
      resolution = wanted;
      ask();
    });
    observer.observe(place);
    const stop = effect(ask);
    return () => {
      stop();
      observer.disconnect();
      unwatch("surface");
    };
  }, []);
  return <div ref={root} class="surface-place" onClick={pinLooked} onKeyDown={pinByKey} />;
}

/** A click on a sample, or Enter, shows its arithmetic where that is in sight. */
function pinLooked(): void {
  if (sample.peek() && !drawing.peek()) wantedSample.value = sample.peek()!;
}

function pinByKey(event: KeyboardEvent): void {
  if (event.key === "Enter") pinLooked();
}

/** The unit under the pointer, drawn in the output's place. */
function inspectedSurface(frame: Frame | null) {
  const unit = inspectedUnit.value;
  const { neurons, surface } = frame?.probes ?? {};
  const node = summary.value?.nodes.find(({ id }) => id === unit?.node);
  if (!unit || !neurons || !surface || !node) return null;
  const drawn = unitSurface(neurons, unit.node, unit.unit, surface);
  return drawn && { label: unitName(summary.value?.nodes ?? [], unit.node, unit.unit), surface: drawn };
}

/** Which two of more inputs span the plot, and where the others are held. */
export function PlaneChoice() {
  const known = summary.value;
  if (!known || !hasMoreInputs.value) return null;
  const names = known.raw_inputs;
  const others = names.map((name, place) => ({ name, place })).filter(({ place }) => !axes.value.includes(place));
  return (
    <div class="plane-choice">
      <div class="plane-sides">
        {(["Across", "Up"] as const).map((title, side) => (
          <label key={title}>
            <span>{title}</span>
            <select onChange={(event) => lookAlong(side as 0 | 1, event.currentTarget.selectedIndex)}>
              {names.map((name, place) => <option key={name} selected={axes.value[side] === place}>{name}</option>)}
            </select>
          </label>
        ))}
      </div>
      <details>
        <summary>{others.length === 1 ? "1 input is held" : `${others.length} inputs are held`}</summary>
        <p>The picture is a slice: inputs that it does not look along have these values everywhere on it.</p>
        <div class="plane-held">
          {others.map(({ name, place }) => <Held key={name} name={name} place={place} extent={known.extent[name] ?? [-1, 1]} />)}
        </div>
        <button type="button" onClick={holdAsGiven}>Back to the medians</button>
      </details>
    </div>
  );
}

const positions = 200;

function Held({ name, place, extent: [low, high] }: { name: string; place: number; extent: [number, number] }) {
  const value = held.value[place] ?? low;
  const step = (high - low) / positions;
  return (
    <label class="plane-input">
      <span title={name}>{name}</span>
      <input
        type="range" min={low} max={high} step={step} value={value} aria-valuetext={numberText(value, 2)}
        onInput={(event) => holdAt(place, Number(event.currentTarget.value))}
      />
      <span class="plane-value">{numberText(value, 2)}</span>
    </label>
  );
}
