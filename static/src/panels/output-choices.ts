/** What the output panel shows; kept while the page is open. */
import { signal } from "@preact/signals";
import type { SampleSet } from "../views/confusion";

export const showTest = signal(false);
export const discrete = signal(false);
export const logarithmic = signal(false);
/** What the lower half of the panel shows. */
export const measure = signal<"loss" | "accuracy" | "confusion">("loss");
export const confusionSet = signal<SampleSet>("train");
