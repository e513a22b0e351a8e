/** Sizes over many powers of ten: fixed ends, so that a bar says the same in every network and at every moment. */

const MINUS = "\u2212";

/** The two ends of an axis, as powers of ten. */
export interface Decades {
  readonly low: number;
  readonly high: number;
}

export const GRADIENT_DECADES: Decades = { low: -10, high: 1 };
export const RATIO_DECADES: Decades = { low: -8, high: 0 };

/** Where a size stands between the ends: 0 at the lower one and beneath it, 1 at the upper one and above. */
export function shareOfDecades(size: number, { low, high }: Decades): number {
  if (!(size > 0)) return 0;
  return Math.max(0, Math.min(1, (Math.log10(size) - low) / (high - low)));
}

/** "2.3e−5": always a power of ten, so that sizes compare at a glance. */
export function sizeText(size: number): string {
  if (Number.isNaN(size)) return "–";
  if (size === 0) return "0";
  if (!Number.isFinite(size)) return "∞";
  return size.toExponential(1).replace("e-", `e${MINUS}`).replace("e+", "e");
}

/** "10⁻⁵": a mark on the axis. */
export function powerText(power: number): string {
  const digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const size = [...String(Math.abs(power))].map((digit) => digits[Number(digit)]).join("");
  return `10${power < 0 ? "⁻" : ""}${size}`;
}

/** Every third power of ten on the axis, seen from zero. */
export function marksOf({ low, high }: Decades): number[] {
  const marks: number[] = [];
  for (let power = low; power <= high; power += 1) if (power % 3 === 0) marks.push(power);
  return marks;
}
