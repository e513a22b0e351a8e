import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

/** What a picture shows in numbers; worked out only while it is open. */
export function TableTwin({ class: name, children }: { class: string; children: ComponentChildren }) {
  const isOpen = useSignal(false);
  return (
    <details class={name} onToggle={(event) => { isOpen.value = event.currentTarget.open; }}>
      <summary>As a table</summary>
      {isOpen.value && children}
    </details>
  );
}
