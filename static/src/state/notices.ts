import { signal } from "@preact/signals";

export interface Notice {
  id: number;
  tone: "information" | "problem";
  message: string;
  hint: string | null;
}

/** Sentences that stay until they are dismissed (problems) or for a while (information). */
export const notices = signal<Notice[]>([]);

let nextId = 1;
const readingTime = 6000;

export function notify(tone: Notice["tone"], message: string, hint: string | null = null): void {
  const others = notices.value.filter((notice) => notice.message !== message);
  const id = nextId;
  nextId += 1;
  notices.value = [...others, { id, tone, message, hint }].slice(-4);
  if (tone === "information") setTimeout(() => dismiss(id), readingTime);
}

export function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}
