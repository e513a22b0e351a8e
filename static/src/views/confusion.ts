/** Which classes are taken for which: a table with a cell for every pair, darker the more samples it holds. */
import type { CreateView } from "./view";

export type SampleSet = "train" | "test";

/** The samples of one class that are predicted to be of another, or of the same. */
export interface Cell {
  readonly set: SampleSet;
  readonly actual: number;
  readonly predicted: number;
}

export interface ConfusionProps {
  set: SampleSet;
  labels: readonly string[];
  /** Samples by actual (rows) and predicted class (columns), row after row. */
  counts: ArrayLike<number>;
  /** The cell of the sample that is looked at elsewhere. */
  marked: Cell | null;
  onCell(cell: Cell | null): void;
}

/** The share of the samples of each class that are predicted right; NaN where there are none. */
export function accuracies(counts: ArrayLike<number>, classes: number): number[] {
  return Array.from({ length: classes }, (_, row) => {
    let all = 0;
    for (let column = 0; column < classes; column += 1) all += counts[row * classes + column] ?? 0;
    return all === 0 ? Number.NaN : (counts[row * classes + row] ?? 0) / all;
  });
}

export function cellWords(count: number, actual: string, predicted: string): string {
  const samples = count === 1 ? "1 sample" : `${count} samples`;
  return actual === predicted ? `${samples} of ${actual}, predicted right` : `${samples} of ${actual}, predicted as ${predicted}`;
}

/** Steps of shading, so that few cells change while a training goes on. */
const SHADES = 10;

export const createConfusion: CreateView<ConfusionProps> = (root, first) => {
  let props = first;
  let built = "";
  let cells: HTMLButtonElement[] = [];
  let rates: HTMLElement[] = [];
  /** The one cell that Tab stops at; the arrow keys go on from there. */
  let current = 0;

  function build(): void {
    const { labels } = props;
    const table = document.createElement("table");
    table.className = "confusion";
    const head = table.createTHead().insertRow();
    const corner = heading("actual", "col");
    corner.className = "confusion-corner";
    head.append(corner, ...labels.map((label) => heading(label, "col", labels)), heading("right", "col"));
    const body = table.createTBody();
    cells = [];
    rates = [];
    labels.forEach((label, actual) => {
      const row = body.insertRow();
      row.append(heading(label, "row", labels));
      labels.forEach((_, predicted) => {
        const button = document.createElement("button");
        button.type = "button";
        const cell = () => props.onCell({ set: props.set, actual, predicted });
        const leave = () => props.onCell(null);
        const index = cells.push(button) - 1;
        button.tabIndex = index === current ? 0 : -1;
        button.addEventListener("pointerenter", cell);
        button.addEventListener("focus", () => {
          goTo(index);
          cell();
        });
        button.addEventListener("pointerleave", leave);
        button.addEventListener("blur", leave);
        button.addEventListener("keydown", (event) => byKey(event, index));
        row.insertCell().append(button);
      });
      rates.push(row.insertCell());
    });
    const caption = table.createCaption();
    caption.className = "confusion-caption";
    caption.textContent = "Columns: predicted class";
    root.replaceChildren(table);
  }

  function goTo(index: number): void {
    cells[current]?.setAttribute("tabindex", "-1");
    current = index;
    cells[current]?.setAttribute("tabindex", "0");
  }

  function byKey(event: KeyboardEvent, index: number): void {
    const classes = props.labels.length;
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -classes, ArrowDown: classes };
    const next = index + (steps[event.key] ?? Number.NaN);
    if (cells[next] === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    cells[next].focus();
  }

  function fill(): void {
    const { labels, counts, marked, set } = props;
    const classes = labels.length;
    const right = accuracies(counts, classes);
    let largest = 1;
    for (let place = 0; place < classes * classes; place += 1) largest = Math.max(largest, counts[place] ?? 0);
    cells.forEach((cell, place) => {
      const count = counts[place] ?? 0;
      const [actual, predicted] = [Math.floor(place / classes), place % classes];
      const isRight = actual === predicted;
      write(cell, String(count));
      const shade = count === 0 ? 0 : Math.ceil((SHADES * count) / largest);
      const isMarked = marked?.set === set && marked.actual === actual && marked.predicted === predicted;
      const name = `confusion-cell ${isRight ? "is-right" : "is-wrong"}${isMarked ? " is-marked" : ""}`;
      if (cell.className !== name) cell.className = name;
      if (cell.dataset.shade !== String(shade)) {
        cell.dataset.shade = String(shade);
        cell.style.setProperty("--share", `${(100 * shade) / SHADES}%`);
      }
      const words = cellWords(count, labels[actual]!, labels[predicted]!);
      if (cell.title !== words) {
        cell.title = words;
        cell.setAttribute("aria-label", words);
      }
    });
    rates.forEach((rate, row) => write(rate, Number.isNaN(right[row]) ? "–" : `${Math.round(100 * right[row]!)} %`));
  }

  function update(next: ConfusionProps): void {
    props = next;
    const wanted = next.labels.join("\n");
    if (wanted !== built) {
      built = wanted;
      current = 0;
      build();
    }
    fill();
  }

  update(first);
  return { update, destroy: () => root.replaceChildren() };
};

const plainClass = /^class (?=\d+$)/;
/** With more classes than this there is no room for the word beside their numbers. */
const mostWords = 3;

function heading(text: string, scope: string, labels: readonly string[] = []): HTMLTableCellElement {
  const cell = document.createElement("th");
  cell.scope = scope;
  cell.title = text;
  cell.textContent = labels.length > mostWords ? text.replace(plainClass, "") : text;
  return cell;
}

function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
