import { expect, test } from "vitest";
import { beginScore, verdict, withLoss, withMove } from "./score";

const weights = { output: {} };

test("only what the hand moved counts for the hand", () => {
  let score = beginScore(0.7, [0.7]);
  expect(score.optimizer).toBeNull();
  score = withLoss(score, 0.2, false, weights);
  expect(score.best).toBe(0.7);
  score = withLoss(withMove(score), 0.5, false, weights);
  expect([score.best, score.moves, score.bestWeights]).toEqual([0.5, 1, weights]);
  score = withLoss(score, 0.6, false, null);
  expect([score.loss, score.best, score.bestWeights]).toEqual([0.6, 0.5, weights]);
});

test("what is trained counts for the optimizer, also after it paused", () => {
  let score = withLoss(withMove(beginScore(0.7, [0.7])), 0.5, false, weights);
  score = withLoss(score, 0.1, true, null);
  score = withLoss(score, 0.09, false, weights);
  expect([score.optimizer, score.best]).toEqual([0.09, 0.5]);
  expect(verdict(score)).toBe("The optimizer is ahead of you.");
});

test("what the optimizer reached before is what there is to beat", () => {
  const score = beginScore(0.3, [0.7, 0.2, Number.NaN, 0.3]);
  expect(score.optimizer).toBe(0.2);
  expect(verdict(withLoss(withMove(score), 0.15, false, weights))).toBe("You are ahead of the optimizer.");
});
