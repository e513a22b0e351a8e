/** Gradients are remembered from the first epoch on, whether somebody looks or not: one can ask afterwards. */
import { effect, signal } from "@preact/signals";
import { onFrame } from "../../state/actions";
import { ask } from "../../state/asking";
import { isStarting } from "../../state/store";
import { EMPTY_MEMORY, remember, type GradientMemory } from "../../views/flow/memory";

export const gradientMemory = signal<GradientMemory>(EMPTY_MEMORY);

let isKept = false;

export function keepGradients(): void {
  if (isKept) return;
  isKept = true;
  effect(() => {
    if (!isStarting.value) ask("gradients");
  });
  onFrame(({ epoch, probes: { gradients } }) => {
    if (!gradients) return;
    const { nodes, root_mean_square: sizes } = gradients;
    gradientMemory.value = remember(gradientMemory.peek(), epoch, nodes, sizes.data);
  });
}
