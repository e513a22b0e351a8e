/** One weight, bias or other number of a unit: typed or slid, with what the training makes of it. */
import { signedText } from "../number-text";
import { element, figures } from "./floating";
import { innerParts, innerValue, isRemovable, isRemoved, NEXT_STEP, type Measured } from "./measured";
import { gradientMeaning } from "./names";
import { parameterField } from "./parameter-field";
import { parameterMeaning, parameterValue, parameterWord, type ParameterPlace } from "./parameters";

export interface BoxCallbacks {
  commit(place: ParameterPlace, value: number): void;
  /** Takes a weight out of the network, or puts it back. */
  remove(place: ParameterPlace, isRemoved: boolean): void;
}

/** What an open box shows, beneath its heading. */
export interface BoxContent {
  readonly parts: readonly HTMLElement[];
  /** What has the focus first; none where nothing can be edited. */
  readonly first: HTMLElement | null;
  write(measured: Measured): void;
  stop(): void;
}

/** The slider reaches this far, or twice the value where that is more. */
const SLIDER_REACH = 4;
/** A dragged slider sends at most one value in this time (milliseconds). */
const DRAG_PAUSE = 80;
export const REMOVED = "Removed: this weight is 0 and stays 0.";

export function parameterBox(place: ParameterPlace, measured: Measured, callbacks: BoxCallbacks): BoxContent {
  const name = parameterWord(place.parameter);
  const field = parameterField(name, (value) => callbacks.commit(place, value));
  const slider = element("input", "network-slider");
  const reach = Math.max(SLIDER_REACH, 2 * Math.abs(parameterValue(measured.weights, place)) || 0);
  slider.type = "range";
  slider.min = String(-reach);
  slider.max = String(reach);
  slider.step = "0.01";
  slider.setAttribute("aria-label", name);
  let timer = 0;
  slider.addEventListener("input", () => {
    if (timer === 0) timer = window.setTimeout(send, DRAG_PAUSE);
  });
  function send(): void {
    timer = 0;
    callbacks.commit(place, slider.valueAsNumber);
  }

  const row = element("div", "network-editor-row");
  row.append(field.input, slider);
  const meaning = element("p", "network-meaning");
  const outlook = element("p", "network-meaning");
  const numbers = parameterFigures(place, []);
  const parts: HTMLElement[] = [row, meaning, outlook, numbers.list];
  const button = element("button", "network-remove");
  button.type = "button";
  let removed = isRemoved(measured, place);
  button.addEventListener("click", () => callbacks.remove(place, !removed));
  if (isRemovable(measured, place)) parts.push(button);

  return {
    parts,
    first: field.input,
    write(now) {
      const value = parameterValue(now.weights, place);
      removed = isRemoved(now, place);
      field.show(value);
      field.input.disabled = removed;
      slider.disabled = removed;
      if (!slider.matches(":active")) slider.value = String(value);
      meaning.textContent = removed ? REMOVED : parameterMeaning(now.nodes, place, value);
      outlook.textContent = removed ? "" : gradientMeaning(parameterValue(now.gradients, place));
      button.textContent = removed ? "Put it back" : "Remove this connection";
      numbers.write(now);
    },
    stop: () => window.clearTimeout(timer),
  };
}

/** Gradient, the optimizer's state and its next step, as a list that follows what is measured. */
export function parameterFigures(
  place: ParameterPlace, before: readonly string[],
): { readonly list: HTMLElement; write(measured: Measured): void } {
  const holder = element("div", "");
  let names = "";
  let shown = figures([]);
  return {
    list: holder,
    write(now) {
      const inner = innerParts(now.optimizer);
      const wanted = [...before, "Gradient", ...inner.map(({ title }) => title), ...(inner.length > 0 ? [EFFECTIVE] : [])];
      if (wanted.join() !== names) {
        names = wanted.join();
        shown = figures(wanted);
        holder.replaceChildren(shown.list);
      }
      const gradient = parameterValue(now.gradients, place);
      for (const name of before) shown.write(name, signedText(parameterValue(now.weights, place)));
      shown.write("Gradient", signedText(gradient, 4));
      for (const { part, title } of inner) shown.write(title, signedText(innerValue(now.optimizer, place, part), 4));
      const step = innerValue(now.optimizer, place, NEXT_STEP);
      shown.write(EFFECTIVE, gradient === 0 ? "–" : signedText(-step / gradient, 4));
    },
  };
}

/** What a plain step along the gradient would have to be multiplied by to do the same. */
const EFFECTIVE = "Effective rate";
