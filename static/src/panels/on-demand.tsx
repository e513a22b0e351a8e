import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { notify } from "../state/notices";

/**
 * A component whose code is fetched when it is first wanted, so that the page itself stays light; nothing is shown
 * meanwhile. Where the server no longer has it, a newer playground has taken its place.
 */
export function onDemand<Props extends object>(fetched: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const found = signal<ComponentType<Props> | null>(null);
  let underWay = false;

  async function bring(): Promise<void> {
    if (found.value || underWay) return;
    underWay = true;
    try {
      found.value = await fetched();
    } catch {
      notify("problem", "This part of the page could not be loaded.", "Reload the page once the server answers.");
    } finally {
      underWay = false;
    }
  }

  return function OnDemand(props: Props) {
    useEffect(() => void bring(), []);
    const Found = found.value;
    return Found ? <Found {...props} /> : null;
  };
}
