/** The inside of the optimizer: what it remembers of every parameter, and where it will move it next. */
import { useEffect } from "preact/hooks";
import { Help } from "../../../controls/help";
import { kindOf } from "../../../controls/resolve";
import { ask } from "../../../state/asking";
import { nodes } from "../../../state/nodes";
import { catalog, spec } from "../../../state/store";
import { theme } from "../../../state/theme";
import { parameterWord } from "../../../views/network/parameters";
import { numberText } from "../../../views/number-text";
import { createOptimizerState } from "../../../views/optimizer-state";
import { Term } from "../../glossary/term";
import { INSIDE, useFrameText, usePicture } from "../../pictures";

const STEP_MEANING = "What the next step would add, by the gradient over all training samples.";
const HELP =
  "What the optimizer remembers of earlier gradients turns the present one into a step. The effective rate is the step " +
  "divided by the gradient: in plain gradient descent the learning rate, for every weight.";

export function Tab() {
  useEffect(() => {
    const stops = [ask("optimizer"), ask("gradients", { values: true })];
    return () => stops.forEach((stop) => stop());
  }, []);
  const root = usePicture(createOptimizerState, (frame) => ({
    theme: theme.value,
    nodes: nodes.value,
    optimizer: frame?.probes.optimizer ?? null,
    gradients: frame?.probes.gradients?.values ?? null,
  }), INSIDE);
  const optimizer = catalog.value?.families.optimizers?.kinds[kindOf(spec.value?.optimizer) ?? ""];
  return (
    <div class="optimizer-state">
      <p class="optimizer-head">
        <strong>{optimizer?.title}</strong>
        <Help title="Inside the optimizer" description={HELP} kind={optimizer ?? null} />
        <span><Term name="learning-rate">Learning rate</Term> now <Rate /></span>
      </p>
      <div ref={root} class="optimizer-place" />
      <dl class="optimizer-parts">
        {Object.entries(optimizer?.slots ?? {}).map(([slot, meaning]) => <Part key={slot} slot={slot} meaning={meaning} />)}
        <Part slot="next_step" meaning={STEP_MEANING} />
      </dl>
    </div>
  );
}

function Part({ slot, meaning }: { slot: string; meaning: string }) {
  return (
    <div>
      <dt>{parameterWord(slot)}</dt>
      <dd>{meaning}</dd>
    </div>
  );
}

function Rate() {
  const text = useFrameText((frame) => numberText(frame?.metrics.learning_rate ?? Number.NaN, 5));
  return <span ref={text} class="optimizer-rate" />;
}
