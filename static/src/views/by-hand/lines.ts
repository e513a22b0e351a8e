/** Lines of units over the plot, one of them with handles to move and to turn it. */
import { element } from "../network/floating";
import { type PlotArea, screenX, screenY, valueX, valueY } from "../surface/plot-area";
import type { CreateView } from "../view";
import { directionOf, type Line, movedTo, nearestOn, type Spot, steeper, turnedTo } from "./line";

export interface LinesProps {
  /** The plot, which the lines lie over in the element around it. */
  plot: HTMLElement;
  area: PlotArea;
  /** By unit; null for those that have no line. */
  lines: readonly (Line | null)[];
  names: readonly string[];
  chosen: number;
  onChoose(unit: number): void;
  /** The line under the hand. */
  onLine(unit: number, line: Line): void;
  /** The hand is off. */
  onDone(): void;
}

const SVG = "http://www.w3.org/2000/svg";
const KEY_STEPS = 40;
const KEY_ANGLE = Math.PI / 36;
const STEEPER = 1.1;
/** From one handle to the other, as a share of the plot. */
const ARM = 0.24;
const ARROWS: Record<string, Spot> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export const createLines: CreateView<LinesProps> = (root, first) => {
  const layer = element("div", "hand-lines");
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  const mover = handle("hand-move");
  const turner = handle("hand-turn");
  layer.append(svg, mover, turner);
  root.append(layer);
  let props = first;
  let strokes: SVGLineElement[] = [];
  /** The place of the chosen line that the hand took last. */
  let taken: Spot | null = null;

  function handle(name: string): HTMLButtonElement {
    const button = element("button", `hand-handle ${name}`);
    button.type = "button";
    return button;
  }

  const line = () => props.lines[props.chosen] ?? null;

  /** Where the chosen line is held: where the hand took it, else at its place nearest to the middle of the plot. */
  function pivot(held: Line): Spot {
    const { x, y } = props.area;
    if (taken && isOn(held, taken)) return taken;
    const [across, up] = nearestOn(held, [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2]);
    return inside([across, up]);
  }

  function inside([across, up]: Spot): Spot {
    const { x, y } = props.area;
    return [Math.max(x[0], Math.min(x[1], across)), Math.max(y[0], Math.min(y[1], up))];
  }

  function isOn(held: Line, spot: Spot): boolean {
    const { x, width } = props.area;
    const [right, up] = nearestOn(held, spot);
    return Math.hypot(right - spot[0], up - spot[1]) < (x[1] - x[0]) / width;
  }

  /** Ends far outside of the plot: what is beside it is clipped. */
  function ends(held: Line): readonly [Spot, Spot] {
    const { x, y } = props.area;
    const far = 2 * (x[1] - x[0] + y[1] - y[0]);
    const [across, up] = nearestOn(held, [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2]);
    const [right, high] = directionOf(held);
    return [[across - far * right, up - far * high], [across + far * right, up + far * high]];
  }

  function arm(held: Line): Spot {
    const { x } = props.area;
    const [right, up] = directionOf(held);
    const [across, high] = pivot(held);
    const length = ARM * (x[1] - x[0]);
    return [across + length * right, high + length * up];
  }

  const toScreen = ([x, y]: Spot): Spot => [screenX(props.area, x), screenY(props.area, y)];

  function draw(): void {
    const { area, lines, names, chosen } = props;
    layer.style.left = `${props.plot.offsetLeft + area.left}px`;
    layer.style.top = `${props.plot.offsetTop + area.top}px`;
    layer.style.width = `${area.width}px`;
    layer.style.height = `${area.height}px`;
    if (strokes.length !== lines.length) {
      strokes = lines.map((_, unit) => {
        const stroke = document.createElementNS(SVG, "line");
        stroke.addEventListener("pointerdown", (event) => {
          event.stopPropagation();
          props.onChoose(unit);
        });
        return stroke;
      });
      svg.replaceChildren(...strokes);
    }
    lines.forEach((held, unit) => {
      const stroke = strokes[unit]!;
      stroke.style.display = held ? "" : "none";
      stroke.classList.toggle("is-chosen", unit === chosen);
      if (!held) return;
      const [from, to] = ends(held).map(toScreen) as [Spot, Spot];
      stroke.setAttribute("x1", String(from[0] - area.left));
      stroke.setAttribute("y1", String(from[1] - area.top));
      stroke.setAttribute("x2", String(to[0] - area.left));
      stroke.setAttribute("y2", String(to[1] - area.top));
    });
    const held = line();
    mover.hidden = turner.hidden = held === null;
    if (!held) return;
    put(mover, pivot(held));
    put(turner, arm(held));
    const name = names[chosen] ?? "";
    mover.setAttribute("aria-label", `Move the line of ${name}: arrow keys, plus and minus make it steeper and flatter`);
    turner.setAttribute("aria-label", `Turn the line of ${name}: arrow keys`);
  }

  function put(button: HTMLElement, spot: Spot): void {
    const [left, top] = toScreen(spot);
    button.style.transform = `translate(${left - props.area.left}px, ${top - props.area.top}px) translate(-50%, -50%)`;
  }

  function spotOf(event: PointerEvent): Spot {
    const box = props.plot.getBoundingClientRect();
    return [valueX(props.area, event.clientX - box.left), valueY(props.area, event.clientY - box.top)];
  }

  /** Follows the pointer from the press on; the plot beneath is not told. */
  function drag(button: HTMLElement, begin: (held: Line) => (to: Spot) => Line): void {
    let follow: ((to: Spot) => Line) | null = null;
    button.addEventListener("pointerdown", (event) => {
      event.stopPropagation();
      const held = line();
      if (!held || event.button !== 0) return;
      button.setPointerCapture(event.pointerId);
      follow = begin(held);
    });
    button.addEventListener("pointermove", (event) => {
      event.stopPropagation();
      if (follow) props.onLine(props.chosen, follow(spotOf(event)));
    });
    const end = () => {
      if (follow) props.onDone();
      follow = null;
    };
    button.addEventListener("pointerup", end);
    button.addEventListener("pointercancel", end);
  }

  drag(mover, (held) => (to) => {
    taken = inside(to);
    return movedTo(held, taken);
  });
  drag(turner, (held) => {
    const [x, y] = (taken = pivot(held));
    return ([right, up]) => turnedTo(held, [x, y], [right - x, up - y]);
  });

  function byKey(event: KeyboardEvent, change: (held: Line, arrow: Spot) => Line): void {
    const held = line();
    const arrow = ARROWS[event.key];
    const factor = { "+": STEEPER, "=": STEEPER, "-": 1 / STEEPER }[event.key];
    if (!held || event.altKey || event.ctrlKey || event.metaKey || (!arrow && !factor)) return;
    event.preventDefault();
    event.stopPropagation();
    props.onLine(props.chosen, arrow ? change(held, arrow) : steeper(held, factor!));
    props.onDone();
  }

  mover.addEventListener("keydown", (event) => byKey(event, (held, [right, up]) => {
    const { x, y } = props.area;
    const [across, high] = pivot(held);
    taken = inside([across + (right * (x[1] - x[0])) / KEY_STEPS, high + (up * (y[1] - y[0])) / KEY_STEPS]);
    return movedTo(held, taken);
  }));
  turner.addEventListener("keydown", (event) => byKey(event, (held, [right, up]) => {
    const angle = KEY_ANGLE * (right || up) * (right ? -1 : 1);
    const [x, y] = directionOf(held);
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    return turnedTo(held, pivot(held), [x * cosine - y * sine, x * sine + y * cosine]);
  }));

  draw();
  return {
    update(next) {
      props = next;
      draw();
    },
    destroy: () => layer.remove(),
  };
};
