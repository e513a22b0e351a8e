import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { catalog } from "../../state/store";
import { searchTerms, type TermGroup } from "../../glossary/glossary";
import type { Catalog } from "../../wire/protocol";
import { isGlossaryOpen } from "./opened";

const text = signal("");

/** All terms, and all kinds that can be chosen, to be searched. */
export function GlossaryDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    text.value = "";
    dialog.current?.showModal();
  }, []);
  const found = [...searchTerms(text.value), ...(catalog.value ? searchKinds(catalog.value, text.value) : [])];
  const count = found.reduce((sum, { terms }) => sum + terms.length, 0);
  return (
    <dialog
      ref={dialog} class="presets-dialog glossary-dialog" aria-labelledby="glossary-title"
      onClose={() => { isGlossaryOpen.value = false; }}
    >
      <div class="presets-head">
        <h2 id="glossary-title">Glossary</h2>
        <form method="dialog"><button type="submit" class="quiet" aria-label="Close">×</button></form>
      </div>
      <input
        type="search" autofocus aria-label="Search the glossary" placeholder="Search: gradient, ReLU, overfitting …"
        value={text.value} onInput={(event) => { text.value = event.currentTarget.value; }}
      />
      <p class="presets-count" role="status">{count === 1 ? "1 entry" : `${count} entries`}</p>
      <div class="presets-list" tabIndex={0} role="group" aria-label="Entries">
        {found.map(({ title, terms }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl class="glossary-terms">
              {terms.map(({ id, term, also, says }) => (
                <div key={id}>
                  <dt>{term}{also.length > 0 && <span class="glossary-also">{also.slice(0, 3).join(", ")}</span>}</dt>
                  <dd>{says}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}

/** What can be chosen explains itself; it is listed by families beneath the terms. */
function searchKinds({ families }: Catalog, wanted: string): readonly TermGroup[] {
  const words = wanted.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return Object.values(families)
    .map(({ title, kinds }) => ({
      title,
      terms: Object.values(kinds)
        .filter((kind) => words.every((word) => `${title} ${kind.title} ${kind.explanation}`.toLowerCase().includes(word)))
        .map((kind) => ({ id: kind.kind, term: kind.title, also: [], says: kind.explanation })),
    }))
    .filter(({ terms }) => terms.length > 0);
}
