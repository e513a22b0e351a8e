/** What the optimizer does with a gradient: its formula, its memory before and after, the step, and the next value. */
import { preciseText, termText } from "../../formula/number";
import { equals, factor, Given, Line, number, operator, Piece, times } from "../../formula/formula";
import type { Nodes } from "../../formula/symbols";
import { parameterWord } from "../network/parameters";
import type { TracedParameter } from "../../wire/protocol";
import { chosenSymbol } from "./chain";

/** Where the step is the learning rate times the gradient to this share, it is nothing else. */
const SAME = 1e-5;

export interface UpdateProps {
  nodes: Nodes;
  chosen: TracedParameter;
  optimizer: { title: string; formula: string | null };
  samples: number;
  batch: number;
}

export function Update({ nodes, chosen, optimizer, samples, batch }: UpdateProps) {
  const { update, value } = chosen;
  const symbol = chosenSymbol(nodes, chosen);
  const delta = <mrow><mo lspace="0em" rspace="0em">Δ</mo>{symbol}</mrow>;
  const plain = -update.learning_rate * update.used;
  const isPlain = Math.abs(update.step - plain) <= SAME * Math.abs(plain);
  const summedUp = update.gradient + update.penalty;
  const isClipped = !update.frozen && Math.abs(update.used - summedUp) > SAME * Math.abs(summedUp);
  return (
    <>
      <Given mathml={optimizer.formula} label={`Formula of ${optimizer.title}`} />
      <table class="arithmetic-table arithmetic-narrow">
        <caption>{`${optimizer.title}, step ${update.number.toLocaleString("en-US")}, along the gradient over all ${samples} training samples`}</caption>
        <thead><tr><td /><th scope="col">Before</th><th scope="col">After</th></tr></thead>
        <tbody>
          <Row name="Gradient g of the loss" before={update.gradient} />
          {update.penalty !== 0 && <Row name="Gradient of the penalty" before={update.penalty} />}
          {isClipped && <Row name="Together, after clipping or removal" before={update.used} />}
          <Row name="Learning rate η" before={update.learning_rate} />
          {Object.entries(update.slots_before).map(([slot, before]) => (
            <Row key={slot} name={parameterWord(slot)} before={before} after={update.slots_after[slot]} />
          ))}
        </tbody>
      </table>
      {update.frozen && <p class="arithmetic-note">The layer is frozen: its numbers stay as they are.</p>}
      <Line>
        <Piece>
          {delta}{equals()}
          {isPlain && <>{operator("−")}<mi>η</mi>{times()}<mi>g</mi>{equals()}{operator("−")}{factor(update.learning_rate)}{times()}{factor(update.used)}{equals()}</>}
          {number(update.step)}
        </Piece>
      </Line>
      <Line>
        <Piece>{symbol}{operator("←")}{symbol}{operator("+")}{delta}{equals()}</Piece>
        <Piece>{number(value)}{operator("+")}{factor(update.step)}{equals()}<mn>{preciseText(update.next_value)}</mn></Piece>
      </Line>
      {batch < samples && (
        <p class="arithmetic-note">
          A step of training sees only a batch of {batch} of the {samples} samples, so it goes a little elsewhere than this one.
          With a batch size of "full" they are the same.
        </p>
      )}
    </>
  );
}

function Row({ name, before, after }: { name: string; before: number; after?: number | undefined }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{termText(before, 6)}</td>
      <td>{after === undefined ? "" : termText(after, 6)}</td>
    </tr>
  );
}

/** What was foretold of a step, and what came of it. */
export interface Foretold {
  readonly before: number;
  readonly next: number;
  readonly came: number;
}

/** Float32 keeps seven digits, of the larger of what is added. */
const ROUNDING = 2e-6;

export function Comparison({ before, next, came, batch, samples }: Foretold & { batch: number; samples: number }) {
  const difference = came - next;
  const isTrue = Math.abs(difference) <= ROUNDING * Math.max(1e-3, Math.abs(before), Math.abs(next));
  return (
    <div class="arithmetic-outcome">
      <table class="arithmetic-table arithmetic-narrow">
        <caption>The step is done</caption>
        <tbody>
          <tr><th scope="row">Before</th><td>{preciseText(before)}</td></tr>
          <tr><th scope="row">Foretold</th><td>{preciseText(next)}</td></tr>
          <tr><th scope="row">Came</th><td>{preciseText(came)}</td></tr>
          <tr><th scope="row">Difference</th><td>{preciseText(difference)}</td></tr>
        </tbody>
      </table>
      <p class="arithmetic-note" role="status">
        {isTrue ? "It came true: what differs is less than the seven digits that training computes with." : whyNot(batch, samples)}
      </p>
    </div>
  );
}

function whyNot(batch: number, samples: number): string {
  return batch < samples
    ? `It came out differently, because the step was made along the gradient of one batch of ${batch} samples, not of all ${samples}. Choose the full batch, and it comes true.`
    : "It came out differently. An epoch that had begun with another batch size is first finished with the samples that it has left: then the next step comes true. Otherwise training uses what only happens while it trains, such as dropout or the statistics of a batch.";
}
