import { expect, test } from "vitest";
import { groups, pieces, searchTerms, termOf } from "./glossary";

const all = groups.flatMap(({ terms }) => terms);

test("every term is told in one to three sentences, and no word means two terms", () => {
  for (const { says } of all) {
    expect(says).toMatch(/^[A-Z].*\.$/);
    expect(says.split(/\. (?=[A-Z])/).length).toBeLessThanOrEqual(3);
  }
  const words = all.flatMap(({ term, also }) => [term, ...also]).map((word) => word.toLowerCase());
  expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
});

test("a term is found by its name and by its words", () => {
  expect(termOf("learning-rate")?.term).toBe("Learning rate");
  expect(termOf("Mini-batch")?.id).toBe("batch");
  expect(termOf("no such thing")).toBeNull();
});

test("a sentence is cut at the longest terms, each once", () => {
  const cut = pieces("A dead unit has no gradient; gradients of other units stay.");
  expect(cut.filter(({ term }) => term).map(({ text, term }) => [text, term])).toEqual([
    ["dead unit", "dead-unit"], ["gradient", "gradient"], ["units", "unit"],
  ]);
  expect(cut.map(({ text }) => text).join("")).toBe("A dead unit has no gradient; gradients of other units stay.");
});

test("the search looks into words and explanations", () => {
  expect(searchTerms("neuron").flatMap(({ terms }) => terms.map(({ id }) => id))).toContain("unit");
  expect(searchTerms("flat activation").flatMap(({ terms }) => terms.map(({ id }) => id))).toContain("saturation");
  expect(searchTerms("xyzzy")).toEqual([]);
});
