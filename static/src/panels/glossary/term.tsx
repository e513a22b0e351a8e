import type { ComponentChildren } from "preact";

/** A word that is explained where it stands: pointed at, focused or tapped. */
export function Term({ name, children }: { name: string; children: ComponentChildren }) {
  return <button type="button" class="term" data-term={name}>{children}</button>;
}
