import { trainingTime } from "../state/stop";
import { spec, status, summary } from "../state/store";
import type { Frame, Summary } from "../wire/protocol";
import { amountText, type Descent, descentOf, divisionText, secondsText, workDone } from "./counts";
import { epochText } from "./figures";
import { useFrameText } from "./pictures";

const explanations: { [descent in Descent]: string } = {
  full:
    "Full batch: every step looks at all training samples at once, so it goes straight down the slope of the " +
    "training loss. There is one step an epoch, and each costs as much as the whole epoch.",
  mini:
    "Mini-batches: every step looks at a few samples, drawn anew in each epoch. Their slope is only about that of " +
    "all samples, so the way down trembles; but there are many steps for the price of one epoch.",
  one:
    "One sample a step, which is stochastic gradient descent in its first sense: the most steps an epoch, and the " +
    "roughest. Each sample pulls its own way, and a learning rate that suits a full batch is often too large.",
};

/** The counts of a training as the arithmetic that they are; opened, with what they mean. */
export function Counting() {
  const counted = summary.value;
  if (!counted) return null;
  const descent = descentOf(spec.value?.training.batch_size, counted.train_samples);
  return (
    <details class="counting">
      <summary>
        <span class="counting-line">
          <span>{divisionText(counted)}</span>
          <span class="counting-progress">
            <Progress /> · {epochText(counted.parameters)} parameters · <Seconds />
          </span>
        </span>
      </summary>
      <p>{explanations[descent]}</p>
      <p>
        Equal epochs or equal steps? An epoch is one pass over the training samples, a step is one change of the
        weights. After equal epochs two runs have seen equally many samples, but the one with the smaller batch has
        made more steps; after equal steps they have made equally many changes, but the larger batch has seen more.
      </p>
      <p>
        One sample takes {epochText(counted.multiply_adds)} multiplications and additions forward and about twice as
        many on the way back; that times the samples seen is the work so far. The seconds are those that this page has
        seen the run play.
      </p>
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
