/** Losses as heights: they span decades, so equal steps are equal factors. */

export interface Heights {
  readonly low: number;
  readonly high: number;
  /** From 0 at the lowest loss to 1 at the highest; NaN where there is no loss. */
  share(loss: number): number;
  /** The loss at a share. */
  at(share: number): number;
}

/** Below this share of the highest loss a picture would show nothing but digits of rounding. */
const DEEPEST = 1e-6;

export function heightsOf(low: number, high: number): Heights {
  const floor = Math.max(low, high * DEEPEST);
  const factor = floor > 0 ? Math.log(high / floor) : 0;
  return {
    low: floor,
    high,
    share(loss) {
      if (!Number.isFinite(loss)) return Number.NaN;
      return factor > 0 ? Math.max(0, Math.min(1, Math.log(Math.max(loss, floor) / floor) / factor)) : 0;
    },
    at: (share) => floor * Math.exp(factor * share),
  };
}

/** Losses between the lowest and the highest, at equal factors. */
export function contourLevels(heights: Heights, count: number): number[] {
  if (!(heights.high > heights.low)) return [];
  return Array.from({ length: count }, (_, index) => heights.at((index + 1) / (count + 1)));
}
