/** Which sample and which number: by their names, besides a click on the plot or the diagram. */
import { nodes } from "../../state/nodes";
import { nodeName, unitName } from "../../views/network/names";
import { parameterWord, sourceName, type ParameterPlace } from "../../views/network/parameters";
import { PressButton } from "../../controls/press-button";
import { chooseNumber, chooseUnit, chosen, numbersOf, pinned, samplesIn } from "./arithmetic-chosen";
import { wantedSample } from "./arithmetic-look";

export function SamplePicker() {
  const { set, index } = pinned.value;
  const count = samplesIn(set);
  const pin = (sample: typeof pinned.value) => { wantedSample.value = sample; };
  const go = (to: number) => pin({ set, index: (to + count) % count });
  return (
    <fieldset class="arithmetic-picker">
      <legend class="visually-hidden">Sample</legend>
      {samplesIn("test") > 0 && (
        <select aria-label="Set" onChange={(event) => pin({ set: event.currentTarget.value as typeof set, index: 0 })}>
          <option value="train" selected={set === "train"}>Training sample</option>
          <option value="test" selected={set === "test"}>Test sample</option>
        </select>
      )}
      {samplesIn("test") === 0 && <span>Sample</span>}
      <PressButton off={count < 2} class="quiet" aria-label="Sample before" onClick={() => go(index - 1)}>‹</PressButton>
      <input
        type="number" class="arithmetic-sample" aria-label="Number of the sample" min={1} max={count} value={index + 1}
        onChange={(event) => {
          const wanted = Math.round(event.currentTarget.valueAsNumber);
          if (Number.isFinite(wanted)) pin({ set, index: Math.max(0, Math.min(count - 1, wanted - 1)) });
          event.currentTarget.value = String(pinned.peek().index + 1);
        }}
      />
      <PressButton off={count < 2} class="quiet" aria-label="Next sample" onClick={() => go(index + 1)}>›</PressButton>
    </fieldset>
  );
}

export function NumberPicker() {
  const place = chosen.value;
  if (!place) return null;
  const all = nodes.value;
  const layers = all.filter(({ sources }) => sources.length > 0);
  const node = all.find(({ id }) => id === place.node);
  const numbers = numbersOf(node, place.unit);
  return (
    <fieldset class="arithmetic-picker">
      <legend class="visually-hidden">Number</legend>
      <select aria-label="Layer" onChange={(event) => chooseUnit(layers[event.currentTarget.selectedIndex]!.id, 0)}>
        {layers.map(({ id }) => <option key={id} selected={id === place.node}>{nodeName(all, id)}</option>)}
      </select>
      {node && node.units > 1 && (
        <select aria-label="Unit" onChange={(event) => chooseUnit(node.id, event.currentTarget.selectedIndex)}>
          {Array.from({ length: node.units }, (_, unit) => (
            <option key={unit} selected={unit === place.unit}>{node.unit_labels?.[unit] ?? `Unit ${unit + 1}`}</option>
          ))}
        </select>
      )}
      {numbers.length > 0 && (
        <select aria-label="Weight or bias" onChange={(event) => chooseNumber(numbers[event.currentTarget.selectedIndex]!)}>
          {numbers.map((number) => (
            <option key={`${number.parameter} ${number.in}`} selected={number.parameter === place.parameter && number.in === place.in}>
              {numberName(number)}
            </option>
          ))}
        </select>
      )}
      {numbers.length === 0 && <span class="arithmetic-note">learns nothing</span>}
    </fieldset>
  );
}

function numberName(place: ParameterPlace): string {
  if (place.in === null) return parameterWord(place.parameter);
  return `${parameterWord(place.parameter)} from ${sourceName(nodes.value, place)}`;
}

/** "Layer 1, unit 2" for headings. */
export function chosenUnitName(): string {
  return chosen.value ? unitName(nodes.value, chosen.value.node, chosen.value.unit) : "";
}
