/** The box that stays open: one weight or bias with a slider, or all that goes into a unit as a table. */
import type { NodeSummary } from "../../wire/protocol";
import { signedText } from "../number-text";
import { element, floatingBox, hide, showBeside, type Anchor } from "./floating";
import type { Measured, Subject } from "./hover-card";
import { gradientMeaning, unitName } from "./names";
import { parameterField } from "./parameter-field";
import { parameterMeaning, parameterTitle, parameterValue, type ParameterPlace } from "./parameters";

export interface EditorCallbacks {
  commit(place: ParameterPlace, value: number): void;
  closed(): void;
}

export interface Editor {
  open(subject: Subject, anchor: Anchor, measured: Measured): void;
  refresh(measured: Measured): void;
  close(): void;
  isOpen(): boolean;
  destroy(): void;
}

/** The slider reaches this far, or twice the value where that is more. */
const SLIDER_REACH = 4;
/** A dragged slider sends at most one value in this time (milliseconds). */
const DRAG_PAUSE = 80;

export function createEditor(root: HTMLElement, callbacks: EditorCallbacks): Editor {
  const box = floatingBox(root, "network-card network-editor");
  box.setAttribute("role", "dialog");
  let write: ((measured: Measured) => void) | null = null;
  let before: Element | null = null;
  let stopDragging: () => void = () => undefined;

  function heading(title: string): HTMLElement {
    const bar = element("div", "network-editor-bar");
    const close = element("button", "network-close", "×");
    close.type = "button";
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => shut(true));
    bar.append(element("strong", "network-card-title", title), close);
    box.setAttribute("aria-label", title);
    return bar;
  }

  function slider(place: ParameterPlace, start: number): HTMLInputElement {
    const range = element("input", "network-slider");
    const reach = Math.max(SLIDER_REACH, 2 * Math.abs(start) || 0);
    range.type = "range";
    range.min = String(-reach);
    range.max = String(reach);
    range.step = "0.01";
    range.setAttribute("aria-label", parameterNameOf(place));
    let timer = 0;
    const send = (): void => {
      timer = 0;
      callbacks.commit(place, range.valueAsNumber);
    };
    range.addEventListener("input", () => {
      if (timer === 0) timer = window.setTimeout(send, DRAG_PAUSE);
    });
    stopDragging = () => window.clearTimeout(timer);
    return range;
  }

  function openParameter(place: ParameterPlace, measured: Measured): HTMLElement {
    const field = parameterField(parameterNameOf(place), (value) => callbacks.commit(place, value));
    const range = slider(place, parameterValue(measured.weights, place));
    const row = element("div", "network-editor-row");
    row.append(field.input, range);
    const gradientText = element("span", "network-gradient");
    const meaning = element("p", "network-meaning");
    const outlook = element("p", "network-meaning");
    box.replaceChildren(heading(parameterTitle(measured.nodes, place)), row, meaning, outlook, gradientText);
    write = (now) => {
      const value = parameterValue(now.weights, place);
      const gradient = parameterValue(now.gradients, place);
      field.show(value);
      if (!range.matches(":active")) range.value = String(value);
      meaning.textContent = parameterMeaning(now.nodes, place, value);
      outlook.textContent = gradientMeaning(gradient);
      gradientText.textContent = `Gradient ${signedText(gradient, 4)}`;
    };
    return field.input;
  }

  function openUnit(node: string, unit: number, measured: Measured): HTMLElement {
    const places = incoming(measured.nodes, node, unit);
    const table = element("table", "network-table");
    const rows = places.map((place) => {
      const name = sourceText(measured.nodes, place);
      const field = parameterField(name, (value) => callbacks.commit(place, value));
      const gradient = element("td", "network-gradient");
      const row = table.insertRow();
      const head = element("th", "", name);
      head.scope = "row";
      row.append(head);
      row.insertCell().append(field.input);
      row.append(gradient);
      return { place, field, gradient };
    });
    const head = table.createTHead().insertRow();
    for (const title of ["From", "Weight", "Gradient"]) {
      const cell = element("th", "", title);
      cell.scope = "col";
      head.append(cell);
    }
    const scroll = element("div", "network-table-scroll");
    scroll.append(table);
    const bar = heading(unitName(measured.nodes, node, unit));
    box.replaceChildren(bar, scroll);
    if (places.length === 0) scroll.replaceChildren(element("p", "network-meaning", "An input: it has no weights."));
    write = (now) => {
      for (const { place, field, gradient } of rows) {
        field.show(parameterValue(now.weights, place));
        gradient.textContent = signedText(parameterValue(now.gradients, place), 4);
      }
    };
    return rows[0]?.field.input ?? bar.querySelector("button")!;
  }

  function shut(giveFocusBack: boolean): void {
    if (write === null) return;
    write = null;
    stopDragging();
    hide(box);
    if (giveFocusBack && before instanceof HTMLElement) before.focus();
    callbacks.closed();
  }

  const closeOutside = (event: PointerEvent): void => {
    if (!box.contains(event.target as Node)) shut(false);
  };
  document.addEventListener("pointerdown", closeOutside);
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") shut(true);
  });

  return {
    open(subject, anchor, measured) {
      if (write === null) before = document.activeElement;
      const focus = "parameter" in subject
        ? openParameter(subject.parameter, measured)
        : openUnit(subject.unit.node, subject.unit.unit, measured);
      write?.(measured);
      showBeside(box, anchor);
      focus.focus();
    },
    refresh: (measured) => write?.(measured),
    close: () => shut(false),
    isOpen: () => write !== null,
    destroy() {
      document.removeEventListener("pointerdown", closeOutside);
      stopDragging();
      box.remove();
    },
  };
}

function parameterNameOf(place: ParameterPlace): string {
  return place.parameter === "weight" ? "Weight" : "Bias";
}

/** The weights into a unit in the order of their sources, then its bias. */
function incoming(nodes: readonly NodeSummary[], node: string, unit: number): ParameterPlace[] {
  const trainable = nodes.find((candidate) => candidate.id === node)?.trainable ?? {};
  const fanIn = trainable.weight?.shape.length === 2 ? trainable.weight.shape[1]! : 0;
  const places: ParameterPlace[] = Array.from({ length: fanIn }, (_, source) => ({
    node, parameter: "weight", out: unit, in: source,
  }));
  if (trainable.bias !== undefined) places.push({ node, parameter: "bias", out: unit, in: null });
  return places;
}

function sourceText(nodes: readonly NodeSummary[], place: ParameterPlace): string {
  if (place.in === null) return "Bias";
  const source = nodes.find((node) => node.id === place.node)?.sources[0] ?? "";
  return unitName(nodes, source, place.in);
}
