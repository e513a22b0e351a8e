/** The samples as each layer sees them: a small picture for each, one of them large where it is wanted. */
import type { FloatArray, HiddenNode, NodeSummary } from "../../wire/protocol";
import { readInk } from "../ink";
import { element } from "../network/floating";
import { nodeName } from "../network/names";
import { classColor, cssColor, DATA_COLORS, signedColor, type Theme } from "../palette";
import { fitCanvas } from "../pixels";
import { pointShape } from "../point-shapes";
import type { CreateView } from "../view";
import { classesApart, settledReach, type Task } from "./places";

export interface HiddenProps {
  theme: Theme;
  task: Task;
  nodes: readonly NodeSummary[];
  spaces: readonly HiddenNode[];
  targets: FloatArray | null;
  /** The one that is large, if any. */
  enlarged: string | null;
  /** How much room there is for the large one. */
  room: number;
  onEnlarge(node: string | null): void;
}

const SMALL = 148;
const MARGIN = 8;
/** Colors of regression targets that are told apart. */
const STEPS = 12;

interface Card {
  readonly node: string;
  readonly box: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly canvas: HTMLCanvasElement;
  readonly caption: HTMLElement;
  reach: number;
}

export const createHidden: CreateView<HiddenProps> = (root, first) => {
  const holder = element("div", "hidden-space");
  root.append(holder);
  let props = first;
  let ink = readInk(holder, props.theme);
  let cards: Card[] = [];
  let form = "";

  function build(): void {
    const before = new Map(cards.map((card) => [card.node, card.reach]));
    cards = props.spaces.map(({ id: node }) => {
      const box = element("div", "hidden-card");
      const button = element("button", "hidden-enlarge", nodeName(props.nodes, node));
      button.type = "button";
      const canvas = element("canvas", "hidden-picture");
      canvas.setAttribute("role", "img");
      const caption = element("span", "hidden-caption");
      const toggle = () => props.onEnlarge(props.enlarged === node ? null : node);
      button.addEventListener("click", toggle);
      canvas.addEventListener("click", toggle);
      box.append(button, canvas, caption);
      return { node, box, button, canvas, caption, reach: before.get(node) ?? 0 };
    });
    holder.replaceChildren(...cards.map(({ box }) => box));
  }

  function draw(card: Card): void {
    const { spaces, targets, task, theme, enlarged, room } = props;
    const space = spaces.find(({ id }) => id === card.node);
    if (!space || targets === null) return;
    const isLarge = enlarged === card.node;
    card.box.classList.toggle("is-large", isLarge);
    card.button.setAttribute("aria-pressed", String(isLarge));
    card.button.title = isLarge ? "Small again" : "Enlarge";
    const size = isLarge ? Math.max(SMALL, room) : SMALL;
    const context = fitCanvas(card.canvas, size, size);
    if (context === null) return;
    const [xs, ys] = [space.x.data, space.y.data];
    const center = (values: Float32Array) => (Math.min(...values) + Math.max(...values)) / 2;
    const [middleX, middleY] = [center(xs), center(ys)];
    let widest = 0;
    xs.forEach((x, index) => { widest = Math.max(widest, Math.abs(x - middleX), Math.abs(ys[index]! - middleY)); });
    card.reach = settledReach(card.reach, widest);
    const scale = (size / 2 - MARGIN) / (card.reach || 1);
    context.fillStyle = cssColor(DATA_COLORS[theme].neutral);
    context.fillRect(0, 0, size, size);
    const radius = isLarge ? 4 : 2.4;
    const largest = Math.max(1e-9, ...targets.data.map(Math.abs));
    const groups = new Map<number, number[]>();
    targets.data.forEach((target, index) => {
      const key = task === "regression" ? Math.round((STEPS * target) / largest) : Math.round(target);
      const group = groups.get(key);
      if (group) group.push(index);
      else groups.set(key, [index]);
    });
    for (const [key, places] of groups) {
      const shape = pointShape(task === "regression" ? 0 : key);
      context.beginPath();
      for (const index of places) {
        shape.trace(context, size / 2 + (xs[index]! - middleX) * scale, size / 2 - (ys[index]! - middleY) * scale, radius);
      }
      context.fillStyle = cssColor(task === "regression" ? signedColor(theme, key / STEPS) : classColor(theme, key));
      context.strokeStyle = ink.surface;
      context.lineWidth = 0.75;
      context.stroke();
      context.fill();
    }
    describe(card, space);
  }

  function describe({ node, canvas, caption }: Card, space: HiddenNode): void {
    const units = props.nodes.find(({ id }) => id === node)?.units ?? 0;
    put(caption, explainedText(units, space.explained));
    const apart = props.targets === null ? Number.NaN : classesApart(space, props.targets, props.task);
    const told = Number.isNaN(apart) ? "" : `, centers of the classes ${apart.toFixed(1)} spreads apart`;
    const label = `${props.targets?.data.length ?? 0} samples as ${nodeName(props.nodes, node)} sees them, ${caption.textContent}${told}`;
    if (canvas.getAttribute("aria-label") !== label) canvas.setAttribute("aria-label", label);
  }

  function update(next: HiddenProps): void {
    const before = props;
    props = next;
    if (next.theme !== before.theme) ink = readInk(holder, next.theme);
    const wanted = JSON.stringify([next.spaces.map(({ id }) => id), next.nodes.map(({ path, title }) => [path, title])]);
    const isNew = wanted !== form;
    form = wanted;
    if (isNew) build();
    const isSame = next.spaces === before.spaces && next.enlarged === before.enlarged && next.room === before.room;
    if (isNew || !isSame || next.theme !== before.theme) cards.forEach(draw);
  }

  update(first);
  return { update, destroy: () => holder.remove() };
};

/** How much of the variance of a layer its picture shows. */
export function explainedText(units: number, explained: number): string {
  if (units <= 2) return units === 1 ? "1 unit, as it is" : "2 units, as they are";
  return `${units} units, ${Math.round(100 * explained)} % shown`;
}

function put(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
