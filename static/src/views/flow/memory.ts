/** How large the gradients of all layers were since training began: so few moments that the whole of it fits. */

export interface GradientMemory {
  /** The nodes that gradients were measured of, in forward order. */
  readonly nodes: readonly string[];
  /** Rising. */
  readonly epochs: readonly number[];
  /** For each epoch the root mean square of each node's gradient. */
  readonly sizes: readonly Float32Array[];
  /** So many epochs lie at least between two moments; only the newest may be nearer. */
  readonly gap: number;
}

export const EMPTY_MEMORY: GradientMemory = { nodes: [], epochs: [], sizes: [], gap: 0 };

/** More moments than this are not told apart on a screen. */
export const MOST_MOMENTS = 240;

/** With one more measurement. One of an earlier epoch begins anew from there. */
export function remember(
  memory: GradientMemory, epoch: number, nodes: readonly string[], sizes: Float32Array,
): GradientMemory {
  const isSame = nodes.length === memory.nodes.length && nodes.every((node, place) => node === memory.nodes[place]);
  const known = isSame ? memory : { ...EMPTY_MEMORY, nodes };
  let kept = known.epochs.length;
  while (kept > 0 && known.epochs[kept - 1]! >= epoch) kept -= 1;
  // The newest is only kept until there is one that is far enough from the one before it.
  if (kept > 1 && known.epochs[kept - 1]! - known.epochs[kept - 2]! < known.gap) kept -= 1;
  const epochs = [...known.epochs.slice(0, kept), epoch];
  const all = [...known.sizes.slice(0, kept), sizes];
  const next = { nodes: known.nodes, epochs, sizes: all, gap: kept === 0 ? 0 : known.gap };
  return epochs.length > MOST_MOMENTS ? thinned(next) : next;
}

/** Half of the moments: those that are far enough from each other, and the newest. */
function thinned({ nodes, epochs, sizes, gap }: GradientMemory): GradientMemory {
  const span = epochs.at(-1)! - epochs[0]!;
  const wider = Math.max(2 * gap, (2 * span) / MOST_MOMENTS);
  let last = Number.NEGATIVE_INFINITY;
  const wanted = epochs.map((epoch, place) => {
    const isWanted = epoch - last >= wider || place === epochs.length - 1;
    if (isWanted) last = epoch;
    return isWanted;
  });
  return {
    nodes, gap: wider,
    epochs: epochs.filter((_, place) => wanted[place]),
    sizes: sizes.filter((_, place) => wanted[place]),
  };
}

/** The place of the moment that was the present one at an epoch. */
export function momentAt(epochs: readonly number[], epoch: number): number {
  let low = 0;
  let high = epochs.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (epochs[middle]! <= epoch) low = middle;
    else high = middle - 1;
  }
  return low;
}
