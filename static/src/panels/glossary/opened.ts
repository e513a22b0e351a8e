import { signal } from "@preact/signals";

/** Whether the list of all terms is open. */
export const isGlossaryOpen = signal(false);
