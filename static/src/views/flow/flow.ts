/** The gradient layer by layer: its size, what the next step makes of it, and units that let none through. */
import type { FloatArray, GradientsProbe, NodeSummary } from "../../wire/protocol";
import { element } from "../network/floating";
import { nodeName } from "../network/names";
import { paced, TEXT_PAUSE } from "../paced";
import type { CreateView } from "../view";
import { GRADIENT_DECADES, marksOf, powerText, RATIO_DECADES, shareOfDecades, sizeText, type Decades } from "./decades";
import { ratioWord } from "./words";

export interface FlowProps {
  nodes: readonly NodeSummary[];
  measured: GradientsProbe | null;
}

/** The rule of thumb for the size of a step against that of the weights. */
const USUAL_RATIO = 1e-3;

interface Row {
  readonly bars: readonly HTMLElement[];
  readonly texts: readonly HTMLElement[];
  readonly shares: readonly HTMLElement[];
  readonly word: HTMLElement;
}

export const createFlow: CreateView<FlowProps> = (root, first) => {
  const holder = element("div", "flow-scroll");
  // On a phone it is wider than the screen: keys must be able to scroll it.
  holder.tabIndex = 0;
  holder.setAttribute("role", "group");
  holder.setAttribute("aria-label", "Gradients now");
  root.append(holder);
  let props = first;
  let rows: Row[] = [];
  let form = "";
  const numbers = paced(write, TEXT_PAUSE);

  function build({ nodes, measured }: FlowProps): void {
    const table = element("table", "flow-table");
    const caption = table.createCaption();
    caption.className = "visually-hidden";
    caption.textContent = "Gradients, steps and units of each layer";
    const head = table.createTHead().insertRow();
    const titled = (title: string, decades: Decades | null, term: string, sign = "") => {
      const cell = head.appendChild(element("th", ""));
      cell.append(term ? termButton(title, term) : title);
      // The sign that such units have in the diagram.
      if (sign) cell.prepend(hiddenText(`${sign} `));
      cell.scope = "col";
      if (decades) cell.append(axis(decades));
    };
    titled("Layer", null, "");
    titled("Gradient", GRADIENT_DECADES, "layer-gradient");
    titled("Step ÷ weights", RATIO_DECADES, "update-ratio");
    titled("Saturated", null, "saturation", "◑");
    titled("Dead", null, "dead-unit", "⊗");
    const body = table.createTBody();
    rows = (measured?.nodes ?? []).map((node) => {
      const row = body.insertRow();
      const name = row.appendChild(element("th", "", nodeName(nodes, node)));
      name.scope = "row";
      const [size, ratio] = [barCell(row, GRADIENT_DECADES), barCell(row, RATIO_DECADES, USUAL_RATIO)];
      const shares = [row.insertCell(), row.insertCell()];
      for (const cell of shares) cell.className = "flow-share";
      const word = element("span", "flow-word");
      ratio.text.after(word);
      return { bars: [size.bar, ratio.bar], texts: [size.text, ratio.text], shares, word };
    });
    holder.replaceChildren(table);
  }

  function write(): void {
    const { measured } = props;
    if (measured === null) return;
    rows.forEach(({ bars, texts, shares, word }, place) => {
      const at = (array: FloatArray) => array.data[place] ?? Number.NaN;
      const [size, ratio] = [at(measured.root_mean_square), at(measured.update_ratio)];
      setWidth(bars[0]!, shareOfDecades(size, GRADIENT_DECADES));
      setWidth(bars[1]!, shareOfDecades(ratio, RATIO_DECADES));
      put(texts[0]!, sizeText(size));
      put(texts[1]!, sizeText(ratio));
      put(word, ratioWord(ratio));
      [measured.saturated, measured.dead].forEach((array, index) => {
        const share = at(array);
        const cell = shares[index]!;
        put(cell, Number.isNaN(share) ? "–" : `${Math.round(100 * share)} %`);
        cell.classList.toggle("flow-share-some", share > 0);
      });
    });
  }

  function update(next: FlowProps): void {
    props = next;
    const wanted = JSON.stringify([next.measured?.nodes, next.nodes.map(({ path, title }) => [path, title])]);
    if (wanted !== form) {
      form = wanted;
      build(next);
      write();
    } else numbers.call();
  }

  update(first);
  return {
    update,
    destroy() {
      numbers.stop();
      root.replaceChildren();
    },
  };
};

/** A word that the page explains where it stands. */
function termButton(text: string, term: string): HTMLElement {
  const made = element("button", "term", text);
  made.type = "button";
  made.dataset.term = term;
  return made;
}

function hiddenText(text: string): HTMLElement {
  const made = element("span", "", text);
  made.setAttribute("aria-hidden", "true");
  return made;
}

function axis(decades: Decades): HTMLElement {
  const line = element("span", "flow-axis");
  line.setAttribute("aria-hidden", "true");
  for (const power of marksOf(decades)) {
    const mark = line.appendChild(element("span", "", powerText(power)));
    mark.style.left = `${100 * shareOfDecades(10 ** power, decades)}%`;
  }
  return line;
}

function barCell(row: HTMLTableRowElement, decades: Decades, usual?: number): { bar: HTMLElement; text: HTMLElement } {
  const cell = row.insertCell();
  const box = element("div", "flow-cell");
  const track = element("span", "flow-track");
  const bar = element("span", "flow-bar");
  const text = element("span", "flow-number");
  track.append(bar);
  if (usual !== undefined) {
    const mark = track.appendChild(element("span", "flow-usual"));
    mark.style.left = `${100 * shareOfDecades(usual, decades)}%`;
  }
  const words = element("span", "flow-words");
  words.append(text);
  box.append(track, words);
  cell.append(box);
  return { bar, text };
}

function setWidth(bar: HTMLElement, share: number): void {
  const width = `${(100 * share).toFixed(1)}%`;
  if (bar.style.width !== width) bar.style.width = width;
}

function put(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
