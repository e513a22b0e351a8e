import { Popover } from "../controls/popover";
import { byData, isListOpen, lessonsOf, open, presets, titleOfData } from "../state/presets";
import { isStarting, shownSpec } from "../state/store";
import { isEdited } from "../state/undo";
import type { Preset } from "../wire/protocol";
import { ExamplesIcon } from "./icons";
import { PresetButton } from "./preset-button";

/** What is open, as a menu of all there is to open; beside it what there is for the present data set. */
export function Presets() {
  return (
    <div class="presets-row">
      <Menu />
      <Examples />
    </div>
  );
}

/** A menu rather than a setting: it keeps showing the name of what is open. */
function Menu() {
  const name = String(shownSpec.value?.name ?? "") || "Own experiment";
  const title = isEdited.value ? `${name}, edited` : name;
  return (
    <select
      class="presets" aria-label="Open an experiment" value="" title={title} disabled={isStarting.value}
      onChange={(event) => {
        const chosen = presets.value[Number(event.currentTarget.value)];
        event.currentTarget.value = "";
        if (chosen) open(chosen);
      }}
    >
      <option value="" hidden>{title}</option>
      {byData(presets.value).map(({ data, entries }) => (
        <optgroup key={data} label={titleOfData(data)}>
          {entries.map(({ preset, index }) => (
            <option key={preset.name} value={index} title={preset.explanation}>{preset.title}</option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}

/** The networks for the present data set that solve it, and those that fail for a reason. */
function Examples() {
  const data = shownSpec.value?.data.kind ?? "";
  const { good, bad } = lessonsOf(presets.value, data);
  if (presets.value.length === 0) return null;
  return (
    <Popover face={<ExamplesIcon />} label="Examples for this data set" buttonClass="quiet">
      <div class="examples" onClick={closeAfterChoice}>
        <h3>{titleOfData(data)}</h3>
        <Lesson title="A network that solves it" found={good} />
        <Lesson title="One that fails – see why" found={bad} />
        {good.length + bad.length === 0 && <p>There are no examples for your own data.</p>}
        <button type="button" onClick={() => { isListOpen.value = true; }}>All experiments …</button>
      </div>
    </Popover>
  );
}

function closeAfterChoice({ target, currentTarget }: MouseEvent): void {
  if (!(target instanceof Element) || !(currentTarget instanceof Element) || !target.closest("button")) return;
  currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
}

function Lesson({ title, found }: { title: string; found: Preset[] }) {
  if (found.length === 0) return null;
  return (
    <section>
      <h4>{title}</h4>
      {found.map((preset) => <PresetButton key={preset.name} preset={preset} />)}
    </section>
  );
}
