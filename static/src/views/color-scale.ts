export type Range = readonly [low: number, high: number];

/** The values that the two ends and the middle of a diverging scale stand for. */
export interface ColorScale {
  readonly low: number;
  readonly center: number;
  readonly high: number;
}

/** A small map is not blown up to full color: what hardly varies shall look so. */
const SMALLEST_REACH = 0.2;

/** Zero is neutral, and the larger side reaches the full color. */
export function aroundZero(low: number, high: number): ColorScale {
  const largest = Math.max(Math.abs(low), Math.abs(high), SMALLEST_REACH);
  const reach = Number.isFinite(largest) ? largest : 1;
  return { low: -reach, center: 0, high: reach };
}

/** The range an activation can give, its middle neutral: 0…1 has 0.5, −1…1 has 0. */
export function overRange(range: Range): ColorScale {
  return { low: range[0], center: (range[0] + range[1]) / 2, high: range[1] };
}

/** Where a value lies on the scale: −1 at the low end, 0 at the center, 1 at the high end. */
export function shareOf(value: number, scale: ColorScale): number {
  const side = value < scale.center ? scale.center - scale.low : scale.high - scale.center;
  const share = side > 0 ? (value - scale.center) / side : Math.sign(value - scale.center);
  return Math.max(-1, Math.min(1, share));
}

/** The pixels that the 256 bytes of a map quantized between low and high stand for. */
export function byteColors(
  low: number,
  high: number,
  scale: ColorScale,
  table: Uint32Array,
  into: Uint32Array = new Uint32Array(256),
): Uint32Array {
  for (let byte = 0; byte < 256; byte += 1) {
    const value = low + ((high - low) * byte) / 255;
    into[byte] = table[Math.round(127.5 + 127.5 * shareOf(value, scale))]!;
  }
  return into;
}
