/** Drawing on the plot: what a pointer and the keys do to the points, told as sentences. */
import { type Bounds, drawn, erased, moved, nearest, type Place, placed, type Point, type Reach, sprayed } from "./brush";
import { valueX, valueY, type PlotArea } from "./plot-area";

export type Tool = "draw" | "move" | "erase";

export interface Drawing {
  readonly tool: Tool;
  /** Whether the brush leaves several points around its middle rather than one in it. */
  readonly isSpray: boolean;
  /** Radius of the brush in CSS pixels. */
  readonly size: number;
  /** The class or the value of what is drawn; null on a curve, where the height is the value. */
  readonly target: number | null;
  readonly points: readonly Point[];
  readonly most: number;
  /** What points of a target are called. */
  nameOf(target: number): string;
  /** Takes the points while they change, and once more when the hand is off. */
  onPoints(points: readonly Point[], isDone: boolean): void;
  /** Takes the number of a digit key; false where no class has it. */
  onDigit(digit: number): boolean;
}

export interface SketchHost {
  readonly plot: HTMLElement;
  /** A ring as large as the brush. */
  readonly brush: HTMLElement;
  area(): PlotArea;
  drawing(): Drawing | null;
  /** The place of the reading cursor, moved by the arrow keys. */
  cursor(): Place;
  goTo(place: Place): void;
  say(sentence: string): void;
}

/** CSS pixels within which a point counts as hit. */
const HIT = { mouse: 9, touch: 18 };
const POINTS_IN_A_PUFF = 4;
/** Pixels between two points of a stroke, and between two puffs as a share of the brush. */
const STROKE_SPACING = 12;
const PUFF_SPACING = 0.7;

export interface Sketch {
  isBusy(): boolean;
  /** Puts the ring around a place of the plot in pixels, where the tool has one. */
  showBrush(at: readonly [left: number, top: number] | null): void;
  key(event: KeyboardEvent): boolean;
  /** The held point follows the cursor. */
  cursorMoved(): void;
}

