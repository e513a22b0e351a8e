/** What the page and the arithmetic of the drawer, which is fetched when it is wanted, know of each other. */
import { signal } from "@preact/signals";
import type { Subject } from "../../views/network/hover-card";
import type { Lit } from "../../views/network/lit";
import type { Sample } from "../../views/surface/layers";

/** Whether the arithmetic is in sight, so that the sample that it is of is marked. */
export const isOpen = signal(false);
/** What of the diagram it speaks of just now. */
export const lit = signal<Lit | null>(null);
/** The sample that was pinned last; the data may have fewer by now. */
export const wantedSample = signal<Sample>({ set: "train", index: 0 });
/** What was clicked on last in the diagram, for whoever in the drawer wants to know. */
export const clicked = signal<Subject | null>(null);

/** Opens the drawer with the arithmetic of what is chosen. */
export function showArithmetic(): void {
  void import("./opened").then(({ opened }) => { opened.value = "arithmetic"; });
}
