/** A gradient found twice, and how far both are apart over the size of the step: logarithmic on both axes. */
import { preciseText } from "../../formula/number";
import type { GradientCheckProbe } from "../../wire/protocol";
import { verdict } from "./check-verdict";

const WIDTH = 400;
const HEIGHT = 232;
const ROOM = { left: 52, right: 12, top: 12, bottom: 40 } as const;
/** Powers of ten on the axes; float64 knows about sixteen digits, so less is nothing. */
const STEPS = { low: -9.4, high: -0.6 } as const;
const ERRORS = { low: -16, high: 1 } as const;

const across = (power: number) =>
  ROOM.left + ((power - STEPS.low) / (STEPS.high - STEPS.low)) * (WIDTH - ROOM.left - ROOM.right);
const down = (power: number) =>
  ROOM.top + ((ERRORS.high - power) / (ERRORS.high - ERRORS.low)) * (HEIGHT - ROOM.top - ROOM.bottom);
const powerOf = (error: number) => Math.max(ERRORS.low, Math.min(ERRORS.high, Math.log10(error)));

export function GradientCheckPicture({ check }: { check: GradientCheckProbe }) {
  const points = check.steps.map((step, place) => ({
    step, error: check.error[place]!, x: across(Math.log10(step)), y: down(powerOf(check.error[place]!)),
  }));
  const best = points.reduce((least, point) => (point.error < least.error ? point : least), points[0]!);
  return (
    <div class="check">
      <svg class="check-plot" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`Relative error over the step, logarithmic. ${verdict(check)}`}>
        {[-16, -12, -8, -4, 0].map((power) => (
          <g key={power}>
            <line class="check-grid" x1={ROOM.left} x2={WIDTH - ROOM.right} y1={down(power)} y2={down(power)} />
            <text class="check-tick" x={ROOM.left - 6} y={down(power) + 4} text-anchor="end">{tenTo(power)}</text>
          </g>
        ))}
        {check.steps.map((step) => {
          const power = Math.round(Math.log10(step));
          return <text key={power} class="check-tick" x={across(power)} y={HEIGHT - ROOM.bottom + 16} text-anchor="middle">{tenTo(power)}</text>;
        })}
        <text class="check-tick" x={(WIDTH + ROOM.left) / 2} y={HEIGHT - 4} text-anchor="middle">step h</text>
        <polyline class="check-line" points={points.map(({ x, y }) => `${x},${y}`).join(" ")} />
        {points.map((point) => (
          <circle key={point.step} class={point === best ? "check-point is-best" : "check-point"} cx={point.x} cy={point.y} r={point === best ? 6 : 4}>
            <title>{`h = ${tenTo(Math.round(Math.log10(point.step)))}: error ${preciseText(point.error)}`}</title>
          </circle>
        ))}
      </svg>
      <table class="arithmetic-table">
        <caption class="visually-hidden">Differences for each step</caption>
        <thead>
          <tr><th scope="col">h</th><th scope="col">(L(w+h) − L(w−h)) / 2h</th><th scope="col">Relative error</th></tr>
        </thead>
        <tbody>
          {points.map(({ step, error }, place) => (
            <tr key={step} class={step === best.step ? "is-looked-at" : undefined}>
              <th scope="row">{tenTo(Math.round(Math.log10(step)))}</th>
              <td>{preciseText(check.numeric[place]!)}</td>
              <td>{error === 0 ? "0" : error.toExponential(1).replace("e-", "e−").replace("e+", "e")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const RAISED: { readonly [sign: string]: string } = { "-": "⁻", ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].map((raised, digit) => [digit, raised])) };

/** 10⁻³, and 1 for the power of zero. */
function tenTo(power: number): string {
  return power === 0 ? "1" : `10${[...String(power)].map((sign) => RAISED[sign]).join("")}`;
}
