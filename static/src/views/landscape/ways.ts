/** The ways that optimizers take over a landscape: the training's own and those of the racers. */
import type { LandscapePicture, LandscapeRacer } from "../../wire/protocol";
import type { Ink } from "../ink";
import { cssColor, DATA_COLORS, type Theme } from "../palette";

export interface WayStyle {
  readonly color: string;
  /** Lengths of strokes and gaps; colors alone do not tell lines apart. */
  readonly dash: readonly number[];
}

export interface Way extends WayStyle {
  readonly title: string;
  /** Places one after the other, x and y by turns; the last is where it is now. */
  readonly places: ArrayLike<number>;
  readonly epochs: readonly number[];
  readonly losses: readonly number[];
}

/** Of the classes' colors those that stand out from blue hills. */
const RACER_COLORS = [0, 2, 3, 5];
const RACER_DASHES = [[7, 3], [2, 3], [10, 3, 2, 3], [14, 5]];

export function racerStyle(theme: Theme, index: number): WayStyle {
  const color = DATA_COLORS[theme].classes[RACER_COLORS[index % RACER_COLORS.length]!]!;
  return { color: cssColor(color), dash: RACER_DASHES[index % RACER_DASHES.length]! };
}

/** One optimizer may race at several rates. */
export function racerTitle({ title, learning_rate: rate }: LandscapeRacer): string {
  return `${title} at ${Number(rate.toPrecision(3))}`;
}

/** The training's own way comes last, so that it is drawn over the others. */
export function waysOf(picture: LandscapePicture, ink: Ink, epoch: number): Way[] {
  const racers = picture.racers.map((racer, index) => ({
    ...racerStyle(ink.theme, index),
    title: racerTitle(racer),
    places: racer.path.data,
    epochs: Array.from(racer.path_epochs.data),
    losses: Array.from(racer.path_losses.data),
  }));
  const own = {
    color: ink.text,
    dash: [],
    title: "This training",
    places: [...picture.path.data, picture.now.x, picture.now.y],
    epochs: [...picture.path_epochs.data, epoch],
    losses: [...picture.path_losses.data, picture.now.loss],
  };
  return [...racers, own];
}

export interface Moment {
  readonly way: Way;
  readonly index: number;
}

/** The moment whose place on the screen is nearest, within reach; later ones win where they coincide. */
export function momentAt(
  ways: readonly Way[], screen: (way: Way, index: number) => readonly [number, number],
  left: number, top: number, reach: number,
): Moment | null {
  let found: Moment | null = null;
  let nearest = reach;
  for (const way of ways) {
    for (let index = 0; index < way.epochs.length; index += 1) {
      const [x, y] = screen(way, index);
      const distance = Math.hypot(x - left, y - top);
      if (distance <= nearest) [nearest, found] = [distance, { way, index }];
    }
  }
  return found;
}
