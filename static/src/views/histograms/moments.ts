/** Histograms of several moments of a training, few enough to stand behind each other. */
import type { Histogram, HistogramsProbe } from "../../wire/protocol";

export type Quantity = keyof HistogramsProbe["quantities"];

export interface Moment {
  readonly epoch: number;
  readonly quantities: HistogramsProbe["quantities"];
}

export interface Moments {
  readonly nodes: string;
  /** By rising epoch. */
  readonly list: readonly Moment[];
}

export const NO_MOMENTS: Moments = { nodes: "", list: [] };
export const MOST_MOMENTS = 12;

/** With one more measurement; what a training that began anew has not reached is forgotten. */
export function withMoment(known: Moments, probe: HistogramsProbe): Moments {
  const nodes = probe.nodes.join("\n");
  const reached = Math.max(probe.epoch, probe.moments.at(-1) ?? 0);
  const others = known.nodes === nodes ? known.list.filter(({ epoch }) => epoch <= reached && epoch !== probe.epoch) : [];
  const list = [...others, { epoch: probe.epoch, quantities: probe.quantities }].sort((one, other) => one.epoch - other.epoch);
  return { nodes, list: list.length > MOST_MOMENTS ? withoutNearest(list, probe.epoch) : list };
}

/** The moment whose neighbors are nearest to each other is missed least; the first, the newest and the one asked for stay. */
function withoutNearest(list: readonly Moment[], asked: number): Moment[] {
  const gap = (place: number) =>
    list[place]!.epoch === asked ? Number.POSITIVE_INFINITY : list[place + 1]!.epoch - list[place - 1]!.epoch;
  let least = 1;
  for (let place = 2; place < list.length - 1; place += 1) if (gap(place) < gap(least)) least = place;
  return list.filter((_, place) => place !== least);
}

/** Evenly spaced ones of the moments that can be looked back at, the first among them. */
export function spread(moments: readonly number[], count: number): number[] {
  const last = moments.length - 1;
  if (last < 0) return [];
  return [...new Set(Array.from({ length: count }, (_, place) => moments[Math.round((place * last) / count)]!))];
}

export interface Figures {
  readonly count: number;
  readonly mean: number;
  readonly deviation: number;
  /** Share of the numbers in the fullest range: much of it says that they pile up. */
  readonly fullest: number;
}

/** Mean and spread as far as the counts tell them. */
export function figuresOf({ low, high, counts: { data } }: Histogram): Figures {
  const width = (high - low) / data.length;
  let [count, sum, squares, most] = [0, 0, 0, 0];
  data.forEach((found, bin) => {
    const middle = low + (bin + 0.5) * width;
    count += found;
    sum += found * middle;
    squares += found * middle * middle;
    most = Math.max(most, found);
  });
  const mean = sum / count;
  return { count, mean, deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)), fullest: most / count };
}
