import { expect, it } from "vitest";
import { nodes } from "./example";
import { litMoment, momentsOf } from "./moments";

const none = { units: [], edges: [] };

it("a step goes through every layer, to the loss, back again, and ends with the update", () => {
  const words = momentsOf(nodes, true).map(({ phase, node }) => [phase, node].filter(Boolean).join(" "));
  expect(words).toEqual([
    "forward n0", "forward n1", "forward n2", "forward n3", "loss", "backward n3", "backward n2", "backward n1",
    "backward", "update",
  ]);
});

it("without a number to learn there is nothing to update", () => {
  expect(momentsOf(nodes, false).at(-1)).toEqual({ phase: "backward", node: "n1" });
});

it("what comes in is lit on the way there, and what reads it on the way back", () => {
  expect(litMoment({ phase: "forward", node: "n2" }, nodes, none).edges).toEqual([{ node: "n2", out: null, in: null }]);
  expect(litMoment({ phase: "backward", node: "n2" }, nodes, none).edges).toEqual([{ node: "n3", out: null, in: null }]);
  const number = { units: [{ node: "n1", unit: 1 }], edges: [] };
  expect(litMoment({ phase: "update", node: null }, nodes, number)).toBe(number);
});
