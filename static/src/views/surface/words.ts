/** The plot in words, for those who do not see it. */
import type { SurfaceProbe } from "../../wire/protocol";
import type { ColorScale } from "../color-scale";
import { numberText } from "../number-text";
import type { Task } from "./point-layer";
import { type ClassNames, classShares, className } from "./reading";
import type { Drawing } from "./sketch";

interface Described {
  subject: string;
  surface: SurfaceProbe | null;
  isInspected: boolean;
  task: Task;
  scale: ColorScale;
  classNames: ClassNames;
  points: number;
  drawing: Drawing | null;
}

export function plotInWords({ subject, surface, isInspected, task, scale, classNames, points, drawing }: Described): string {
  if (drawing) return drawingInWords(drawing);
  if (surface === null) return "The output of the network; nothing is measured yet.";
  const span = (name: string) => {
    const [low, high] = surface.extent[name] ?? [-1, 1];
    return `${name} from ${numberText(low, 1)} to ${numberText(high, 1)}`;
  };
  const over = surface.axes.toReversed().map(span).join(" and ");
  const shares = isInspected ? [] : classShares(surface, task, scale);
  const parts = shares.map((share, index) => `${share} % ${className(index, classNames)}`).join(", ");
  return (
    `${subject} over ${over}.${parts && ` Predicted on the plane: ${parts}.`} ${points} training points.` +
    " Arrow keys read the prediction at a place, N goes to the next point."
  );
}

function drawingInWords({ points, target, most }: Drawing): string {
  const digits = target === null ? "" : " a digit picks the class,";
  return (
    `Drawing area with ${points.length} of at most ${most} points. Arrow keys move the cursor, with Shift in large` +
    ` steps; Space draws a point,${digits} N goes to the next point, M picks it up and drops it, Delete erases it.`
  );
}
