/** What keys do on the page, wherever the focus is. */
import { signal } from "@preact/signals";
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

export const shortcuts: readonly Shortcut[] = [
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

/** Whether the list of them is open. */
export const isShortcutsOpen = signal(false);

export function showShortcuts(): void {
  isShortcutsOpen.value = true;
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
