/** One training step, moment by moment: forward through the layers, the loss, back again, and the update itself. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { PressButton } from "../../controls/press-button";
import { playOrPause, stepOnce } from "../../state/actions";
import { nodes } from "../../state/nodes";
import { isPlaying, summary } from "../../state/store";
import { litNumber } from "../../views/arithmetic/chain";
import { LayerTable, UnitBackward } from "../../views/arithmetic/layer";
import { LossOfSample } from "../../views/arithmetic/loss";
import { litMoment, type Moment, momentsOf, PHASES } from "../../views/arithmetic/moments";
import type { Traced } from "../../views/arithmetic/reading";
import { UnitForward } from "../../views/arithmetic/unit";
import { Comparison, type Foretold } from "../../views/arithmetic/update";
import { nodeName } from "../../views/network/names";
import { lossFormula, nodeFormula } from "./arithmetic-formulas";
import { chooseUnit, chosen } from "./arithmetic-chosen";
import { lit } from "./arithmetic-look";
import { ChainOfNumber, UpdateOfNumber } from "./arithmetic-number";

/** Milliseconds from moment to moment. */
const SPEEDS = [["Slow", 4000], ["Normal", 2000], ["Fast", 800]] as const;

/** A step that was asked for: what was foretold, and after how many steps of training. */
interface Asked {
  readonly number: string;
  readonly before: number;
  readonly next: number;
  readonly step: number;
}

export function StepThrough({ traced }: { traced: Traced }) {
  const at = useSignal(0);
  const plays = useSignal(false);
  const pause = useSignal<number>(SPEEDS[1][1]);
  const asked = useSignal<Asked | null>(null);
  const place = chosen.value;
  const found = traced.trace.chosen;
  const moments = momentsOf(nodes.value, found !== null);
  const moment = moments[Math.min(at.value, moments.length - 1)]!;
  const outcome = outcomeOf(asked.value, traced);

  useEffect(() => {
    lit.value = litMoment(moment, nodes.value, found ? litNumber(found) : { units: [], edges: [] });
  }, [moment.phase, moment.node, numberKey(traced)]);
  useEffect(() => () => { lit.value = null; }, []);
  useEffect(() => {
    if (!plays.value) return undefined;
    const timer = window.setTimeout(next, pause.value);
    return () => clearTimeout(timer);
  });

  function go(to: number): void {
    // What is looked at step by step must hold still.
    if (isPlaying.peek()) playOrPause();
    if (to !== at.value) asked.value = null;
    at.value = Math.max(0, Math.min(moments.length - 1, to));
  }

  /** On to the next moment; at the update the step is done, and after it all begins again with the new weights. */
  function next(): void {
    if (moment.phase !== "update") return go(at.value + 1);
    if (asked.value !== null) return outcome ? go(0) : undefined;
    if (isPlaying.peek()) playOrPause();
    if (!found) return go(0);
    asked.value = { number: numberKey(traced), before: found.value, next: found.update.next_value, step: traced.step };
    stepOnce();
  }

  function byKey(event: KeyboardEvent): void {
    if (event.target instanceof Element && event.target.closest("select, input")) return;
    const moves: Record<string, () => void> = {
      ArrowRight: next, ArrowLeft: () => go(at.value - 1), Home: () => go(0), End: () => go(moments.length - 1),
    };
    const move = moves[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    plays.value = false;
    move();
  }

  if (!place) return null;
  return (
    <div class="arithmetic-steps" onKeyDown={byKey}>
      <div class="arithmetic-bar" role="group" aria-label="Step through">
        <PressButton off={at.value === 0} onClick={() => go(at.value - 1)}>Back</PressButton>
        <button type="button" class="primary" onClick={() => { plays.value = false; next(); }}>{nextTitle(moment, outcome !== null)}</button>
        <button type="button" aria-pressed={plays.value} onClick={() => { plays.value = !plays.value; }}>
          {plays.value ? "Stop playing" : "Play slowly"}
        </button>
        <select aria-label="Pace" onChange={(event) => { pause.value = SPEEDS[event.currentTarget.selectedIndex]![1]; }}>
          {SPEEDS.map(([title, wait]) => <option key={title} selected={wait === pause.value}>{title}</option>)}
        </select>
        <ol class="arithmetic-phases" aria-label="Phases">
          {PHASES.map(({ phase, title }) => (
            <li key={phase} aria-current={phase === moment.phase ? "step" : undefined}>{title}</li>
          ))}
        </ol>
      </div>
      <section aria-live="off">
        <h3>{titleOf(moment)} <span class="arithmetic-note">{Math.min(at.value, moments.length - 1) + 1} of {moments.length}</span></h3>
        {outcome ? (
          <Comparison {...outcome} batch={summary.value?.batch_size ?? 0} samples={summary.value?.train_samples ?? 0} />
        ) : (
          <AtMoment moment={moment} traced={traced} />
        )}
      </section>
    </div>
  );
}

function numberKey({ trace: { chosen: found } }: Traced): string {
  return found ? `${found.node} ${found.parameter} ${found.index.join()}` : "";
}

/** What came of the step, as soon as the trace after it is there. */
function outcomeOf(asked: Asked | null, traced: Traced): Foretold | null {
  const found = traced.trace.chosen;
  if (!asked || !found || traced.step <= asked.step || numberKey(traced) !== asked.number) return null;
  return { before: asked.before, next: asked.next, came: found.value };
}

function nextTitle({ phase }: Moment, isDone: boolean): string {
  if (phase !== "update") return "Next";
  return isDone ? "Once more, with the new weights" : "Do this step";
}

function titleOf({ phase, node }: Moment): string {
  const phaseTitle = PHASES.find((each) => each.phase === phase)!.title;
  if (node !== null) return `${phaseTitle}: ${nodeName(nodes.value, node)}`;
  return { forward: phaseTitle, loss: "Loss of the sample", backward: "Backward: the chosen number", update: "Update of the chosen number" }[phase];
}

function AtMoment({ moment: { phase, node }, traced }: { moment: Moment; traced: Traced }) {
  const place = chosen.value!;
  const found = traced.trace.chosen;
  if (phase === "loss") return <LossOfSample nodes={nodes.value} traced={traced} formula={lossFormula()} />;
  if (node === null) {
    if (!found) return null;
    return phase === "update" ? <UpdateOfNumber found={found} /> : <ChainOfNumber found={found} />;
  }
  return <AtLayer key={`${phase} ${node}`} node={node} isBack={phase === "backward"} first={node === place.node ? place.unit : 0} traced={traced} />;
}

/** One layer: all its units, and the formulas of the one that is pressed. */
function AtLayer({ node, isBack, first, traced }: { node: string; isBack: boolean; first: number; traced: Traced }) {
  const looked = useSignal(first);
  const unit = node === chosen.value?.node ? chosen.value.unit : looked.value;
  const take = (next: number) => {
    looked.value = next;
    if (node === chosen.value?.node) chooseUnit(node, next);
  };
  const marked = node === chosen.value?.node && chosen.value.parameter === "weight" ? chosen.value.in : null;
  return (
    <div class="arithmetic-layer">
      <LayerTable nodes={nodes.value} traced={traced} node={node} unit={unit} onUnit={take} isBack={isBack} />
      <div>
        {isBack
          ? <UnitBackward nodes={nodes.value} traced={traced} node={node} unit={unit} />
          : <UnitForward nodes={nodes.value} traced={traced} node={node} unit={unit} marked={marked} formula={nodeFormula(node)} />}
      </div>
    </div>
  );
}
