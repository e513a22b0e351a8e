/** What the optimizer keeps for every parameter and would add to it next: a small map for each layer and part. */
import type { FloatArray, NodeSummary, OptimizerProbe, ParameterArrays } from "../wire/protocol";
import { element } from "./network/floating";
import { innerParts, innerValue, NEXT_STEP } from "./network/measured";
import { nodeName } from "./network/names";
import { parameterTitle, parameterValue, type ParameterPlace } from "./network/parameters";
import { numberText, signedText } from "./number-text";
import { paced, TEXT_PAUSE } from "./paced";
import { tablesOf, type Theme } from "./palette";
import { pixelBuffer, type PixelBuffer } from "./pixels";
import type { CreateView } from "./view";

export interface OptimizerStateProps {
  theme: Theme;
  nodes: readonly NodeSummary[];
  optimizer: OptimizerProbe | null;
  gradients: ParameterArrays | null;
}

const LARGEST_SQUARE = 12;
const SMALLEST_SQUARE = 2;
/** What the names of layers take of the width, and what lies between two maps. */
const NAMES = 64;
const GAP = 12;
const MAP_SIZE = { width: 132, height: 88 } as const;

/** Where a parameter stands in the map of its node: a row for each unit, arrays beside each other. */
interface Field {
  readonly place: ParameterPlace;
  readonly column: number;
  readonly row: number;
}

/** One node's parameters laid out as a picture, alike for everything that is known of them. */
export interface Plan {
  readonly node: string;
  readonly columns: number;
  readonly rows: number;
  readonly fields: readonly Field[];
}

/** One row for each unit: its weights in the order of their sources, and after a gap what it has once. */
export function planOf(node: string, arrays: { [parameter: string]: { [part: string]: FloatArray } }): Plan {
  const fields: Field[] = [];
  let columns = 0;
  let rows = 0;
  for (const [parameter, parts] of Object.entries(arrays)) {
    const [out = 0, sources] = Object.values(parts)[0]?.shape ?? [];
    const start = columns === 0 ? 0 : columns + 1;
    for (let row = 0; row < out; row += 1) {
      for (let source = 0; source < (sources ?? 1); source += 1) {
        const place = { node, parameter, out: row, in: sources === undefined ? null : source };
        fields.push({ place, column: start + source, row });
      }
    }
    columns = start + (sources ?? 1);
    rows = Math.max(rows, out);
  }
  return { node, columns, rows, fields };
}

interface Cell {
  readonly plan: Plan;
  readonly part: string;
  readonly canvas: HTMLCanvasElement;
  readonly caption: HTMLElement;
  readonly buffer: PixelBuffer;
}

