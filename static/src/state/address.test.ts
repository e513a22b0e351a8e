import { beforeEach, expect, it, vi } from "vitest";
import { exampleSchema, exampleSpec } from "../controls/example-schema";
import type { Spec } from "../wire/protocol";
import { followAddress, wantedByAddress } from "./address";
import { writeLink } from "./link";
import { hidden } from "./looks";
import { spec } from "./store";

const first = exampleSpec as unknown as Spec;
const edited = { ...exampleSpec, seed: 77 } as unknown as Spec;
const link = (of: Spec) => writeLink(of, exampleSchema);
const wanted = (running: Spec) => wantedByAddress(first, exampleSchema)(running);

followAddress(exampleSchema, vi.fn());

beforeEach(async () => {
  sessionStorage.clear();
  spec.value = null;
  hidden.value = [];
  location.hash = await link(first);
});

it("means the run that the address says, until the tab has one", async () => {
  expect(await wanted(first)).toBe(true);
  expect(await wanted(edited)).toBe(false);
});

it("means the run of this tab while the address lags behind its edits", async () => {
  spec.value = first;
  spec.value = edited;
  expect(location.hash).toBe(await link(first));
  expect(await wanted(edited)).toBe(true);
});

it("means the run of this tab after it has caught up, also with controls put out of sight", async () => {
  hidden.value = ["coach"];
  spec.value = edited;
  const caughtUp = `${await link(edited)}&hide=coach`;
  await vi.waitFor(() => expect(location.hash).toBe(caughtUp), 10_000);
  spec.value = first;
  expect(await wanted(first)).toBe(true);
});

it("means the run of this tab where a reload has the address from just before, and not for long", async () => {
  spec.value = edited;
  await vi.waitFor(async () => expect(location.hash).toBe(await link(edited)), 10_000);
  const before = await link(first);
  location.hash = before;
  expect(await wanted(edited)).toBe(true);
  location.hash = await link(edited);
  await vi.waitFor(() => expect(sessionStorage.getItem("playground.address")).not.toContain(before), 10_000);
  location.hash = before;
  expect(await wanted(edited)).toBe(false);
});

it("means what was pasted, whatever the tab was doing", async () => {
  spec.value = edited;
  location.hash = await link({ ...first, seed: 5 } as Spec);
  expect(await wanted(edited)).toBe(false);
});
