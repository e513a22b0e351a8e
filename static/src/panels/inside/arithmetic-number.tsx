/** All the arithmetic of one number and one sample: there, the loss, back, and the update. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { nodes } from "../../state/nodes";
import { summary } from "../../state/store";
import { Chain, chosenSymbol, litOfChain } from "../../views/arithmetic/chain";
import { LossOfSample } from "../../views/arithmetic/loss";
import type { Traced } from "../../views/arithmetic/reading";
import { UnitForward } from "../../views/arithmetic/unit";
import { Update } from "../../views/arithmetic/update";
import { derivative, equals, letter, Line, number, Piece, Words } from "../../formula/formula";
import type { TracedParameter } from "../../wire/protocol";
import { Term } from "../glossary/term";
import { lossFormula, nodeFormula, optimizerShown } from "./arithmetic-formulas";
import { chosen } from "./arithmetic-chosen";
import { lit } from "./arithmetic-look";
import { chosenUnitName } from "./arithmetic-pickers";

export function OneNumber({ traced }: { traced: Traced }) {
  const place = chosen.value;
  if (!place) return null;
  const found = traced.trace.chosen;
  return (
    <>
      <section>
        <h3><Term name="forward-pass">Forward:</Term> {chosenUnitName()}</h3>
        <UnitForward
          nodes={nodes.value} traced={traced} node={place.node} unit={place.unit}
          marked={place.parameter === "weight" ? place.in : null} formula={nodeFormula(place.node)}
        />
      </section>
      <section>
        <h3><Term name="loss">Loss</Term> of the sample</h3>
        <LossOfSample nodes={nodes.value} traced={traced} formula={lossFormula()} />
      </section>
      {found && (
        <>
          <section><h3><Term name="backpropagation">Backward:</Term> the <Term name="chain-rule">chain rule,</Term> <Term name="path">path by path</Term></h3><ChainOfNumber found={found} /></section>
          <section><h3><Term name="step">Update</Term></h3><UpdateOfNumber found={found} /></section>
        </>
      )}
    </>
  );
}

/** The chain rule with the mean over the training samples; the path that is looked at is lit in the diagram. */
export function ChainOfNumber({ found }: { found: TracedParameter }) {
  const looked = useSignal<number | null>(null);
  const showsAll = useSignal(false);
  const key = `${found.node} ${found.parameter} ${found.index.join()}`;
  useEffect(() => { showsAll.value = false; }, [key]);
  useEffect(() => { lit.value = litOfChain(found, looked.value); }, [key, looked.value, found.paths[looked.value ?? 0]?.units.join()]);
  useEffect(() => () => { lit.value = null; }, []);
  return (
    <>
      <Chain
        nodes={nodes.value} chosen={found} looked={looked.value} showsAll={showsAll.value}
        onLook={(path) => { looked.value = path; }} onShowAll={() => { showsAll.value = true; }}
      />
      <Line>
        <Words>Over all {summary.value?.train_samples ?? 0} training samples together:</Words>
        <Piece>{derivative(letter("L"), chosenSymbol(nodes.value, found))}{equals()}{number(found.gradient_batch)}</Piece>
      </Line>
    </>
  );
}

export function UpdateOfNumber({ found }: { found: TracedParameter }) {
  return (
    <Update
      nodes={nodes.value} chosen={found} optimizer={optimizerShown()}
      samples={summary.value?.train_samples ?? 0} batch={summary.value?.batch_size ?? 0}
    />
  );
}
