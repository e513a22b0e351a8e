/** Which tab of the drawer is open, and how tall it is; kept from visit to visit. */
import { effect, signal } from "@preact/signals";
import { wantedInside } from "../../state/looks";
import { tabs } from "./registry";

const storageKey = "playground.inside";
export const LOWEST = 160;
export const HIGHEST = 800;
const USUAL = 280;

interface Kept {
  tab?: unknown;
  height?: unknown;
}

function kept(): Kept {
  try {
    return (JSON.parse(localStorage.getItem(storageKey) ?? "{}") ?? {}) as Kept;
  } catch {
    return {};
  }
}

const { tab, height } = kept();

/** The open tab; null while the drawer is closed. */
export const opened = signal<string | null>(tabs.some(({ id }) => id === tab) ? (tab as string) : null);
/** Height of what is shown in the drawer, in pixels. */
export const drawerHeight = signal(typeof height === "number" ? bounded(height) : USUAL);

export function bounded(wanted: number): number {
  return Math.round(Math.max(LOWEST, Math.min(HIGHEST, wanted))) || USUAL;
}

effect(() => {
  localStorage.setItem(storageKey, JSON.stringify({ tab: opened.value, height: drawerHeight.value }));
});

effect(() => {
  if (wantedInside.value === null) return;
  opened.value = wantedInside.value;
  wantedInside.value = null;
});
