/** The coach: says what goes wrong while a network trains, why, and what would help. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { FindingCard } from "./finding-card";
import { findings, hasLooked, isOn, lastCure, switchCoach, takeBackCure, watchCoach } from "./watching";

export function Coach() {
  const on = isOn.value;
  useEffect(() => (on ? watchCoach() : undefined), [on]);
  return (
    <section class="panel coach" aria-label="Coach">
      {on ? <Looking /> : <Off />}
    </section>
  );
}

function Off() {
  return (
    <p class="coach-off">
      <span>The coach is off.</span>
      <button type="button" class="quiet" onClick={() => switchCoach(true)}>Switch it on</button>
    </p>
  );
}

function Looking() {
  const showsAll = useSignal(false);
  const [first, ...others] = findings.value;
  if (!first) return <Calm />;
  return (
    <>
      <FindingCard key={first.kind} finding={first}>
        {others.length > 0 && (
          <button
            type="button" class="quiet coach-more" aria-expanded={showsAll.value}
            onClick={() => { showsAll.value = !showsAll.value; }}
          >
            {showsAll.value ? "fewer" : `and ${others.length} more`}
          </button>
        )}
      </FindingCard>
      {showsAll.value && others.map((finding) => <FindingCard key={finding.kind} finding={finding} />)}
    </>
  );
}

function Calm() {
  const cure = lastCure.value;
  return (
    <div class="coach-calm">
      <h2 class="coach-title">
        <span class="coach-mark coach-mark-well" aria-hidden="true">✓</span>
        {hasLooked.value ? "All is well so far" : "The coach is looking …"}
        <SwitchOff />
      </h2>
      {cure === null
        ? <p class="coach-quiet">The coach watches the gradients, the units and the curves, and speaks up when something is wrong.</p>
        : <Changed words={cure} />}
    </div>
  );
}

function Changed({ words }: { words: string }) {
  return (
    <p class="coach-changed">
      <span>Changed. {words}.</span>
      <button type="button" onClick={takeBackCure}>Take it back</button>
    </p>
  );
}

function SwitchOff() {
  return (
    <button type="button" class="quiet coach-switch" onClick={() => switchCoach(false)}>Switch off</button>
  );
}
