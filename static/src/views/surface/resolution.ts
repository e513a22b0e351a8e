/** Finer than this nobody sees, and coarser than that steep borders look like stairs. */
const COARSEST = 50;
const FINEST = 80;
/** Device pixels between two samples: smooth once they are interpolated. */
const SPACING = 4;
/** Sizes in between would only make the server measure anew while a window is being resized. */
const ROUNDED_TO = 8;

/** How many samples along one side the surface needs, for a picture so many device pixels wide. */
export function surfaceResolution(width: number): number {
  const wanted = Math.round(width / SPACING / ROUNDED_TO) * ROUNDED_TO;
  return Math.max(COARSEST, Math.min(FINEST, wanted));
}