export const createOptimizerState: CreateView<OptimizerStateProps> = (root, first) => {
  const holder = element("div", "optimizer-scroll");
  const reading = element("p", "optimizer-reading");
  root.append(holder, reading);
  let props = first;
  let cells: Cell[] = [];
  let form = "";
  let pointed: Field | null = null;
  const text = paced(writeText, TEXT_PAUSE);

  function build(optimizer: OptimizerProbe): void {
    const parts = innerParts(optimizer);
    const table = element("table", "optimizer-table");
    const head = table.createTHead().insertRow();
    for (const title of ["Layer", ...parts.map((part) => part.title)]) {
      const cell = head.appendChild(element("th", "", title));
      cell.scope = "col";
    }
    const room = (root.clientWidth - NAMES) / parts.length - GAP;
    const widest = root.clientWidth > 0 ? Math.min(MAP_SIZE.width, room) : MAP_SIZE.width;
    const body = table.createTBody();
    cells = Object.entries(optimizer.nodes).flatMap(([node, arrays]) => {
      const plan = planOf(node, arrays);
      const row = body.insertRow();
      const name = row.appendChild(element("th", "", nodeName(props.nodes, node)));
      name.scope = "row";
      return parts.map(({ part }) => cellOf(row.insertCell(), plan, part, widest));
    });
    holder.replaceChildren(table);
  }

  function cellOf(into: HTMLElement, plan: Plan, part: string, widest: number): Cell {
    const canvas = element("canvas", "optimizer-map");
    canvas.width = plan.columns;
    canvas.height = plan.rows;
    const side = Math.min(widest / plan.columns, MAP_SIZE.height / plan.rows, LARGEST_SQUARE);
    const square = Math.max(SMALLEST_SQUARE, Math.floor(side));
    canvas.style.width = `${plan.columns * square}px`;
    canvas.style.height = `${plan.rows * square}px`;
    canvas.setAttribute("aria-hidden", "true");
    const caption = element("span", "optimizer-caption");
    into.append(canvas, caption);
    canvas.addEventListener("pointermove", (event) => {
      const [column, row] = [Math.floor(event.offsetX / square), Math.floor(event.offsetY / square)];
      pointed = plan.fields.find((field) => field.column === column && field.row === row) ?? null;
      writeReading();
    });
    canvas.addEventListener("pointerleave", () => {
      pointed = null;
      writeReading();
    });
    return { plan, part, canvas, caption, buffer: pixelBuffer(plan.columns, plan.rows) };
  }

  function paint({ plan, part, canvas, buffer }: Cell): void {
    const { optimizer, theme } = props;
    const values = plan.fields.map(({ place }) => innerValue(optimizer, place, part));
    const largest = largestOf(values);
    const table = tablesOf(theme).graded;
    buffer.words.fill(0);
    plan.fields.forEach(({ column, row }, index) => {
      const share = largest === 0 ? 0 : values[index]! / largest;
      buffer.words[row * plan.columns + column] = table[Math.round(127.5 + 127.5 * share) || 0]!;
    });
    buffer.commit();
    const context = canvas.getContext("2d");
    context?.clearRect(0, 0, plan.columns, plan.rows);
    context?.drawImage(buffer.canvas, 0, 0);
  }

  function writeText(): void {
    for (const { plan, part, caption } of cells) {
      const values = plan.fields.map(({ place }) => innerValue(props.optimizer, place, part));
      caption.textContent = `±${numberText(largestOf(values), 4)}`;
    }
    writeReading();
  }

  /** All numbers of the parameter under the pointer. */
  function writeReading(): void {
    const { optimizer, gradients, nodes } = props;
    if (pointed === null || optimizer === null) {
      reading.textContent = HINT;
      return;
    }
    const { place } = pointed;
    const gradient = parameterValue(gradients, place);
    const step = innerValue(optimizer, place, NEXT_STEP);
    const texts = innerParts(optimizer).map(
      ({ part, title }) => `${title.toLowerCase()} ${signedText(innerValue(optimizer, place, part), 4)}`,
    );
    const effective = gradient === 0 ? "" : `, effective rate ${numberText(-step / gradient, 4)}`;
    reading.textContent =
      `${parameterTitle(nodes, place)}: gradient ${signedText(gradient, 4)}, ${texts.join(", ")}${effective}`;
  }

  function update(next: OptimizerStateProps): void {
    props = next;
    const { optimizer } = props;
    if (optimizer === null) return;
    const wanted = formOf(optimizer);
    if (wanted !== form) {
      form = wanted;
      pointed = null;
      build(optimizer);
      writeText();
    }
    for (const cell of cells) paint(cell);
    text.call();
  }

  update(first);
  return {
    update,
    destroy() {
      text.stop();
      holder.remove();
      reading.remove();
    },
  };
};

const HINT =
  "A row for each unit, a column for each weight, biases at the right; full color is the number below. Point at one.";

/** What has to be the same for the table to stay. */
function formOf({ nodes, slots }: OptimizerProbe): string {
  const shapes = Object.entries(nodes).map(([node, arrays]) =>
    [node, ...Object.entries(arrays).map(([name, parts]) => `${name} ${Object.values(parts)[0]?.shape}`)].join(),
  );
  return [...slots, ...shapes].join(";");
}

function largestOf(values: readonly number[]): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value) || 0), 0);
}
