import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { playOrPause, redo, reset, stepEpoch, stepOnce, undo } from "../state/actions";

interface Shortcut {
  keys: string;
  does: string;
  matches: (event: KeyboardEvent) => boolean;
  run: () => void;
}

const plain = (event: KeyboardEvent) => !event.ctrlKey && !event.metaKey && !event.altKey;
const commanding = (event: KeyboardEvent) => (event.ctrlKey || event.metaKey) && !event.altKey;
const letter = (event: KeyboardEvent) => event.key.toLowerCase();

const shortcuts: Shortcut[] = [
  { keys: "Space", does: "Play or pause", matches: (event) => plain(event) && event.key === " ", run: playOrPause },
  {
    keys: "→ or .", does: "Train one epoch", run: stepEpoch,
    matches: (event) => plain(event) && !event.shiftKey && (event.key === "ArrowRight" || event.key === "."),
  },
  {
    keys: "Shift + →", does: "Train one step, that is one batch", run: stepOnce,
    matches: (event) => plain(event) && event.shiftKey && event.key === "ArrowRight",
  },
  { keys: "R", does: "Reset to the same start", matches: (event) => plain(event) && letter(event) === "r", run: reset },
  { keys: "Ctrl + Z", does: "Undo", matches: (event) => commanding(event) && !event.shiftKey && letter(event) === "z", run: undo },
  {
    keys: "Ctrl + Shift + Z", does: "Redo", run: redo,
    matches: (event) => commanding(event) && ((event.shiftKey && letter(event) === "z") || letter(event) === "y"),
  },
  { keys: "?", does: "Show these shortcuts", matches: (event) => plain(event) && event.key === "?", run: showShortcuts },
];

const opened = signal(false);

export function showShortcuts(): void {
  opened.value = true;
}

export function listenForShortcuts(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || belongsToTarget(event)) return;
    const shortcut = shortcuts.find(({ matches }) => matches(event));
    if (!shortcut) return;
    event.preventDefault();
    shortcut.run();
  });
}

/** Whether the focused element has its own use for the key: typing, choosing, pressing. */
function belongsToTarget(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return false;
  if (target.closest("dialog[open]")) return true;
  if (target.closest("input[type=text], input[type=number], textarea, [contenteditable=true]")) return true;
  if (event.key === " ") return target.closest("button, a, summary, select, input[type=checkbox], [role=button]") !== null;
  if (event.key.startsWith("Arrow")) return target.closest("select, input") !== null;
  // A select jumps to the option that begins with the letter.
  return event.key.length === 1 && plain(event) && target.closest("select") !== null;
}

export function ShortcutsDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (opened.value) dialog.current?.showModal();
  }, [opened.value]);
  return (
    <dialog ref={dialog} class="shortcuts" aria-labelledby="shortcuts-title" onClose={() => { opened.value = false; }}>
      <h2 id="shortcuts-title">Keyboard shortcuts</h2>
      <table>
        <tbody>
          {shortcuts.map(({ keys, does }) => (
            <tr key={keys}>
              <th scope="row"><kbd>{keys}</kbd></th>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>In the network, the arrow keys move between units, and Enter opens a unit's weights.</p>
      <p>
        On the plot of the output, the arrow keys read predictions, and N goes from sample to sample. While you draw, Space
        draws a point, a digit picks its class, M picks a point up and drops it, and Delete erases it.
      </p>
      <form method="dialog"><button type="submit">Close</button></form>
    </dialog>
  );
}
