import { editAll } from "../state/actions";
import { status, warnings } from "../state/store";

/** What the server has to say about the experiment, with the cure at one click. */
export function Advice() {
  const { state, reason } = status.value;
  const troubled = state === "diverged";
  const sentence = state === "finished" || troubled ? reason : null;
  if (sentence === null && warnings.value.length === 0) return null;
  return (
    <ul class="advice" aria-label="Notes on this experiment">
      {sentence !== null && <li class={troubled ? "advice-problem" : "advice-news"}>{sentence}</li>}
      {warnings.value.map(({ code, path, message, hint, cure }) => (
        <li key={`${code} ${path}`} class="advice-caution">
          <span>{message} {hint}</span>
          {cure && <button type="button" onClick={() => editAll(cure)}>Change it</button>}
        </li>
      ))}
    </ul>
  );
}
