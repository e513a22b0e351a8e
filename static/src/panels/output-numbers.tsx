/** Loss, accuracy and speed as numbers, and what the loss is the mean of. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask } from "../state/asking";
import { status, summary } from "../state/store";
import { countText } from "../views/number-text";
import type { Frame } from "../wire/protocol";
import { lossText, rateText, shareText } from "./figures";
import { Term } from "./glossary/term";
import { useFrameText } from "./pictures";

export function Numbers() {
  const hasAccuracy = summary.value?.task !== "regression";
  return (
    <>
      <table class="numbers">
        <thead>
          <tr><td /><th scope="col"><Term name="training-figures">Training</Term></th>
            <th scope="col"><Term name="test-figures">Test</Term></th></tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row"><Term name="loss">Loss</Term></th>
            <Figure of={(frame) => lossText(frame?.metrics.train_loss)} />
            <Figure of={(frame) => lossText(frame?.metrics.test_loss)} />
          </tr>
          {hasAccuracy && (
            <tr>
              <th scope="row"><Term name="accuracy">Accuracy</Term></th>
              <Figure of={(frame) => shareText(frame?.metrics.train_accuracy)} />
              <Figure of={(frame) => shareText(frame?.metrics.test_accuracy)} />
            </tr>
          )}
          <tr>
            <th scope="row"><Term name="speed">Speed</Term></th>
            <td colSpan={2} class="numbers-quiet"><Rate /></td>
          </tr>
        </tbody>
      </table>
      <Cost />
    </>
  );
}

/** Loss is of a sample, cost of many: told apart where somebody asks. */
function Cost() {
  const isOpen = useSignal(false);
  useEffect(() => (isOpen.value ? ask("losses") : undefined), [isOpen.value]);
  return (
    <details class="cost" onToggle={(event) => { isOpen.value = event.currentTarget.open; }}>
      <summary>Loss of a sample, cost of a batch</summary>
      <CostText />
      <p>Every sample has a loss of its own: point at one on the plot. The cost is made of them all, and a step of training only knows the cost of its batch.</p>
    </details>
  );
}

function CostText() {
  const text = useFrameText(costText);
  return <p ref={text as never} class="cost-figures" />;
}

export function costText(frame: Frame | null): string {
  const losses = frame?.probes.losses;
  if (!losses) return "Not measured yet.";
  const { train, test, cost_train, cost_test, batch } = losses;
  const part = (what: string, cost: number | null) => `${what}: ${lossText(cost)}`;
  return [
    batch ? part(`Cost of the last batch of ${countText(batch.size)}`, batch.cost) : "No batch was trained on yet",
    part(`${countText(train.data.length)} training samples`, cost_train),
    ...(test.data.length > 0 ? [part(`${countText(test.data.length)} test samples`, cost_test)] : []),
  ].join(" · ");
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
