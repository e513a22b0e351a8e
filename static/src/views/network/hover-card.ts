/** What is under the pointer: a weight or bias with its gradient, or a unit with its map enlarged. */
import { numberText, signedText } from "../number-text";
import { tablesOf } from "../palette";
import { createTile, type TileProps } from "../tile";
import { unitExtremes, unitTile } from "../unit-map";
import type { View } from "../view";
import { element, figures, floatingBox, hide, showBeside, type Anchor } from "./floating";
import { isRemoved, type Measured } from "./measured";
import { gradientMeaning, unitName } from "./names";
import { parameterFigures, REMOVED } from "./parameter-box";
import {
  arraysOf, parameterMeaning, parameterTitle, parameterValue, parameterWord, type ParameterPlace,
} from "./parameters";
import { scaleOf, tableOf } from "./unit-tiles";

export type Subject =
  | { readonly parameter: ParameterPlace }
  | { readonly unit: { readonly node: string; readonly unit: number } };

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

  function showParameter(place: ParameterPlace, first: Measured): void {
    const numbers = parameterFigures(place, [parameterWord(place.parameter)]);
    const meaning = element("p", "network-meaning");
    const outlook = element("p", "network-meaning");
    box.replaceChildren(
      element("strong", "network-card-title", parameterTitle(first.nodes, place)),
      numbers.list, meaning, outlook,
    );
    write = (measured) => {
      const removed = isRemoved(measured, place);
      numbers.write(measured);
      meaning.textContent = removed ? REMOVED : parameterMeaning(measured.nodes, place, parameterValue(measured.weights, place));
      outlook.textContent = removed ? "Click to put it back." : gradientMeaning(parameterValue(measured.gradients, place));
    };
  }

  function showUnit(node: string, unit: number, measured: Measured): void {
    const found = measured.nodes.find((candidate) => candidate.id === node);
    const { vectors, kept } = arraysOf(found);
    const own = [...vectors, ...kept].map(([name]) => name);
    const numbers = figures(["Lowest", "Highest", ...own.map(parameterWord)]);
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
    if (Object.keys(found?.trainable ?? {}).length > 0) body.append(element("p", "network-meaning", "Click for its weights."));
    const columns = element("div", "network-card-columns");
    columns.append(picture, body);
    box.replaceChildren(columns);
    write = (now) => {
      tile?.update(tileProps(now));
      const [lowest, highest] = now.neurons === null ? [Number.NaN, Number.NaN] : unitExtremes(now.neurons, node, unit);
      numbers.write("Lowest", signedText(lowest, 2));
      numbers.write("Highest", signedText(highest, 2));
      for (const parameter of own) {
        numbers.write(parameterWord(parameter), numberText(parameterValue(now.weights, { node, parameter, out: unit, in: null })));
      }
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
      if ("parameter" in subject) showParameter(subject.parameter, measured);
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
