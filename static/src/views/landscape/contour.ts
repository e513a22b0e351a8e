/** Lines of equal value on a grid, by marching squares. */

/** Values by row and column; row 0 is the lowest. What is not finite is not there. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
}

type Corner = readonly [column: number, row: number];

/** The corners of a cell in turn; side k goes from corner k to the next. */
const CORNERS: readonly Corner[] = [[0, 0], [1, 0], [1, 1], [0, 1]];

/** The pieces of the line where the grid has a value: x, y of both ends of each, in columns and rows. */
export function contourLine({ rows, columns, values }: Grid, level: number): number[] {
  const pieces: number[] = [];
  const heights = [0, 0, 0, 0];
  for (let row = 0; row < rows - 1; row += 1) {
    for (let column = 0; column < columns - 1; column += 1) {
      CORNERS.forEach(([right, up], corner) => {
        heights[corner] = values[(row + up) * columns + column + right]! - level;
      });
      const sides = crossedSides(heights);
      for (const side of sides) {
        const [from, to] = [CORNERS[side]!, CORNERS[(side + 1) % 4]!];
        const share = heights[side]! / (heights[side]! - heights[(side + 1) % 4]!);
        pieces.push(column + from[0] + (to[0] - from[0]) * share, row + from[1] + (to[1] - from[1]) * share);
      }
    }
  }
  return pieces;
}

/** The sides that the line crosses, two by two as it joins them. */
function crossedSides(heights: readonly number[]): number[] {
  if (!heights.every(Number.isFinite)) return [];
  const isAbove = heights.map((height) => height >= 0);
  const crossed = [0, 1, 2, 3].filter((side) => isAbove[side] !== isAbove[(side + 1) % 4]);
  if (crossed.length < 4) return crossed;
  // A saddle: the middle tells which corners belong together.
  const middle = heights.reduce((sum, height) => sum + height, 0) / 4;
  return middle >= 0 === isAbove[0] ? [0, 1, 2, 3] : [3, 0, 1, 2];
}

/** The value between grid points; NaN where one of them is not there. */
export function valueBetween({ rows, columns, values }: Grid, column: number, row: number): number {
  const left = Math.max(0, Math.min(columns - 2, Math.floor(column)));
  const lower = Math.max(0, Math.min(rows - 2, Math.floor(row)));
  const [x, y] = [column - left, row - lower];
  const at = (up: number, right: number) => values[(lower + up) * columns + left + right]!;
  return (at(0, 0) * (1 - x) + at(0, 1) * x) * (1 - y) + (at(1, 0) * (1 - x) + at(1, 1) * x) * y;
}
