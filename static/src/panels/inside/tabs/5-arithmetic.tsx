/** The arithmetic behind every number, for one sample: all of it at once, step by step, and checked. */
import { computed, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Help } from "../../../controls/help";
import { inputText, numberText } from "../../../views/number-text";
import { className } from "../../../views/surface/reading";
import { nodes } from "../../../state/nodes";
import { summary } from "../../../state/store";
import { Segments } from "../../segments";
import { GradientCheck } from "../arithmetic-check";
import { isOpen, lit } from "../arithmetic-look";
import { OneNumber } from "../arithmetic-number";
import { NumberPicker, SamplePicker } from "../arithmetic-pickers";
import { StepThrough } from "../arithmetic-steps";
import { useTraced } from "../arithmetic-traced";

const HELP =
  "Every number of the network, computed before your eyes for one sample. Click on a point of the output's plot to pin it, " +
  "and on a line, a bias or a unit of the diagram to choose a number. All is computed in float64 with the present weights.";

const AVERAGES =
  "One sample has no mean and no spread: normalization takes its running averages here, as when the network is used. " +
  "A training step takes those of its batch, so its gradients and its update are others.";

/** Whether some layer keeps numbers that it does not learn, such as the averages of batch normalization. */
const keepsAverages = computed(() => nodes.value.some(({ buffers }) => Object.keys(buffers).length > 0));

type Mode = "number" | "steps" | "check";
const mode = signal<Mode>("number");
const modes: { value: Mode; title: string; term: string }[] = [
  { value: "number", title: "One number", term: "parameter" }, { value: "steps", title: "Step through", term: "step" },
  { value: "check", title: "Gradient check", term: "gradient-check" },
];

export function Tab() {
  useEffect(() => {
    isOpen.value = true;
    return () => {
      isOpen.value = false;
      lit.value = null;
    };
  }, []);
  return (
    <div class="arithmetic">
      <div class="arithmetic-bar">
        <Segments label="What is shown" value={mode.value} options={modes} onChoose={(next) => { mode.value = next; }} />
        {mode.value !== "check" && <SamplePicker />}
        <NumberPicker />
        <Help title="Arithmetic" description={HELP} />
      </div>
      {keepsAverages.value && <p class="arithmetic-note">{AVERAGES}</p>}
      {mode.value === "check" ? <GradientCheck /> : <OfSample shows={mode.value} />}
    </div>
  );
}

function OfSample({ shows }: { shows: Mode }) {
  const traced = useTraced();
  if (!traced) return null;
  if (traced.trace.problem !== null) return <p class="arithmetic-note">{traced.trace.problem}</p>;
  const { sample } = traced.trace;
  const names = summary.value?.raw_inputs ?? [];
  const isValue = summary.value?.task === "regression";
  return (
    <>
      <p class="arithmetic-note">
        {sample?.inputs.map((value, place) => `${inputText(names[place] ?? "")} = ${numberText(value)}`).join(", ")}
        {sample && `; target ${isValue ? numberText(sample.target) : className(sample.target, summary.value?.class_names ?? null)}`}
      </p>
      {shows === "number" ? <OneNumber traced={traced} /> : <StepThrough traced={traced} />}
    </>
  );
}
