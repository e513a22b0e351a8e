import { expect, test } from "vitest";
import type { Finding } from "./finding";
import { steady, STAY } from "./steady";

function found(kind: string, severity: Finding["severity"] = "warning"): Finding {
  return {
    kind, title: kind, severity, seen: "", why: "", formula: "", where: { nodes: [], units: {} }, evidence: [], cures: [],
  };
}

const kindsOf = (held: ReturnType<typeof steady>) => held.map(({ finding }) => finding.kind);

test("a finding stays for a while after it was last measured", () => {
  const first = steady([], [found("plateau")], 0);
  const soon = steady(first, [], STAY - 1);
  expect(kindsOf(soon)).toEqual(["plateau"]);
  expect(kindsOf(steady(soon, [], STAY))).toEqual([]);
  const again = steady(soon, [found("plateau")], STAY - 1);
  expect(kindsOf(steady(again, [], 2 * STAY - 2))).toEqual(["plateau"]);
});

test("the first stays first until something graver comes", () => {
  const first = steady([], [found("a"), found("b")], 0);
  const turned = steady(first, [found("b"), found("a")], 100);
  expect(kindsOf(turned)).toEqual(["a", "b"]);
  expect(kindsOf(steady(turned, [found("b"), found("a"), found("diverged", "fault")], 200))).toEqual(["diverged", "a", "b"]);
});

test("numbers are always the newest", () => {
  const first = steady([], [found("a")], 0);
  const newer = steady(first, [{ ...found("a"), seen: "now 3" }], 100);
  expect(newer[0]?.finding.seen).toBe("now 3");
});
