import { expect, it } from "vitest";
import type { KindDescription } from "../wire/protocol";
import { chipsOf } from "./data-features";

const kind = (name: string, reads?: number[]) =>
  ({ kind: name, title: name.toUpperCase(), reads, schema: reads ? {} : { properties: { index: {} } } }) as unknown as KindDescription;
const kinds = [kind("x1", [0]), kind("x2", [1]), kind("x1^2", [0]), kind("input")];
const titles = (inputs: string[]) => chipsOf(kinds, inputs, "Some data").map(({ title }) => title);

it("offers the features of a plane by their titles", () => {
  expect(titles(["x1", "x2"])).toEqual(["X1", "X2", "X1^2"]);
});

it("says what data with one input cannot give", () => {
  const chips = chipsOf(kinds, ["x1"], "Sine curve");
  expect(chips.map(({ obstacle }) => obstacle)).toEqual([null, "Needs x₂, and the data set Sine curve has only x₁.", null]);
});

it("offers inputs by their own names, and what is computed of two", () => {
  expect(titles(["bill length", "body mass"])).toEqual(["bill length", "body mass", "X1^2"]);
  expect(titles(["a", "b", "c"])).toEqual(["a", "b", "c"]);
  expect(chipsOf(kinds, ["a", "b", "c"], "")[2]?.feature).toEqual({ kind: "input", index: 2 });
});
