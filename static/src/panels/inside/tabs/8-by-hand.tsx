/** Be the optimizer: training stands still, and a hand lowers the loss by dragging weights and lines. */
import { effect, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { PressButton } from "../../../controls/press-button";
import { editAll, newestFrame, onFrame, playOrPause } from "../../../state/actions";
import { ask } from "../../../state/asking";
import { emptyHistory, history } from "../../../state/history";
import { nodes } from "../../../state/nodes";
import { connection, isPlaying } from "../../../state/store";
import { unitName } from "../../../views/network/names";
import { parameterValue } from "../../../views/network/parameters";
import type { Frame, ParameterArrays } from "../../../wire/protocol";
import { HandLines } from "../../by-hand/hand-lines";
import { finish, onMove, pathOf } from "../../by-hand/moves";
import { beginScore, type Score, verdict, withLoss, withMove } from "../../by-hand/score";
import { placesOf, Sliders, type Unit, unitsOf } from "../../by-hand/sliders";
import { Term } from "../../glossary/term";
import { lossText } from "../../figures";

/** Milliseconds between two drawings of the sliders while the optimizer moves them. */
const PAUSE = 120;
/** More numbers than this cannot be sent at once. */
const MOST_SENT = 50;

export function Tab() {
  const weights = useSignal<ParameterArrays | null>(null);
  const score = useSignal<Score>(beginScore(Number.NaN, []));
  const wished = useSignal<Unit | null>(null);
  const chosen = useComputed<Unit>(() => {
    const units = unitsOf(nodes.value);
    const wish = wished.value;
    return units.find(({ node, unit }) => node === wish?.node && unit === wish.unit) ?? units[0] ?? { node: "", unit: 0 };
  });

  useEffect(() => {
    let drawn = 0;
    const take = ({ probes: { losses } }: Frame) => {
      // With the weights as they are: the curves know only what training came by.
      const loss = losses?.cost_train ?? null;
      if (loss === null) return;
      if (Number.isNaN(score.peek().start)) score.value = beginScore(loss, history.peek().train_loss);
      const known = newestFrame()?.probes.weights?.nodes ?? null;
      score.value = withLoss(score.peek(), loss, isPlaying.peek(), known);
      const now = performance.now();
      if (isPlaying.peek() && now - drawn < PAUSE) return;
      drawn = now;
      weights.value = known;
    };
    onMove(() => { score.value = withMove(score.peek()); });
    // Another network, or this one from its start again: another game, from the first loss that is measured of it.
    const stops = [ask("losses"), onFrame(take), effect(() => {
      if (history.value === emptyHistory) score.value = beginScore(Number.NaN, []);
    })];
    return () => {
      for (const stop of stops) stop();
      finish();
      onMove(() => {});
    };
  }, []);

  const isFrozen = !isPlaying.value;
  return (
    <div class="by-hand">
      <div class="hand-side">
        <ScoreTable score={score.value} />
        <p role="status">{isFrozen ? verdict(score.value) : "The optimizer moves the weights now."}</p>
        <Buttons score={score.value} weights={weights.value} isFrozen={isFrozen} />
      </div>
      <div class="hand-side">
        <UnitChoice chosen={chosen.value} onChoose={(unit) => { wished.value = unit; }} />
        <Sliders chosen={chosen.value} weights={weights.value} isFrozen={isFrozen} />
        <HandLines chosen={chosen} weights={weights} onChoose={(unit) => { wished.value = unit; }} />
      </div>
    </div>
  );
}

function ScoreTable({ score: { loss, best, start, moves, optimizer } }: { score: Score }) {
  const rows: [string, string, string?][] = [
    ["Loss now", lossText(loss), "loss"],
    ["Your lowest", moves === 0 ? "–" : lossText(best)],
    ["At your start", lossText(start)],
    ["Moves", String(moves)],
    ["The optimizer's lowest", lossText(optimizer), "optimizer"],
  ];
  return (
    <table class="hand-score">
      <caption class="visually-hidden">Score by hand</caption>
      <tbody>
        {rows.map(([name, value, term]) => (
          <tr key={name}><th scope="row">{term ? <Term name={term}>{name}</Term> : name}</th><td>{value}</td></tr>
        ))}
      </tbody>
    </table>
  );
}

function Buttons({ score, weights, isFrozen }: { score: Score; weights: ParameterArrays | null; isFrozen: boolean }) {
  const offline = connection.value.kind !== "open";
  const back = score.bestWeights && weights ? changesTo(weights, score.bestWeights) : [];
  return (
    <div class="hand-buttons">
      <PressButton off={offline} onClick={playOrPause}>
        {isFrozen ? "Let the optimizer take over" : "Freeze, and go on by hand"}
      </PressButton>
      <PressButton
        off={offline || !isFrozen || back.length === 0 || back.length > MOST_SENT} onClick={() => editAll(back)}
        title="Puts the weights back to where your loss was lowest"
      >
        Back to my lowest
      </PressButton>
    </div>
  );
}

/** What differs from weights that are wanted. */
function changesTo(weights: ParameterArrays, wanted: ParameterArrays): { path: string; value: number }[] {
  return unitsOf(nodes.value).flatMap((unit) => placesOf(nodes.value, unit)).flatMap((place) => {
    const value = parameterValue(wanted, place);
    return Number.isNaN(value) || value === parameterValue(weights, place) ? [] : [{ path: pathOf(place), value }];
  });
}

function UnitChoice({ chosen, onChoose }: { chosen: Unit; onChoose: (unit: Unit) => void }) {
  const units = unitsOf(nodes.value);
  return (
    <label class="hand-unit">
      <span>Unit</span>
      <select onChange={(event) => onChoose(units[event.currentTarget.selectedIndex]!)}>
        {units.map(({ node, unit }) => (
          <option key={`${node}.${unit}`} selected={node === chosen.node && unit === chosen.unit}>
            {unitName(nodes.value, node, unit)}
          </option>
        ))}
      </select>
    </label>
  );
}
