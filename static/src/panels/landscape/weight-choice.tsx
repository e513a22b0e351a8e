/** One number of the network, picked by layer, unit and source. */
import { nodes } from "../../state/nodes";
import { nodeName, unitName } from "../../views/network/names";
import { type ParameterPlace, parameterWord, sourceName } from "../../views/network/parameters";
import type { NodeSummary } from "../../wire/protocol";

interface WeightChoiceProps {
  label: string;
  place: ParameterPlace;
  onChoose: (place: ParameterPlace) => void;
}

export function WeightChoice({ label, place, onChoose }: WeightChoiceProps) {
  const all = nodes.value;
  const arrays = all.flatMap(({ id, trainable }) =>
    Object.entries(trainable).map(([parameter, { shape }]) => ({ node: id, parameter, shape })),
  );
  const shape = arrays.find(({ node, parameter }) => node === place.node && parameter === place.parameter)?.shape ?? [];
  const [outs = 0, sources] = shape;
  return (
    <div class="landscape-weight" role="group" aria-label={label}>
      <span>{label}</span>
      <select
        aria-label={`${label}: parameter`}
        onChange={(event) => {
          const { node, parameter, shape: found } = arrays[event.currentTarget.selectedIndex]!;
          onChoose({ node, parameter, out: 0, in: found.length > 1 ? 0 : null });
        }}
      >
        {arrays.map(({ node, parameter }) => (
          <option key={`${node}.${parameter}`} selected={node === place.node && parameter === place.parameter}>
            {arrayName(all, node, parameter)}
          </option>
        ))}
      </select>
      {sources !== undefined && (
        <select
          aria-label={`${label}: from`}
          onChange={(event) => onChoose({ ...place, in: event.currentTarget.selectedIndex })}
        >
          {Array.from({ length: sources }, (_, source) => (
            <option key={source} selected={source === place.in}>from {sourceName(all, { ...place, in: source })}</option>
          ))}
        </select>
      )}
      <select
        aria-label={`${label}: unit`}
        onChange={(event) => onChoose({ ...place, out: event.currentTarget.selectedIndex })}
      >
        {Array.from({ length: outs }, (_, out) => (
          <option key={out} selected={out === place.out}>
            {sources === undefined ? "of" : "to"} {ownName(all, place.node, out)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Weights are what is mostly meant, so only other numbers are called by their name. */
function arrayName(all: readonly NodeSummary[], node: string, parameter: string): string {
  const name = nodeName(all, node);
  return parameter === "weight" ? name : `${name}, ${parameterWord(parameter).toLowerCase()}`;
}

/** The layer stands beside it. */
function ownName(all: readonly NodeSummary[], node: string, unit: number): string {
  return unitName(all, node, unit).replace(`${nodeName(all, node)}, `, "");
}
