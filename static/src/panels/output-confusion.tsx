import { useEffect } from "preact/hooks";
import { ask } from "../state/asking";
import { summary } from "../state/store";
import { createConfusion } from "../views/confusion";
import { cell, cellOfSample } from "./output-sample";
import { confusionSet } from "./output-choices";
import { usePicture } from "./pictures";
import { Segments } from "./segments";

const noLabels: readonly string[] = [];
const noCounts = new Uint32Array(0);

/** Which classes are taken for which, of the training or the test samples. */
export function Confusion() {
  useEffect(() => {
    const stop = ask("confusion");
    return () => {
      stop();
      cell.value = null;
    };
  }, []);
  const root = usePicture(createConfusion, (frame) => {
    const confusion = frame?.probes.confusion;
    return {
      set: confusionSet.value,
      labels: confusion?.labels ?? noLabels,
      counts: confusion?.[confusionSet.value].data ?? noCounts,
      marked: cellOfSample(frame),
      onCell: (next: typeof cell.value) => { cell.value = next; },
    };
  });
  return (
    <div class="confusion-panel">
      <div ref={root} class="confusion-place" />
      <p>A cell shows its samples on the plot.</p>
    </div>
  );
}

/** Whose samples the matrix counts. */
export function ConfusionSets() {
  const hasTest = (summary.value?.test_samples ?? 0) > 0;
  if (!hasTest && confusionSet.value === "test") confusionSet.value = "train";
  return (
    <Segments
      label="Samples of the matrix" value={confusionSet.value} onChoose={(set) => { confusionSet.value = set; }}
      options={[{ value: "train", title: "Train" }, { value: "test", title: "Test", off: !hasTest }]}
    />
  );
}
