/** Points of one's own as a data set: of which form they are, and how they get another. */
import { inputText } from "../../views/number-text";
import { type Point, thinned } from "../../views/surface/brush";
import { type ClassNames, className } from "../../views/surface/reading";
import type { DataProbe, FloatArray, Kind, Summary } from "../../wire/protocol";

/** So many classes on a plane, values on a plane, or a curve through points. */
export type Form = number | "values" | "curve";

export const forms: readonly { form: Form; title: string }[] = [
  { form: 2, title: "Two classes" },
  { form: 3, title: "Three classes" },
  { form: 4, title: "Four classes" },
  { form: 5, title: "Five classes" },
  { form: "values", title: "Values on a plane" },
  { form: "curve", title: "A curve" },
];
/** What can be drawn on, as the engine has it. */
const reach = 6;

export function formOf(data: Kind): Form {
  if (data.inputs === 1) return "curve";
  if (data.task === "regression") return "values";
  return data.task === "classes" ? Number(data.classes) : 2;
}

/** The fields that say of which form the points are. */
function fieldsOf(form: Form): { task: string; inputs: number; classes?: number } {
  if (form === "curve") return { task: "regression", inputs: 1 };
  if (form === "values") return { task: "regression", inputs: 2 };
  return form === 2 ? { task: "binary", inputs: 2 } : { task: "classes", inputs: 2, classes: form };
}

export function isOfForm({ task, classes, raw_inputs }: Summary, form: Form): boolean {
  const wanted = fieldsOf(form);
  return task === wanted.task && raw_inputs.length === wanted.inputs && (typeof form !== "number" || (classes ?? 2) === form);
}

/** The same points in another form; features are chosen anew where the number of inputs is another. */
export function withForm(data: Kind, form: Form): Kind {
  const before = formOf(data);
  const points = (data.points ?? []) as unknown as Point[];
  const { features, ...kept } = data;
  const isSamePlane = (before === "curve") === (form === "curve");
  return {
    ...kept,
    ...(isSamePlane && features !== undefined ? { features } : {}),
    ...fieldsOf(form),
    points: inForm(points, form).map((point) => [...point]),
  };
}

/** A class is the value of its number, and a value the class nearest to it; a point of a curve stays where it was. */
function inForm(points: readonly Point[], form: Form): Point[] {
  return points.map(([across, up, target = 0]) => {
    if (form === "curve") return [across!, up!];
    return [across!, bounded(up!), form === "values" ? target : Math.max(0, Math.min(form - 1, Math.round(target)))];
  });
}

function bounded(value: number): number {
  return Math.max(-reach, Math.min(reach, value));
}

/** Why these data cannot be drawn on, in a sentence; null where they can. */
export function obstacleToDrawing({ task, classes, raw_inputs }: Summary, mostClasses: number): string | null {
  if (raw_inputs.length > 2) return `These data have ${raw_inputs.length} inputs; drawing takes one or two.`;
  if ((classes ?? 2) > mostClasses) return `These data have ${classes} classes; drawing takes up to ${mostClasses}.`;
  if (raw_inputs.length === 1 && task !== "regression") return "These data have classes along a single input; drawing takes two.";
  return null;
}

/** The samples on the plot as points of one's own; what lies elsewhere is brought to where one can draw. */
export function pointsOfSamples(
  kind: string, { task, classes, raw_inputs, extent }: Summary, data: DataProbe, showTest: boolean, most: number,
): Kind {
  const isCurve = raw_inputs.length === 1;
  const scales = raw_inputs.map((name) => scaleOf(extent[name] ?? [-reach, reach]));
  const points = (inputs: FloatArray, targets: FloatArray): Point[] =>
    Array.from(targets.data, (target, index) => [
      ...scales.map((scale, place) => rounded(bounded(scale(inputs.data[index * scales.length + place]!)))),
      task === "regression" ? rounded(target) : target,
    ]);
  const all = points(data.train_inputs, data.train_targets);
  if (showTest) all.push(...points(data.test_inputs, data.test_targets));
  const form = isCurve ? "curve" : task === "regression" ? "values" : (classes ?? 2);
  return { kind, ...fieldsOf(form), points: thinned(all, most).map((point) => [...point]) };
}

function scaleOf([low, high]: readonly [number, number]): (value: number) => number {
  if (low >= -reach && high <= reach) return (value) => value;
  return (value) => (2 * reach * (value - low)) / (high - low) - reach;
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}

/** "34 points: 17 class 0, 17 class 1". */
export function countsText(points: readonly Point[], form: Form, names: ClassNames): string {
  const all = points.length === 1 ? "1 point" : `${points.length} points`;
  if (typeof form !== "number" || points.length === 0) return all;
  const counts = new Array<number>(form).fill(0);
  for (const point of points) counts[point[2]!] = (counts[point[2]!] ?? 0) + 1;
  return `${all}: ${counts.map((count, index) => `${count} ${className(index, names)}`).join(", ")}`;
}

/** What the numbers of a point are. */
export function columnNames(form: Form): string[] {
  if (form === "curve") return [inputText("x1"), "y"];
  return [inputText("x1"), inputText("x2"), form === "values" ? "value" : "class"];
}
