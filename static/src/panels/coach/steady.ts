/** Findings as a person can read them: measured twice a second, but never gone before they were read. */
import { type Finding, isGraver } from "./finding";

/** How long (milliseconds) a finding stays at least, and how long after it was last measured. */
export const STAY = 2000;

export interface Held {
  finding: Finding;
  /** When it was last measured. */
  seenAt: number;
}

/**
 * What is shown after a measurement. What was measured before stays for a while; the first stays first as long as
 * nothing graver comes, so that the card does not change under the hand.
 */
export function steady(shown: readonly Held[], measured: readonly Finding[], now: number): readonly Held[] {
  const isMeasured = (kind: string) => measured.some((finding) => finding.kind === kind);
  const lasting = shown.filter(({ finding, seenAt }) => !isMeasured(finding.kind) && now - seenAt < STAY);
  const next = [...measured.map((finding) => ({ finding, seenAt: now })), ...lasting];
  const first = shown[0]?.finding.kind;
  const kept = next.find(({ finding }) => finding.kind === first);
  next.sort((one, other) => {
    if (isGraver(one.finding, other.finding)) return -1;
    if (isGraver(other.finding, one.finding)) return 1;
    return Number(other === kept) - Number(one === kept);
  });
  return next;
}

/** How long until something that is no longer measured has to go; null where there is nothing of the kind. */
export function nextEnd(shown: readonly Held[], measured: readonly Finding[], now: number): number | null {
  const lasting = shown.filter(({ finding }) => !measured.some(({ kind }) => kind === finding.kind));
  return lasting.length === 0 ? null : Math.max(0, Math.min(...lasting.map(({ seenAt }) => seenAt)) + STAY - now);
}
