/** Coarser than this a unit's map cannot be told from another's, and finer than that nobody sees in a tile. */
const COARSEST = 10;
const FINEST = 15;
/** Device pixels between two samples: with more, steep borders look like stairs. */
const SPACING = 3;

/** How many samples along one side a unit's map needs, for a tile so many device pixels wide. */
export function tileResolution(width: number): number {
  return Math.max(COARSEST, Math.min(FINEST, Math.round(width / SPACING)));
}
