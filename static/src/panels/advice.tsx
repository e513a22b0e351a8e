import { editAll } from "../state/actions";
import { warnings } from "../state/store";

/** What the server has to say about the experiment, with the cure at one click. */
export function Advice() {
  if (warnings.value.length === 0) return null;
  return (
    <ul class="advice" aria-label="Notes on this experiment">
      {warnings.value.map(({ code, path, message, hint, cure }) => (
        <li key={`${code} ${path}`} class="advice-caution">
          <span>{message} {hint}</span>
          {cure && <button type="button" onClick={() => editAll(cure)}>Change it</button>}
        </li>
      ))}
    </ul>
  );
}
