import { editAll } from "../state/actions";
import { putStoryAway, story } from "../state/presets";
import { warnings } from "../state/store";

/** What the open experiment is about, and what the server has to say about it, with the cure at one click. */
export function Advice() {
  const told = story.value;
  if (warnings.value.length === 0 && !told) return null;
  return (
    <ul class="advice" aria-label="Notes on this experiment">
      {told && (
        <li class="advice-story">
          <span>{told.explanation}</span>
          <button type="button" class="quiet" aria-label="Put away" title="Put away" onClick={putStoryAway}>×</button>
        </li>
      )}
      {warnings.value.map(({ code, path, message, hint, cure }) => (
        <li key={`${code} ${path}`} class="advice-caution">
          <span>{message} {hint}</span>
          {cure && <button type="button" onClick={() => editAll(cure)}>Change it</button>}
        </li>
      ))}
    </ul>
  );
}
