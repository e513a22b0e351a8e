/** What a gradient check comes to, in a sentence. */
import type { GradientCheckProbe } from "../../wire/protocol";

/** Differences agree to so many digits with a gradient that is right, at the best step. */
const ENOUGH = 1e-6;
/** An error that rises by this factor beyond the best step makes the arm of a V. */
const ARM = 10;

export function verdict({ steps, error, analytic }: GradientCheckProbe): string {
  const least = Math.min(...error);
  const best = steps[error.indexOf(least)];
  if (best === undefined || analytic === null) return "Nothing was measured.";
  if (error.every((each) => each === 0)) {
    return "Both are exactly 0 for every step: near its value this number does not change the loss at all.";
  }
  if (least > ENOUGH) {
    return (
      `Even at the best step both differ by a share of ${shareText(least)}. ` +
      "Either the gradient is too small beside the loss for differences to find it, or there is a kink or a jump so near to the value that they cannot be right."
    );
  }
  const digits = least === 0 ? 16 : Math.floor(-Math.log10(least));
  return `At h = ${best.toExponential(0).replace("e-", "e−")} both agree to about ${digits} digits: backpropagation is right.`;
}

/** Why the curve looks as it does; of a straight loss or a kink it is no V. */
export function shape({ error }: GradientCheckProbe): string {
  const least = Math.min(...error);
  const place = error.indexOf(least);
  const hasLeft = Math.max(...error.slice(place)) > ARM * least;
  const hasRight = Math.max(...error.slice(0, place + 1)) > ARM * least;
  const rounding =
    "with a smaller step the two losses become so alike that little but their rounding is left in the difference, and dividing it by 2h makes it large";
  const truncation = "with a larger step the bend of the loss between the two points counts, by the square of h";
  if (hasLeft && hasRight) return `The error is V-shaped: ${truncation}; ${rounding}.`;
  if (hasLeft) return `There is only the left arm of the V, for the loss hardly bends here: ${rounding}.`;
  if (hasRight) return `There is only the right arm of the V: ${truncation}.`;
  return "There is no V here: the error is about the same for every step.";
}

function shareText(share: number): string {
  return share >= 0.001 ? `${(100 * share).toFixed(1)} %` : share.toExponential(0).replace("e-", "e−");
}
