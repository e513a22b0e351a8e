/** How the output is looked at, and which controls a lesson has put out of sight. */
import { effect, signal } from "@preact/signals";

export const showTest = signal(false);
export const discrete = signal(false);
/** Whether the connections of the diagram show how the loss depends on them, rather than their weights. */
export const edgesByGradient = signal(false);

/** The tab that somebody outside of the drawer wants to see in it. */
export const wantedInside = signal<string | null>(null);

/** Names of the controls that are not shown; the style sheet knows what belongs to each. */
export const hidden = signal<readonly string[]>([]);

const hiddenKey = "&hide=";

export function startHiding(): void {
  effect(() => {
    document.documentElement.dataset.hide = hidden.value.join(" ");
  });
}

export function showAll(): void {
  hidden.value = [];
}

/** A link to an experiment, with the controls that stay out of sight. */
export function withHidden(link: string, names: readonly string[] = hidden.peek()): string {
  return names.length === 0 ? link : `${link}${hiddenKey}${names.map(encodeURIComponent).join(",")}`;
}

/** The link to the experiment alone, and the controls that it hides. */
export function withoutHidden(link: string): { link: string; names: string[] } {
  const at = link.indexOf(hiddenKey);
  if (at < 0) return { link, names: [] };
  const names = link.slice(at + hiddenKey.length).split(",").map(decodeURIComponent);
  // They go into an attribute as words: anything but plain names has no place there.
  return { link: link.slice(0, at), names: names.filter((name) => /^[a-z0-9^*()-]{1,32}$/.test(name)).slice(0, 40) };
}
