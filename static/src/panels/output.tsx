import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { Help } from "../controls/help";
import { unwatch, watch } from "../state/actions";
import { history } from "../state/history";
import { discrete, showTest } from "../state/looks";
import { inspectedUnit, status, summary } from "../state/store";
import { theme } from "../state/theme";
import { createCurves } from "../views/curves";
import { unitName } from "../views/network/names";
import { createSurface } from "../views/surface";
import { surfaceResolution } from "../views/surface/resolution";
import { unitSurface } from "../views/unit-map";
import type { Frame } from "../wire/protocol";
import { lossText, rateText, shareText } from "./figures";
import { useFrameText, usePicture } from "./pictures";

const logarithmic = signal(false);
const measure = signal<"loss" | "accuracy">("loss");
const outputHelp =
  "What the network predicts at every place of the input plane, with the training samples on top. " +
  "Test data shows the samples it never trained on; discrete shows only which side of the border a place is on. " +
  "Move the pointer over the picture, or use the arrow keys on it, to read one prediction.";

const curveHeight = signal(148);
const lowestCurve = 132;
/** What the view writes beneath its plot, in pixels. */
const curveKeyHeight = 28;

export function OutputPanel() {
  useEffect(() => {
    for (const probe of ["data", "history"]) watch(probe);
    return () => {
      for (const probe of ["data", "history"]) unwatch(probe);
    };
  }, []);
  const hasAccuracy = summary.value?.task !== "regression";
  if (!hasAccuracy && measure.value === "accuracy") measure.value = "loss";
  return (
    <section class="panel output-panel" aria-labelledby="output-title">
      <div class="panel-head">
        <h2 id="output-title">Output</h2>
        <Help title="Output" description={outputHelp} />
        <div class="panel-tools">
          <Toggle label="Test data" on={showTest} name="test-data" />
          <Toggle label="Discrete" on={discrete} name="discrete" />
        </div>
      </div>
      <SurfacePicture />
      <Numbers />
      <div class="curves-head">
        <div class="segments" role="radiogroup" aria-label="Measure of the curves">
          <Segment value="loss" title="Loss" />
          {hasAccuracy && <Segment value="accuracy" title="Accuracy" />}
        </div>
        {measure.value === "loss" && <Toggle label="Logarithmic" on={logarithmic} />}
      </div>
      <Curves />
    </section>
  );
}

function SurfacePicture() {
  const root = usePicture(createSurface, (frame) => {
    const known = summary.value;
    return {
      theme: theme.value,
      task: known?.task ?? ("binary" as const),
      classes: known?.classes ?? null,
      surface: frame?.probes.surface ?? null,
      data: frame?.probes.data ?? null,
      outputRange: known?.output_range ?? null,
      showTest: showTest.value,
      discrete: discrete.value,
      inspected: inspectedSurface(frame),
    };
  });
  useLayoutEffect(() => {
    const place = root.current;
    if (!place) return undefined;
    let watched = 0;
    const observer = new ResizeObserver(() => {
      const resolution = surfaceResolution(place.clientWidth * devicePixelRatio);
      if (resolution !== watched) watch("surface", { resolution });
      watched = resolution;
    });
    observer.observe(place);
    return () => {
      observer.disconnect();
      unwatch("surface");
    };
  }, []);
  return <div ref={root} class="surface-place" />;
}

/** The unit under the pointer, drawn in the output's place. */
function inspectedSurface(frame: Frame | null) {
  const unit = inspectedUnit.value;
  const { neurons, surface } = frame?.probes ?? {};
  const node = summary.value?.nodes.find(({ id }) => id === unit?.node);
  if (!unit || !neurons || !surface || !node) return null;
  const drawn = unitSurface(neurons, unit.node, unit.unit, surface);
  return drawn && { label: unitName(summary.value?.nodes ?? [], unit.node, unit.unit), surface: drawn };
}

function Curves() {
  const root = usePicture(createCurves, () => {
    const known = history.peek();
    const chosen = measure.value;
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
    <label class="toggle" data-control={name}>
      <input type="checkbox" checked={on.value} onChange={(event) => { on.value = event.currentTarget.checked; }} />
      {label}
    </label>
  );
}

function Segment({ value, title }: { value: "loss" | "accuracy"; title: string }) {
  return (
    <label class="segment">
      <input type="radio" name="measure" checked={measure.value === value} onChange={() => { measure.value = value; }} />
      <span>{title}</span>
    </label>
  );
}

// ---- numbers ----------------------------------------------------------------------------------

function Numbers() {
  const hasAccuracy = summary.value?.task !== "regression";
  return (
    <table class="numbers">
      <thead>
        <tr><td /><th scope="col">Training</th><th scope="col">Test</th></tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Loss</th>
          <Figure of={(frame) => lossText(frame?.metrics.train_loss)} />
          <Figure of={(frame) => lossText(frame?.metrics.test_loss)} />
        </tr>
        {hasAccuracy && (
          <tr>
            <th scope="row">Accuracy</th>
            <Figure of={(frame) => shareText(frame?.metrics.train_accuracy)} />
            <Figure of={(frame) => shareText(frame?.metrics.test_accuracy)} />
          </tr>
        )}
        <tr>
          <th scope="row">Speed</th>
          <td colSpan={2} class="numbers-quiet"><Rate /></td>
        </tr>
      </tbody>
    </table>
  );
}

function Rate() {
  const text = useFrameText((frame) => {
    const isTraining = status.value.state === "playing" && frame !== null;
    return `${isTraining ? rateText(frame.epochs_per_second) : "–"} epochs/s`;
  });
  return <span ref={text} />;
}

function Figure({ of }: { of: (frame: Frame | null) => string }) {
  const text = useFrameText(of);
  return <td ref={text as never} />;
}
