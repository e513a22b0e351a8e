/** What a landscape shows, in sentences. */
import type { LandscapePicture } from "../../wire/protocol";
import { countText, numberText } from "../number-text";

/** Losses keep their leading digits, however small they are. */
export function lossWord(loss: number): string {
  if (!Number.isFinite(loss)) return "not a number";
  return Math.abs(loss) >= 0.001 || loss === 0 ? numberText(loss, 4) : numberText(loss, 5);
}

/** What is seen, and how much of all there is to see that is. */
export function sliceWords({ plane, dimensions, explained, samples }: LandscapePicture): string {
  const slice = `A slice through ${countText(dimensions)} dimensions: 2 are seen, all others stay as they are now. ` +
    `Loss on ${countText(samples)} training samples.`;
  if (plane !== "trajectory") return `${slice} The path drawn on it is the shadow of one that mostly runs beside it.`;
  if (explained === null) return slice;
  return `${slice} ${shareText(explained)} of the path's motion lies in this plane.`;
}

function shareText(share: number): string {
  const percent = 100 * share;
  return `${percent > 99.9 && percent < 100 ? "More than 99.9" : percent.toFixed(1)} %`;
}

/** The picture for those who do not see it. */
export function landscapeInWords(
  picture: LandscapePicture | null, epoch: number, names: { readonly x: string; readonly y: string },
): string {
  if (picture === null) return "Loss landscape. Not measured yet.";
  const { low, high, path_losses: losses, now, racers, rows_done: done, resolution } = picture;
  const part = done < resolution ? ` ${done} of ${resolution} rows measured.` : "";
  const from = losses.data.length > 0 ? ` from ${lossWord(losses.data[0]!)} at the start` : "";
  const race = racers.map(({ title, loss }) => ` ${title} is at ${lossWord(loss)}.`).join("");
  return `Loss landscape over ${names.x} and ${names.y}. Losses from ${lossWord(low)} to ${lossWord(high)}.${part} ` +
    `The path leads${from} to ${lossWord(now.loss)} at epoch ${epoch}.${race}`;
}
