/** Numbers as they are written in pictures: a real minus sign, few digits, no jumping exponent. */

const MINUS = "\u2212";

export function numberText(value: number, digits = 3): string {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const size = Math.abs(value);
  if (size !== 0 && (size < 10 ** -digits || size >= 1e6)) {
    return value.toExponential(1).replace("e-", "e−").replace("e+", "e").replace(/^-/, MINUS);
  }
  const text = value.toFixed(size >= 100 ? Math.max(0, digits - 2) : digits);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", MINUS);
}

/** A sign is always written, so that columns of positive and negative numbers align. */
export function signedText(value: number, digits = 3): string {
  const text = numberText(value, digits);
  return value > 0 && Number.isFinite(value) ? `+${text}` : text;
}

/** As short as the number allows: for the ticks of an axis. */
export function tickText(value: number, step: number): string {
  const digits = Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9)));
  const text = value.toFixed(digits);
  return Number(text) === 0 ? "0" : text.replace("-", MINUS);
}

/** Round positions on an axis, about `count` of them. */
export function niceTicks(low: number, high: number, count: number): { step: number; ticks: number[] } {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return { step: 1, ticks: [] };
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const ticks: number[] = [];
  // Zero is added so that the first tick is never −0, which would be written so.
  for (let index = Math.ceil(low / step - 1e-9) + 0; index * step <= high + step * 1e-9; index += 1) {
    ticks.push(index * step);
  }
  return { step, ticks };
}

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/** "x1" as people write it: x₁; names that the data give stay as they are. */
export function inputText(name: string): string {
  if (!/^x\d+$/.test(name)) return name;
  return name.replace(/\d/g, (digit) => SUBSCRIPTS[Number(digit)] ?? digit);
}

export function countText(value: number): string {
  return value.toLocaleString("en-US");
}
