/** A slider for each weight and bias of a unit, or of all units of a small network. */
import { nodes } from "../../state/nodes";
import { arraysOf, type ParameterPlace, parameterTitle, parameterValue } from "../../views/network/parameters";
import { unitName } from "../../views/network/names";
import { numberText } from "../../views/number-text";
import type { NodeSummary, ParameterArrays } from "../../wire/protocol";
import { finishSoon, held, move, pathOf } from "./moves";

/** With so many numbers all of them have their slider. */
const FEW = 24;
const SMALLEST_REACH = 4;
const STEPS = 400;

export interface Unit {
  readonly node: string;
  readonly unit: number;
}

/** Units that have numbers of their own. */
export function unitsOf(all: readonly NodeSummary[]): Unit[] {
  return all.flatMap(({ id, units, trainable }) =>
    Object.keys(trainable).length === 0 ? [] : Array.from({ length: units }, (_, unit) => ({ node: id, unit })),
  );
}

export function placesOf(all: readonly NodeSummary[], { node, unit }: Unit): ParameterPlace[] {
  const { matrices, vectors } = arraysOf(all.find(({ id }) => id === node));
  return [
    ...matrices.flatMap(([parameter, { shape }]) =>
      Array.from({ length: shape[1] ?? 0 }, (_, source) => ({ node, parameter, out: unit, in: source })),
    ),
    ...vectors.map(([parameter]) => ({ node, parameter, out: unit, in: null })),
  ];
}

/** Those of all units where they are few, else those of the chosen one. */
export function shownUnits(all: readonly NodeSummary[], chosen: Unit): Unit[] {
  const units = unitsOf(all);
  const count = units.reduce((sum, unit) => sum + placesOf(all, unit).length, 0);
  return count <= FEW ? units : units.filter(({ node, unit }) => node === chosen.node && unit === chosen.unit);
}

interface SlidersProps {
  chosen: Unit;
  weights: ParameterArrays | null;
  isFrozen: boolean;
}

export function Sliders({ chosen, weights, isFrozen }: SlidersProps) {
  const all = nodes.value;
  return (
    <div class="hand-sliders">
      {shownUnits(all, chosen).map((unit) => (
        <fieldset key={`${unit.node}.${unit.unit}`}>
          <legend>{unitName(all, unit.node, unit.unit)}</legend>
          {placesOf(all, unit).map((place) => (
            <Slider
              key={pathOf(place)} place={place} title={parameterTitle(all, place)}
              value={parameterValue(weights, place)} isOff={!isFrozen}
            />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

function Slider({ place, title, value, isOff }: { place: ParameterPlace; title: string; value: number; isOff: boolean }) {
  const shown = held.value.get(pathOf(place))?.value ?? value;
  const size = Math.abs(shown) || 0;
  // Twice as wide as often as the number needs it, so that it does not jump under the hand.
  const reach = Math.max(SMALLEST_REACH, 2 ** Math.ceil(Math.log2(size * 1.05 || 1)));
  const short = title.split(" → ")[0]!.replace(/ of .*$/, "");
  return (
    <label class="hand-slider">
      <span title={title}>{short}</span>
      <input
        type="range" min={-reach} max={reach} step={(2 * reach) / STEPS} value={Number.isNaN(shown) ? 0 : shown} disabled={isOff}
        aria-label={title} aria-valuetext={numberText(shown)}
        onInput={(event) => move([{ place, before: value, value: event.currentTarget.valueAsNumber }])}
        onChange={finishSoon}
      />
      <span class="hand-value">{numberText(shown, 2)}</span>
    </label>
  );
}
