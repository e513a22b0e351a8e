/** What is under the pointer: a weight or bias with its gradient, or a unit with its map enlarged. */
import type { NeuronsProbe, NodeSummary, ParameterArrays } from "../../wire/protocol";
import { numberText, signedText } from "../number-text";
import { tablesOf, type Theme } from "../palette";
import { createTile, type TileProps } from "../tile";
import { unitExtremes, unitTile } from "../unit-map";
import type { View } from "../view";
import { element, figures, floatingBox, hide, showBeside, type Anchor } from "./floating";
import { gradientMeaning, unitName } from "./names";
import { scaleOf, tableOf, type UnitScales } from "./unit-tiles";
import { parameterMeaning, parameterTitle, parameterValue, type ParameterPlace } from "./parameters";

export type Subject =
  | { readonly parameter: ParameterPlace }
  | { readonly unit: { readonly node: string; readonly unit: number } };

export interface Measured {
  readonly theme: Theme;
  readonly nodes: readonly NodeSummary[];
  readonly scales: UnitScales;
  readonly neurons: NeuronsProbe | null;
  readonly weights: ParameterArrays | null;
  readonly gradients: ParameterArrays | null;
}

export interface HoverCard {
  show(subject: Subject, anchor: Anchor, measured: Measured): void;
  refresh(measured: Measured): void;
  hide(): void;
  destroy(): void;
}

const ENLARGED = 128;

export function createHoverCard(root: HTMLElement): HoverCard {
  const box = floatingBox(root, "network-card");
  let write: ((measured: Measured) => void) | null = null;
  let tile: View<TileProps> | null = null;

  function showParameter(place: ParameterPlace, nodes: readonly NodeSummary[]): void {
    const name = place.parameter === "weight" ? "Weight" : "Bias";
    const numbers = figures([name, "Gradient"]);
    const meaning = element("p", "network-meaning");
    const outlook = element("p", "network-meaning");
    box.replaceChildren(
      element("strong", "network-card-title", parameterTitle(nodes, place)),
      numbers.list, meaning, outlook,
    );
    write = (measured) => {
      const value = parameterValue(measured.weights, place);
      const gradient = parameterValue(measured.gradients, place);
      numbers.write(name, signedText(value));
      numbers.write("Gradient", signedText(gradient, 4));
      meaning.textContent = parameterMeaning(measured.nodes, place, value);
      outlook.textContent = gradientMeaning(gradient);
    };
  }

  function showUnit(node: string, unit: number, measured: Measured): void {
    const found = measured.nodes.find((candidate) => candidate.id === node);
    const hasBias = found?.trainable.bias !== undefined;
    const numbers = figures(hasBias ? ["Lowest", "Highest", "Bias"] : ["Lowest", "Highest"]);
    const picture = element("div", "network-card-map");
    const tileProps = (now: Measured): TileProps => {
      const known = now.scales.get(node);
      const map = now.neurons === null ? null : unitTile(now.neurons, node, unit);
      const scale = known && scaleOf(known, ...known.range);
      const table = tableOf(known, unit, tablesOf(now.theme));
      return { theme: now.theme, size: ENLARGED, map, table, ...(scale && { scale }) };
    };
    tile = createTile(picture, tileProps(measured));
    const body = element("div", "network-card-body");
    body.append(element("strong", "network-card-title", unitName(measured.nodes, node, unit)), numbers.list);
    if (found?.trainable.weight !== undefined) body.append(element("p", "network-meaning", "Click for its weights."));
    const columns = element("div", "network-card-columns");
    columns.append(picture, body);
    box.replaceChildren(columns);
    write = (now) => {
      tile?.update(tileProps(now));
      const [lowest, highest] = now.neurons === null ? [Number.NaN, Number.NaN] : unitExtremes(now.neurons, node, unit);
      numbers.write("Lowest", signedText(lowest, 2));
      numbers.write("Highest", signedText(highest, 2));
      const bias: ParameterPlace = { node, parameter: "bias", out: unit, in: null };
      numbers.write("Bias", numberText(parameterValue(now.weights, bias)));
    };
  }

  function clear(): void {
    tile?.destroy();
    tile = null;
    write = null;
  }

  return {
    show(subject, anchor, measured) {
      clear();
      if ("parameter" in subject) showParameter(subject.parameter, measured.nodes);
      else showUnit(subject.unit.node, subject.unit.unit, measured);
      write?.(measured);
      showBeside(box, anchor);
    },
    refresh: (measured) => write?.(measured),
    hide() {
      clear();
      hide(box);
    },
    destroy() {
      clear();
      box.remove();
    },
  };
}
