/** What the counts of a training mean. */
import { spec } from "../state/store";
import type { Summary } from "../wire/protocol";
import { type Descent, descentOf } from "./counts";
import { epochText } from "./figures";

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

export function CountingExplained({ counted }: { counted: Summary }) {
  const descent = descentOf(spec.value?.training.batch_size, counted.train_samples);
  return (
    <>
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
    </>
  );
}
