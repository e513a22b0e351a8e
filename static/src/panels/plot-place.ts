/** Where the plot of the output is, and which values lie where on it. */
import { signal } from "@preact/signals";
import type { PlotArea } from "../views/surface/plot-area";

export const plotPlace = signal<{ area: PlotArea; plot: HTMLElement } | null>(null);
