/** How well a hand does as the optimizer: pure, so that any order of frames and moves can be tried. */
import type { ParameterArrays } from "../../wire/protocol";

export interface Score {
  /** The loss when the hand began. */
  readonly start: number;
  /** The newest loss. */
  readonly loss: number;
  /** The lowest loss that the hand reached, and the weights there. */
  readonly best: number;
  readonly bestWeights: ParameterArrays | null;
  readonly moves: number;
  /** The lowest loss that the optimizer reached: before the hand began, or after it took over again. */
  readonly optimizer: number | null;
  /** Whether the weights are where the hand put them. */
  readonly isOwn: boolean;
}

/** `losses` are those of the training so far, from its start. */
export function beginScore(loss: number, losses: readonly number[]): Score {
  const trained = losses.slice(1).filter(Number.isFinite);
  const optimizer = trained.length > 0 ? Math.min(...trained) : null;
  return { start: loss, loss, best: loss, bestWeights: null, moves: 0, optimizer, isOwn: false };
}

export function withMove(score: Score): Score {
  return { ...score, moves: score.moves + 1, isOwn: true };
}

/** A loss that was measured: the optimizer's while it trains, the hand's where that has moved something since. */
export function withLoss(score: Score, loss: number | null, isTraining: boolean, weights: ParameterArrays | null): Score {
  if (loss === null || !Number.isFinite(loss)) return score;
  const next = { ...score, loss };
  const isReached = isTraining || (!score.isOwn && score.optimizer !== null);
  if (isReached) return { ...next, isOwn: false, optimizer: Math.min(score.optimizer ?? loss, loss) };
  if (!score.isOwn || loss >= score.best) return next;
  return { ...next, best: loss, bestWeights: weights };
}

/** Who is ahead, in a sentence. */
export function verdict({ best, optimizer, moves, start }: Score): string {
  if (moves === 0) return "Drag a slider or a line on the plot: can you lower the loss?";
  if (optimizer === null) return best < start ? "Lower than at the start. The optimizer has not trained yet." : "Not lower than at the start yet.";
  return best < optimizer ? "You are ahead of the optimizer." : "The optimizer is ahead of you.";
}
