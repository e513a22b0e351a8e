/** Numbers of a training as text that keeps its width. */

/** Made once: making a format costs more than a frame can spare. */
const grouped = new Intl.NumberFormat("en-US");

/** Thousands apart by a thin space: "12 345". */
export function epochText(epoch: number): string {
  return grouped.format(epoch).replaceAll(",", "\u2009");
}

/** Four digits behind the point where they say something, powers of ten where they do not. */
export function lossText(loss: number | null | undefined): string {
  if (loss === null || loss === undefined) return "–";
  if (loss !== 0 && (loss < 0.001 || loss >= 1000)) return loss.toExponential(2).replace("-", "−");
  return loss.toFixed(loss < 10 ? 4 : loss < 100 ? 3 : 2);
}

export function shareText(share: number | null | undefined): string {
  return share === null || share === undefined ? "–" : `${(share * 100).toFixed(1)} %`;
}

export function rateText(epochsPerSecond: number): string {
  return epochsPerSecond < 10 ? epochsPerSecond.toFixed(1) : epochText(Math.round(epochsPerSecond));
}
