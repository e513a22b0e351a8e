import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { byData, isListOpen, lessonText, presets, search, titleOfData } from "../state/presets";
import { PresetButton } from "./preset-button";

const text = signal("");

/** All experiments to start from, to be searched. */
export function PresetsDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    text.value = "";
    dialog.current?.showModal();
  }, []);
  const found = search(presets.value, text.value, titleOfData);
  return (
    <dialog
      ref={dialog} class="presets-dialog" aria-labelledby="presets-title"
      onClose={() => { isListOpen.value = false; }}
    >
      <div class="presets-head">
        <h2 id="presets-title">Experiments</h2>
        <form method="dialog"><button type="submit" class="quiet" aria-label="Close">×</button></form>
      </div>
      <input
        type="search" autofocus aria-label="Search the experiments" placeholder="Search: spirals, overfitting, momentum …"
        value={text.value} onInput={(event) => { text.value = event.currentTarget.value; }}
      />
      <p class="presets-count" role="status">{found.length === 1 ? "1 experiment" : `${found.length} experiments`}</p>
      <div class="presets-list">
        {byData(found).map(({ data, entries }) => (
          <section key={data}>
            <h3>{titleOfData(data)}</h3>
            {entries.map(({ preset }) => (
              <PresetButton
                key={preset.name} preset={preset} badge={lessonText(preset)} chosen={() => dialog.current?.close()}
              />
            ))}
          </section>
        ))}
      </div>
    </dialog>
  );
}