export function createSketch(host: SketchHost): Sketch {
  /** What the pressed pointer does: the tool, the point it moves, and where it last left something. */
  let stroke: { tool: Tool; held: number | null; last: Place; before: readonly Point[] } | null = null;
  /** The point that the keys picked up. */
  let carried: number | null = null;

  const bounds = (): Bounds => ({ x: host.area().x, y: host.area().y });

  function reachOf(pixels: number): Reach {
    const { x, y, width, height } = host.area();
    return [(pixels * (x[1] - x[0])) / width, (pixels * (y[1] - y[0])) / height];
  }

  function placeOf(event: PointerEvent): Place {
    const box = host.plot.getBoundingClientRect();
    return [valueX(host.area(), event.clientX - box.left), valueY(host.area(), event.clientY - box.top)];
  }

  function isInside([across, up]: Place): boolean {
    const { x, y } = bounds();
    return across >= x[0] && across <= x[1] && up >= y[0] && up <= y[1];
  }

  function isFar(from: Place, to: Place, pixels: number): boolean {
    const reach = reachOf(pixels);
    return Math.hypot((to[0] - from[0]) / reach[0], (to[1] - from[1]) / reach[1]) >= 1;
  }

  function withDrawn(drawing: Drawing, at: Place): readonly Point[] {
    const places = drawing.isSpray ? sprayed(at, reachOf(drawing.size), POINTS_IN_A_PUFF) : [at];
    return drawn(drawing.points, places.filter(isInside), drawing.target, bounds(), drawing.most);
  }

  function press(event: PointerEvent): void {
    const drawing = host.drawing();
    if (!drawing || event.button !== 0 || !event.isPrimary) return;
    const at = placeOf(event);
    if (!isInside(at)) return;
    event.preventDefault();
    drop();
    host.plot.focus({ preventScroll: true });
    host.plot.setPointerCapture(event.pointerId);
    const hit = reachOf(event.pointerType === "mouse" ? HIT.mouse : HIT.touch);
    const under = nearest(drawing.points, at, hit);
    // On a curve a point is rather taken than covered by another.
    const takes = drawing.tool === "move" || (drawing.tool === "draw" && drawing.target === null && under !== null);
    stroke = { tool: takes ? "move" : drawing.tool, held: takes ? under : null, last: at, before: drawing.points };
    if (stroke.tool === "draw") drawing.onPoints(withDrawn(drawing, at), false);
    if (stroke.tool === "erase") drawing.onPoints(erased(drawing.points, at, reachOf(drawing.size)), false);
  }

  function drag(event: PointerEvent): void {
    const drawing = host.drawing();
    if (!stroke || !drawing) return;
    const at = placeOf(event);
    if (stroke.tool === "erase") {
      drawing.onPoints(erased(drawing.points, at, reachOf(drawing.size)), false);
    } else if (stroke.held !== null) {
      drawing.onPoints(moved(drawing.points, stroke.held, at, bounds()), false);
    } else if (stroke.tool === "draw" && drawing.target !== null) {
      const spacing = drawing.isSpray ? drawing.size * PUFF_SPACING : STROKE_SPACING;
      if (!isFar(stroke.last, at, spacing)) return;
      stroke.last = at;
      drawing.onPoints(withDrawn(drawing, at), false);
    }
  }

  function lift(): void {
    const drawing = host.drawing();
    const ended = stroke;
    stroke = null;
    if (!ended || !drawing || drawing.points === ended.before) return;
    drawing.onPoints(drawing.points, true);
    host.say(`${countOf(drawing.points)}.`);
  }

  function drop(): void {
    const drawing = host.drawing();
    if (carried !== null && drawing) drawing.onPoints(drawing.points, true);
    carried = null;
  }

  /** The point that a key is about: the one that is carried, else the one next to the cursor. */
  function underCursor(drawing: Drawing): number | null {
    return nearest(drawing.points, host.cursor(), reachOf(Math.max(drawing.size, HIT.touch)));
  }

  const keys: { [key: string]: (drawing: Drawing) => void } = {
    " ": (drawing) => {
      const next = withDrawn(drawing, host.cursor());
      if (next === drawing.points) return host.say(`There is no room for more than ${drawing.most} points.`);
      drawing.onPoints(next, true);
      const what = drawing.target === null ? "" : ` of ${drawing.nameOf(drawing.target)}`;
      host.say(`Drew ${countOf(next.slice(drawing.points.length))}${what}. ${countOf(next)} in all.`);
    },
    Delete: (drawing) => {
      const found = carried ?? underCursor(drawing);
      if (found === null) return host.say("There is no point here.");
      carried = null;
      const next = drawing.points.filter((_, index) => index !== found);
      drawing.onPoints(next, true);
      host.say(`Erased a point. ${countOf(next)} left.`);
    },
    m: (drawing) => {
      if (carried !== null) {
        drop();
        return host.say("Dropped the point.");
      }
      carried = underCursor(drawing);
      if (carried === null) return host.say("There is no point here.");
      const [across, up] = drawing.points[carried]!;
      host.goTo([across!, up!]);
      host.say("Picked the point up: arrow keys move it, M drops it.");
    },
    n: (drawing) => {
      if (drawing.points.length === 0) return host.say("There are no points yet.");
      const [across, up] = host.cursor();
      const here = drawing.points.findIndex((point) => point[0] === across && point[1] === up);
      const next = drawing.points[(here + 1) % drawing.points.length]!;
      carried = null;
      host.goTo([next[0]!, next[1]!]);
      host.say(next[2] === undefined ? "On a point." : `On a point of ${drawing.nameOf(next[2])}.`);
    },
  };
  keys.Backspace = keys.Delete!;

  host.plot.addEventListener("pointerdown", press);
  host.plot.addEventListener("pointermove", drag);
  host.plot.addEventListener("pointerup", lift);
  host.plot.addEventListener("pointercancel", lift);
  host.plot.addEventListener("blur", drop);

  return {
    isBusy: () => stroke !== null || carried !== null,
    showBrush(at) {
      const drawing = host.drawing();
      const hasRing = drawing?.tool === "erase" || (drawing?.tool === "draw" && drawing.isSpray);
      host.brush.hidden = at === null || !hasRing;
      if (at === null || !drawing) return;
      host.brush.style.width = host.brush.style.height = `${2 * drawing.size}px`;
      host.brush.style.transform = `translate(${at[0] - drawing.size}px, ${at[1] - drawing.size}px)`;
    },
    key(event) {
      const drawing = host.drawing();
      if (!drawing) return false;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const act = keys[key];
      if (act) act(drawing);
      else if (!/^\d$/.test(key)) return false;
      else if (drawing.onDigit(Number(key))) host.say(`Draws ${drawing.nameOf(Number(key))} now.`);
      else host.say(`There is no class ${key}.`);
      return true;
    },
    cursorMoved() {
      const drawing = host.drawing();
      if (!drawing || carried === null) return;
      drawing.onPoints(moved(drawing.points, carried, placed(host.cursor(), bounds()), bounds()), false);
    },
  };
}

function countOf(points: readonly Point[]): string {
  return points.length === 1 ? "1 point" : `${points.length} points`;
}
