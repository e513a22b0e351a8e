/** Numbers in formulas: always with their sign and of one width, so that a line stands still while they change. */
import { numberText } from "../views/number-text";

const MINUS = "\u2212";
const DIGITS = 4;
const MOST_DIGITS = 7;

/** "+0.5312", "−1.2000", "+3.1e−7". */
export function termText(value: number, digits = DIGITS): string {
  const text = numberText(value, digits);
  return text.startsWith(MINUS) || Number.isNaN(value) ? text : `+${text}`;
}

/** As many digits as tell two numbers apart that ought to be the same: "+0.4112667". */
export function preciseText(value: number): string {
  if (!Number.isFinite(value) || (value !== 0 && Math.abs(value) < 1e-4)) {
    const text = Number.isFinite(value) ? value.toExponential(4).replace("e-", "e−").replace("e+", "e") : numberText(value);
    return value > 0 ? `+${text}` : text.replace(/^-/, MINUS);
  }
  return termText(value, MOST_DIGITS);
}
