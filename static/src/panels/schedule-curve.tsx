import { spec, summary } from "../state/store";
import { theme } from "../state/theme";
import { createCurvePicture } from "../views/curve-picture";
import type { CurvePicture, Frame, Spec, Summary } from "../wire/protocol";
import { usePicture } from "./pictures";

const width = 208;
const height = 96;

/** The learning rate over the whole training, where it changes, with the present epoch on it. */
export function ScheduleCurve() {
  return summary.value?.schedule.some((factor) => factor !== 1) ? <Curve /> : null;
}

function Curve() {
  const root = usePicture(createCurvePicture, (frame) => ({ theme: theme.value, width, height, legend: true, ...courseOf(summary.value, spec.value, frame) }));
  return <div ref={root} class="schedule-curve" />;
}

export function courseOf(known: Summary | null, experiment: Spec | null, frame: Frame | null) {
  const factors = known?.schedule ?? [1];
  const epochs = Number(experiment?.training.epochs ?? 1);
  const rate = Number((experiment?.optimizer as { learning_rate?: number } | undefined)?.learning_rate ?? 1);
  const picture: CurvePicture = {
    view: "curve",
    names: { x: "epoch", value: "learning rate", slope: "" },
    x: factors.map((_, place) => (epochs * place) / Math.max(1, factors.length - 1)),
    value: factors.map((factor) => rate * factor),
    slope: [],
  };
  const now = frame?.metrics.learning_rate ?? null;
  // Past its end the training goes on with the last rate.
  const mark = now === null ? null : { x: Math.min(frame?.epoch ?? 0, epochs), value: now };
  const label = `Learning rate over ${epochs} epochs${now === null ? "" : `, now ${Number(now.toPrecision(3))}`}.`;
  return { picture, mark, label };
}
