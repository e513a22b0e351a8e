/** The coach: says what goes wrong while a network trains, why, and what would help. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Term } from "../glossary/term";
import { FindingCard } from "./finding-card";
import { findings, hasLooked, isOn, lastCure, switchCoach, takeBackCure, watchCoach } from "./watching";

export function Coach() {
  const on = isOn.value;
  useEffect(() => (on ? watchCoach() : undefined), [on]);
  // One line until there is something to say; from then on room for a finding, so that the page moves once at most.
  const hasSpoken = useRef(false);
  hasSpoken.current = on && (hasSpoken.current || findings.value.length > 0);
  return (
    <section class={`panel coach ${hasSpoken.current ? "coach-tall" : ""}`} aria-label="Coach">
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
        <Term name="coach">{hasLooked.value ? "All is well so far" : "The coach is looking …"}</Term>
        <SwitchOff />
      </h2>
      {cure !== null && <Changed words={cure} />}
    </div>
  );
}

function Changed({ words }: { words: string }) {
  return (
    <p class="coach-changed">
      Changed. {words}. <button type="button" onClick={takeBackCure}>Take it back</button>
    </p>
  );
}

function SwitchOff() {
  return (
    <button type="button" class="quiet coach-switch" onClick={() => switchCoach(false)}>Switch off</button>
  );
}
