/** Positions of a slider (whole numbers from 0 to `positions`) for the values of a number field. */
import type { NumberField } from "./resolve";

export const positions = 200;

/** A slider needs two ends; a field without both gets only the number box. */
export function hasSlider(field: NumberField): boolean {
  return field.low !== null && field.high !== null && field.low < field.high;
}

/** A logarithmic slider that starts at zero has zero at its first position and jumps from there. */
const logarithmicDecades = 6;

export function positionOf(value: number, field: NumberField): number {
  const { low, high, floor } = ends(field);
  if (value <= low) return 0;
  if (value <= floor && field.scale === "log") return field.lowAllowed ? 1 : 0;
  const share = field.scale === "log"
    ? Math.log(value / floor) / Math.log(high / floor)
    : (value - low) / (high - low);
  return Math.round(Math.min(1, Math.max(0, share)) * positions);
}

export function valueAtPosition(position: number, field: NumberField): number {
  const { low, high, floor } = ends(field);
  const share = position / positions;
  if (field.scale !== "log") return rounded(low + share * (high - low), field);
  if (position === 0) return field.lowAllowed ? low : rounded(floor, field);
  return rounded(floor * (high / floor) ** share, field);
}

/** The value nearest to `value` that the field's bounds and step allow. */
export function rounded(value: number, field: NumberField): number {
  let result = value;
  if (field.scale === "log" && !field.integer) result = Number(value.toPrecision(2));
  else if (field.step) result = snapped(value, field.step, field.low ?? 0);
  if (field.integer) result = Math.round(result);
  return clamped(result, field);
}

function snapped(value: number, step: number, origin: number): number {
  // Multiples are counted from zero where the low bound is one itself, so that 10, 20, 30 stay round.
  const start = Math.abs(origin / step - Math.round(origin / step)) < 1e-9 ? 0 : origin;
  return Number((start + Math.round((value - start) / step) * step).toPrecision(12));
}

function clamped(value: number, field: NumberField): number {
  const grain = field.step ?? (field.high ?? 1) / 1e6;
  const low = field.low === null || field.lowAllowed ? field.low : field.low + grain;
  const high = field.high === null || field.highAllowed ? field.high : field.high - grain;
  return Math.min(high ?? Infinity, Math.max(low ?? -Infinity, value));
}

function ends(field: NumberField): { low: number; high: number; floor: number } {
  const low = field.low ?? 0;
  const high = field.high ?? 1;
  return { low, high, floor: low > 0 ? low : high / 10 ** logarithmicDecades };
}
