/** What the lower half of the output panel shows; kept while the page is open. */
import { signal } from "@preact/signals";
import type { SampleSet } from "../views/confusion";

export const logarithmic = signal(false);
export const measure = signal<"loss" | "accuracy" | "confusion">("loss");
export const confusionSet = signal<SampleSet>("train");
