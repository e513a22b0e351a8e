/** The tabs of the drawer: one for each file in `tabs/`, fetched when it is first opened. */
import type { ComponentType } from "preact";
import { onDemand } from "../on-demand";

export interface InsideTab {
  readonly id: string;
  readonly title: string;
  readonly Body: ComponentType;
}

/**
 * A file says its place and its name, "3-hidden-space.tsx", and exports the component `Tab`, which watches the probes
 * that it needs for as long as it is mounted. Its title is thus known before it is fetched.
 */
export function describeTab(file: string): { place: number; id: string; title: string } {
  const [, place, id] = /(\d+)-([a-z-]+)\.tsx$/.exec(file) ?? [];
  if (place === undefined || id === undefined) throw new Error(`A tab's file is named like 3-hidden-space.tsx, not ${file}.`);
  const words = id.replaceAll("-", " ");
  return { place: Number(place), id, title: words[0]!.toUpperCase() + words.slice(1) };
}

const files = import.meta.glob<ComponentType>("./tabs/*.tsx", { import: "Tab" });

export const tabs: readonly InsideTab[] = Object.entries(files)
  .map(([file, fetched]) => ({ ...describeTab(file), Body: onDemand(fetched) }))
  .sort((one, other) => one.place - other.place);
