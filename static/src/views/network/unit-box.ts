/** All numbers that belong to a unit, as a table: what comes in from where, and what it has of its own. */
import type { NodeSummary } from "../../wire/protocol";
import { numberText, signedText } from "../number-text";
import { element } from "./floating";
import { innerParts, innerValue, isRemovable, isRemoved, type Measured } from "./measured";
import type { BoxCallbacks, BoxContent } from "./parameter-box";
import { parameterField } from "./parameter-field";
import { arraysOf, parameterValue, parameterWord, sourceName, type ParameterPlace } from "./parameters";

interface Row {
  write(measured: Measured): void;
}

export function unitBox(node: string, unit: number, measured: Measured, callbacks: BoxCallbacks): BoxContent {
  const { nodes } = measured;
  const { learned, kept } = placesOf(nodes, node, unit);
  const holder = element("div", "network-table-scroll");
  if (learned.length === 0) {
    const isInput = nodes.find(({ id }) => id === node)?.sources.length === 0;
    holder.append(element("p", "network-meaning", isInput ? "An input: it has no weights." : "It has nothing to learn."));
    return { parts: [holder], first: null, write: () => undefined, stop: () => undefined };
  }
  const canRemove = learned.some((place) => isRemovable(measured, place));
  let rows: Row[] = [];
  let columns: string | null = null;
  let first: HTMLElement | null = null;

  /** Anew when there are other columns: the optimizer's come once they are measured. */
  function build(now: Measured): void {
    const inner = innerParts(now.optimizer);
    const table = element("table", "network-table");
    const head = table.createTHead().insertRow();
    const body = table.createTBody();
    const titles = ["From", "Weight", "Gradient", ...inner.map(({ title }) => title)];
    for (const title of titles) head.append(headCell(title, "col"));
    if (canRemove) {
      const last = headCell("", "col");
      last.append(element("span", "visually-hidden", "Remove"));
      head.append(last);
    }
    const names = new Map(learned.map((place) => [place, rowName(nodes, place)]));
    rows = learned.map((place) => learnedRow(body.insertRow(), place, names.get(place)!, inner, canRemove, callbacks));
    rows.push(...kept.map((place) => keptRow(body.insertRow(), place, now)));
    holder.replaceChildren(table);
    first = table.querySelector("input");
  }

  function write(now: Measured): void {
    const wanted = innerParts(now.optimizer).map(({ part }) => part).join();
    // A table that is being typed in stays as it is.
    if (columns === null || (wanted !== columns && !holder.contains(document.activeElement))) {
      columns = wanted;
      build(now);
    }
    for (const row of rows) row.write(now);
  }

  write(measured);
  return { parts: [holder], first, write, stop: () => undefined };
}

/** The weights into a unit in the order of their sources, then what it has once; and what is kept but not learned. */
function placesOf(nodes: readonly NodeSummary[], node: string, unit: number) {
  const { matrices, vectors, kept } = arraysOf(nodes.find(({ id }) => id === node));
  const own = (parameter: string): ParameterPlace => ({ node, parameter, out: unit, in: null });
  const learned = matrices.flatMap(([parameter, { shape }]) =>
    Array.from({ length: shape[1] ?? 0 }, (_, source): ParameterPlace => ({ node, parameter, out: unit, in: source })),
  );
  return { learned: [...learned, ...vectors.map(([name]) => own(name))], kept: kept.map(([name]) => own(name)) };
}

function rowName(nodes: readonly NodeSummary[], place: ParameterPlace): string {
  if (place.in === null) return parameterWord(place.parameter);
  const source = sourceName(nodes, place);
  return place.parameter === "weight" ? source : `${source}, ${place.parameter}`;
}

function headCell(text: string, scope: "col" | "row"): HTMLTableCellElement {
  const cell = element("th", "", text);
  cell.scope = scope;
  return cell;
}

function learnedRow(
  row: HTMLTableRowElement, place: ParameterPlace, name: string, inner: readonly { part: string }[],
  hasRemoving: boolean, callbacks: BoxCallbacks,
): Row {
  const field = parameterField(name, (value) => callbacks.commit(place, value));
  row.append(headCell(name, "row"));
  row.insertCell().append(field.input);
  const gradient = row.appendChild(element("td", "network-gradient"));
  const cells = inner.map(() => row.appendChild(element("td", "network-gradient")));
  const button = element("button", "network-remove-row");
  button.type = "button";
  button.setAttribute("aria-keyshortcuts", "Delete");
  let state = { removable: false, removed: false };
  const toggle = (): void => {
    if (state.removable) callbacks.remove(place, !state.removed);
  };
  button.addEventListener("click", toggle);
  row.addEventListener("keydown", (event) => {
    // In a field that is being edited the key takes a digit away.
    if (event.key !== "Delete" || (event.target === field.input && !field.isUntouched())) return;
    event.preventDefault();
    toggle();
  });
  if (hasRemoving) row.insertCell().append(button);
  return {
    write(now) {
      state = { removable: isRemovable(now, place), removed: isRemoved(now, place) };
      field.show(parameterValue(now.weights, place));
      field.input.readOnly = state.removed;
      row.classList.toggle("is-removed", state.removed);
      gradient.textContent = signedText(parameterValue(now.gradients, place), 4);
      inner.forEach(({ part }, index) => {
        cells[index]!.textContent = signedText(innerValue(now.optimizer, place, part), 4);
      });
      button.hidden = !state.removable;
      button.textContent = state.removed ? "↺" : "×";
      button.title = state.removed ? "Put it back" : "Remove this connection";
      button.setAttribute("aria-label", `${button.title}: ${name}`);
    },
  };
}

function keptRow(row: HTMLTableRowElement, place: ParameterPlace, measured: Measured): Row {
  row.append(headCell(rowName(measured.nodes, place), "row"));
  const value = row.insertCell();
  value.title = "Kept from the training batches, not learned.";
  return {
    write: (now) => { value.textContent = numberText(parameterValue(now.weights, place)); },
  };
}
