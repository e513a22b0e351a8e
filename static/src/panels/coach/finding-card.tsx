import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId } from "preact/hooks";
import { Formula } from "../../controls/help";
import { Explained } from "../glossary/explained";
import { glossary } from "../glossary/loaded";
import { Term } from "../glossary/term";
import { shortest } from "./changes";
import type { Finding, Where } from "./finding";
import { pointAt } from "./pointing";
import { apply } from "./watching";

const marks = { fault: "!", warning: "!", info: "i" };
const ranks = { fault: "Fault", warning: "Warning", info: "Note" };

/** One finding: what is seen and the first cure at once; why, the evidence and the other cures when they are asked for. */
export function FindingCard({ finding, children }: { finding: Finding; children?: ComponentChildren }) {
  const { severity, title, seen, where, cures } = finding;
  const isOpen = useSignal(false);
  const more = useId();
  const [best, ...others] = cures;
  return (
    <article class={`coach-finding coach-${severity}`} aria-label={title}>
      <h2 class="coach-title">
        <span class="coach-mark" role="img" aria-label={ranks[severity]}>{marks[severity]}</span>
        <span class="coach-name"><Title text={title} /></span>
        {children}
      </h2>
      <p class={`coach-seen ${isOpen.value ? "" : "coach-clamped"}`}><Explained text={seen} /></p>
      <div class="coach-actions">
        {best && <button type="button" class="coach-cure" onClick={() => apply(best)}>{best.label}</button>}
        <button
          type="button" class="quiet" aria-expanded={isOpen.value} aria-controls={more}
          aria-label={isOpen.value ? undefined : whyText(others.length)}
          onClick={() => { isOpen.value = !isOpen.value; }}
        >
          {isOpen.value ? "Less" : "Why?"}
        </button>
        {isOpen.value && where.nodes.length > 0 && <ShowMe where={where} />}
      </div>
      <div id={more} class="coach-why" hidden={!isOpen.value}>
        {isOpen.value && <Why finding={finding} />}
      </div>
    </article>
  );
}

/** A title that is a term as a whole explains itself; words in it are explained below. */
function Title({ text }: { text: string }) {
  const term = glossary.value?.termOf(text);
  return term ? <Term name={term.id}>{text}</Term> : <>{text}</>;
}

function whyText(otherCures: number): string {
  if (otherCures === 0) return "Why?";
  return otherCures === 1 ? "Why? 1 other cure" : `Why? ${otherCures} other cures`;
}

function ShowMe({ where }: { where: Where }) {
  const isShown = useSignal(false);
  const places = JSON.stringify(where);
  useEffect(() => (isShown.value ? pointAt(JSON.parse(places) as Where) : undefined), [isShown.value, places]);
  return (
    <button
      type="button" class="quiet" aria-pressed={isShown.value}
      onClick={() => { isShown.value = !isShown.value; }}
    >
      Show me
    </button>
  );
}

function Why({ finding: { title, why, formula, evidence, cures } }: { finding: Finding }) {
  return (
    <>
      <p><Explained text={why} /></p>
      {formula && <Formula mathml={formula} label={`Formula of ${title}`} />}
      {evidence.length > 0 && (
        <table class="coach-evidence">
          <thead>
            <tr><th scope="col"><Term name="evidence">Evidence</Term></th><th scope="col">Measured</th><th scope="col">Threshold</th></tr>
          </thead>
          <tbody>
            {evidence.map(({ label, value, threshold }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{value === null ? "–" : shortest(value)}</td>
                <td>{threshold === null ? "–" : shortest(threshold)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {cures.length > 1 && (
        <div class="coach-others">
          <span>Or:</span>
          {cures.slice(1).map((cure) => (
            <button key={cure.label} type="button" class="coach-cure" onClick={() => apply(cure)}>{cure.label}</button>
          ))}
        </div>
      )}
    </>
  );
}
