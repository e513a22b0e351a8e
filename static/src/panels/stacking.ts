import { signal } from "@preact/signals";

/** As in the style sheets: narrower windows have the panels below each other and scroll as a whole. */
const narrow = matchMedia("(max-width: 1179px)");

export const isStacked = signal(narrow.matches);
narrow.addEventListener("change", (event) => { isStacked.value = event.matches; });
