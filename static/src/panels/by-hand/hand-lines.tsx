/** The lines of the first layer's units on the plot of the output, joined to the run. */
import { effect, type ReadonlySignal, useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { newestFrame } from "../../state/actions";
import { nodes } from "../../state/nodes";
import { hasMoreInputs } from "../../state/plane";
import { inspectedUnit, isPlaying, summary } from "../../state/store";
import { type Line, lineOf, spanning, type StraightFeature, straightFeatures, weightsOf } from "../../views/by-hand/line";
import { createLines, type LinesProps } from "../../views/by-hand/lines";
import { unitName } from "../../views/network/names";
import type { View } from "../../views/view";
import type { FloatArray, NodeSummary, ParameterArrays } from "../../wire/protocol";
import { plotPlace } from "../plot-place";
import { type Change, finish, finishSoon, held, move, pathOf } from "./moves";
import type { Unit } from "./sliders";

interface HandLinesProps {
  chosen: ReadonlySignal<Unit>;
  weights: ReadonlySignal<ParameterArrays | null>;
  onChoose: (unit: Unit) => void;
}

/** What is known of the first layer, as far as its units have lines. */
interface FirstLayer {
  readonly node: NodeSummary;
  readonly weight: FloatArray;
  readonly bias: FloatArray;
  readonly features: readonly (StraightFeature | null)[];
  readonly span: readonly [number, number];
}

export function HandLines({ chosen, weights, onChoose }: HandLinesProps) {
  const layer = useComputed(() => firstLayer(weights.value));

  useEffect(() => {
    let view: View<LinesProps> | null = null;
    let root: HTMLElement | null = null;
    const stop = effect(() => {
      const [place, known, picked] = [plotPlace.value, layer.value, chosen.value];
      const isShown = place && known && !isPlaying.value && !inspectedUnit.value;
      if (!isShown || place.plot !== root) {
        view?.destroy();
        [view, root] = [null, null];
      }
      if (!isShown) return;
      const { node } = known;
      const units = Array.from({ length: node.units }, (_, unit) => unit);
      const props: LinesProps = {
        plot: place.plot,
        area: place.area,
        lines: units.map((unit) => lineNow(known, unit)),
        names: units.map((unit) => unitName(nodes.value, node.id, unit)),
        chosen: picked.node === node.id ? picked.unit : 0,
        onChoose: (unit) => onChoose({ node: node.id, unit }),
        onLine: (unit, line) => move(changesFor(known, unit, line)),
        onDone: finishSoon,
      };
      if (view) view.update(props);
      else [view, root] = [createLines(place.plot.parentElement!, props), place.plot];
    });
    return () => {
      stop();
      view?.destroy();
      finish();
    };
  }, []);

  if (layer.value) return <p class="hand-hint">The lines on the plot are where units of the first layer change their sign: drag the round handle to move one, the square one to turn it.</p>;
  return <p class="hand-hint">Lines on the plot are there for two inputs that go straight into the first layer; here the sliders move all.</p>;
}

/** The lines of a plane of two inputs; null where features bend them or there is another number of inputs. */
function firstLayer(weights: ParameterArrays | null): FirstLayer | null {
  const input = nodes.value[0];
  const known = summary.value;
  const neurons = newestFrame()?.probes.neurons;
  if (!input || !known || !neurons || hasMoreInputs.value || known.raw_inputs.length !== 2) return null;
  const node = nodes.value.find(({ sources }) => sources.length === 1 && sources[0] === input.id);
  const { weight, bias } = (node && weights?.[node.id]) ?? {};
  if (!node || !weight || !bias || weight.shape[1] !== input.units || weight.shape[0] !== node.units) return null;
  const extent = known.raw_inputs.map((name) => known.extent[name]!);
  const features = straightFeatures(neurons, [extent[0]!, extent[1]!]);
  const span = spanning(features);
  return span && { node, weight, bias, features, span };
}

/** Where a unit's line is, under the hand too. */
function lineNow({ node, weight, bias, features }: FirstLayer, unit: number): Line | null {
  const now = (parameter: string, source: number | null, known: number) =>
    held.value.get(pathOf({ node: node.id, parameter, out: unit, in: source }))?.value ?? known;
  const count = weight.shape[1]!;
  const numbers = Array.from({ length: count }, (_, source) => now("weight", source, weight.data[unit * count + source]!));
  return lineOf(numbers, now("bias", null, bias.data[unit]!), features);
}

/** The two weights and the bias that lay a unit's line there, as far as they change. */
function changesFor({ node, weight, bias, features, span }: FirstLayer, unit: number, line: Line): Change[] {
  const wanted = weightsOf(line, features, span);
  const count = weight.shape[1]!;
  const changes = [
    ...span.map((source, side): Change => ({
      place: { node: node.id, parameter: "weight", out: unit, in: source },
      before: weight.data[unit * count + source]!,
      value: wanted.weights[side]!,
    })),
    { place: { node: node.id, parameter: "bias", out: unit, in: null }, before: bias.data[unit]!, value: wanted.bias },
  ];
  return changes.filter(({ place, before, value }) =>
    held.value.has(pathOf(place)) || Math.abs(value - before) > 1e-6 * Math.max(1, Math.abs(before)));
}
