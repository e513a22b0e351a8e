import { signal } from "@preact/signals";

export interface Notice {
  id: number;
  tone: "information" | "note" | "problem";
  message: string;
  hint: string | null;
  /** Whether it is about the last command alone, and so goes with the next. */
  passing: boolean;
}

/** Sentences that stay until they are dismissed (problems and notes) or for a while (information). */
export const notices = signal<Notice[]>([]);

let nextId = 1;
const readingTime = 6000;
const timers = new Map<number, ReturnType<typeof setTimeout>>();

/** Shows a sentence; one that is shown already stays where it is, for as long again, with its newest hint. */
export function notify(tone: Notice["tone"], message: string, hint: string | null = null, passing = false): void {
  const shown = notices.value.find((notice) => notice.message === message);
  const id = shown?.id ?? nextId++;
  const notice = { id, tone, message, hint, passing };
  notices.value = shown
    ? notices.value.map((known) => (known.id === id ? notice : known))
    : [...notices.value, notice].slice(-4);
  clearTimeout(timers.get(id));
  if (tone === "information") timers.set(id, setTimeout(() => dismiss(id), readingTime));
}

/** What was said about a command is old news when the next one is given. */
export function dismissPassing(): void {
  if (notices.value.some(({ passing }) => passing)) notices.value = notices.value.filter(({ passing }) => !passing);
}

export function dismiss(id: number): void {
  timers.delete(id);
  notices.value = notices.value.filter((notice) => notice.id !== id);
}
