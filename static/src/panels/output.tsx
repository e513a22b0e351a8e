import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { Help } from "../controls/help";
import { unwatch, watch } from "../state/actions";
import { history } from "../state/history";
import { discrete, showTest } from "../state/looks";
import { summary } from "../state/store";
import { theme } from "../state/theme";
import { createCurves } from "../views/curves";
import { onDemand } from "./on-demand";
import { logarithmic, measure } from "./output-choices";
import { Numbers } from "./output-numbers";
import { PlaneChoice, SurfacePicture } from "./output-surface";
import { DrawButton } from "./own-data/draw-button";
import { isDrawing } from "./own-data/drawing";
import { usePicture } from "./pictures";
import { Segments } from "./segments";

const outputHelp =
  "What the network predicts at every place of the input plane, with the training samples on top. " +
  "Test data shows the samples it never trained on; discrete shows only which side of the border a place is on. " +
  "Move the pointer over the picture, or use the arrow keys on it, to read one prediction; on a sample it tells " +
  "the target, the prediction and the loss of that sample. The pencil lets you draw points of your own.";

const measures: { value: typeof measure.value; title: string; term: string }[] = [
  { value: "loss", title: "Loss", term: "loss" },
  { value: "accuracy", title: "Accuracy", term: "accuracy" },
  { value: "confusion", title: "Confusion", term: "confusion-matrix" },
];

const curveHeight = signal(148);
const lowestCurve = 84;
/** What the view writes beneath its plot, in pixels. */
const curveKeyHeight = 28;

const BrushBar = onDemand(() => import("./own-data/brush-bar").then((module) => module.BrushBar));
const Confusion = onDemand(() => import("./output-confusion").then((module) => module.Confusion));
const ConfusionSets = onDemand(() => import("./output-confusion").then((module) => module.ConfusionSets));

export function OutputPanel() {
  useEffect(() => {
    for (const probe of ["data", "history"]) watch(probe);
    return () => {
      for (const probe of ["data", "history"]) unwatch(probe);
    };
  }, []);
  const hasAccuracy = summary.value?.task !== "regression";
  if (!hasAccuracy && measure.value !== "loss") measure.value = "loss";
  return (
    <section class="panel output-panel" aria-labelledby="output-title">
      <div class="panel-head">
        <h2 id="output-title">Output</h2>
        <Help title="Output" description={outputHelp} />
        <div class="panel-tools">
          <Toggle label="Test data" on={showTest} name="test-data" />
          <Toggle label="Discrete" on={discrete} name="discrete" />
          <DrawButton />
        </div>
      </div>
      <SurfacePicture />
      <PlaneChoice />
      {isDrawing.value && <BrushBar />}
      <Numbers />
      <div class="curves-head">
        <Segments
          label="Shown below" value={measure.value} options={hasAccuracy ? measures : measures.slice(0, 1)}
          onChoose={(next) => { measure.value = next; }}
        />
        {measure.value === "loss" && <Toggle label="Logarithmic" on={logarithmic} />}
        {measure.value === "confusion" && <ConfusionSets />}
      </div>
      {measure.value === "confusion" ? <Confusion /> : <Curves />}
    </section>
  );
}

function Curves() {
  const root = usePicture(createCurves, () => {
    const known = history.peek();
    const chosen: "accuracy" | "loss" = measure.value === "accuracy" ? "accuracy" : "loss";
    return {
      theme: theme.value,
      epoch: known.epoch,
      train: chosen === "loss" ? known.train_loss : known.train_accuracy,
      test: chosen === "loss" ? known.test_loss : known.test_accuracy,
      measure: chosen,
      logarithmic: logarithmic.value,
      height: curveHeight.value,
    };
  });
  useLayoutEffect(() => {
    const place = root.current;
    if (!place) return undefined;
    const observer = new ResizeObserver(() => {
      curveHeight.value = Math.max(lowestCurve, place.clientHeight - curveKeyHeight);
    });
    observer.observe(place);
    return () => observer.disconnect();
  }, []);
  return <div ref={root} class="curves-place" />;
}

function Toggle({ label, on, name }: { label: string; on: { value: boolean }; name?: string }) {
  return (
    <label class="toggle" data-control={name} data-term={label.toLowerCase()}>
      <input type="checkbox" checked={on.value} onChange={(event) => { on.value = event.currentTarget.checked; }} />
      {label}
    </label>
  );
}
