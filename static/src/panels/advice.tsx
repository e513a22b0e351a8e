import { computed } from "@preact/signals";
import { editAll } from "../state/actions";
import { putStoryAway, story } from "../state/presets";
import { warnings } from "../state/store";
import { judged } from "./coach/watching";

/** Where there is a coach, it looks first: what it tells itself is not told twice. */
const untold = computed(() => {
  const known = judged.value;
  return known === null
    ? warnings.value
    : warnings.value.filter(({ message }) => known.some((each) => each.message === message && !each.isTold));
});

/** What the open experiment is about, and what the server has to say about it, with the cure at one click. */
export function Advice() {
  const told = story.value;
  if (untold.value.length === 0 && !told) return null;
  return (
    <ul class="advice" aria-label="Notes on this experiment">
      {told && (
        <li class="advice-story">
          <span>{told.explanation}</span>
          <button type="button" class="quiet" aria-label="Put away" title="Put away" onClick={putStoryAway}>×</button>
        </li>
      )}
      {untold.value.map(({ code, path, message, hint, cure }) => (
        <li key={`${code} ${path}`} class="advice-caution">
          <span>{message} {hint}</span>
          {cure && <button type="button" onClick={() => editAll(cure)}>Change it</button>}
        </li>
      ))}
    </ul>
  );
}
