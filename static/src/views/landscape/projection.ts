/** A block of space as it looks from a direction: parallel lines stay parallel, so no part seems nearer than another. */

export interface Gaze {
  /** Around the upright axis, in radians. */
  readonly turn: number;
  /** From the side (0) to from above (a quarter turn). */
  readonly tilt: number;
}

export const FIRST_GAZE: Gaze = { turn: 0.6, tilt: 0.65 };
const TILTS = { low: 0.1, high: Math.PI / 2 };
/** What is 1 high is so long beside what is 2 wide. */
const HEIGHT = 0.9;
/** However it is turned, the corners of the ground stay within this distance of the middle; and a rim for marks. */
const DIAGONAL = Math.SQRT2;
const RIM = 1.04;

export interface Projector {
  /** Of x and y within −1 … 1 and height within 0 … 1. */
  screen(x: number, y: number, height: number): readonly [left: number, top: number];
  /** Whether what has a larger x, or a larger y, is farther away. */
  readonly isRightFar: boolean;
  readonly isUpFar: boolean;
}

export function projector({ turn, tilt }: Gaze, width: number, height: number): Projector {
  const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
  const [rise, depth] = [Math.cos(tilt), Math.sin(tilt)];
  const reach = DIAGONAL * depth + (HEIGHT / 2) * rise;
  const scale = Math.min(width / DIAGONAL, height / reach) / (2 * RIM);
  return {
    screen(x, y, up) {
      const across = x * cosine - y * sine;
      const away = x * sine + y * cosine;
      return [width / 2 + scale * across, height / 2 - scale * (away * depth + (up - 0.5) * HEIGHT * rise)];
    },
    isRightFar: sine > 0,
    isUpFar: cosine > 0,
  };
}

export function turned({ turn, tilt }: Gaze, by: number, up: number): Gaze {
  return { turn: (turn + by) % (2 * Math.PI), tilt: Math.max(TILTS.low, Math.min(TILTS.high, tilt + up)) };
}
