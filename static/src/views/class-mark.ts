/** A class's shape as the outline of an SVG path, for the places where no canvas is. */
import { pointShape } from "./point-shapes";

const found = new Map<number, string>();

/** The path of the shape around (8, 8), 16 units wide. */
export function markPath(classIndex: number): string {
  let path = found.get(classIndex);
  if (path === undefined) {
    path = traced(classIndex);
    found.set(classIndex, path);
  }
  return path;
}

function traced(classIndex: number): string {
  let path = "";
  const step = (letter: string) => (x: number, y: number) => { path += `${letter}${x.toFixed(2)} ${y.toFixed(2)}`; };
  // Shapes draw on a canvas; of its commands they use these alone, and of arcs only whole circles.
  const recorder = {
    moveTo: step("M"),
    lineTo: step("L"),
    arc(_x: number, _y: number, radius: number) {
      for (const across of [-2 * radius, 2 * radius]) path += `a${radius} ${radius} 0 1 0 ${across} 0`;
    },
    closePath: () => { path += "Z"; },
  };
  pointShape(classIndex).trace(recorder as unknown as CanvasRenderingContext2D, 8, 8, 5);
  return path;
}
