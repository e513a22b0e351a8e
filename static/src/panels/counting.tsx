import { useState } from "preact/hooks";
import { trainingTime } from "../state/stop";
import { status, summary } from "../state/store";
import type { Frame, Summary } from "../wire/protocol";
import { amountText, divisionText, secondsText, workDone } from "./counts";
import { epochText } from "./figures";
import { onDemand } from "./on-demand";
import { useFrameText } from "./pictures";

const CountingExplained = onDemand(
  () => import("./counting-explained").then((module) => module.CountingExplained),
);

/** The counts of a training as the arithmetic that they are; opened, with what they mean. */
export function Counting() {
  const [isOpen, setOpen] = useState(false);
  const counted = summary.value;
  if (!counted) return null;
  return (
    <details class="counting" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span class="counting-line">
          <span>{divisionText(counted)}</span>
          <span class="counting-progress">
            <Progress /> · {epochText(counted.parameters)} parameters · <Seconds />
          </span>
        </span>
      </summary>
      {isOpen && <CountingExplained counted={counted} />}
    </details>
  );
}

function Progress() {
  const text = useFrameText((frame) => progressText(frame, summary.value));
  return <span ref={text} />;
}

function progressText(frame: Frame | null, counted: Summary | null): string {
  const isNew = status.value.epoch === 0 && status.value.step === 0;
  const epoch = isNew && status.value.state !== "playing" ? 0 : Math.max(frame?.epoch ?? 0, status.value.epoch);
  const step = epoch === 0 && isNew && status.value.state !== "playing" ? 0 : Math.max(frame?.step ?? 0, status.value.step);
  const work = counted ? workDone(counted, epoch, step) : 0;
  return `epoch ${epochText(epoch)} · step ${epochText(step)} · ${amountText(work)} multiply-adds`;
}

function Seconds() {
  const text = useFrameText(() => {
    // Read for its change alone: the time runs on between frames.
    void status.value;
    return secondsText(trainingTime());
  });
  return <span ref={text} />;
}
