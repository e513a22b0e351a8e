import { expect, it } from "vitest";
import type { Preset, Spec } from "../wire/protocol";
import { lessonsOf, openPreset, putStoryAway, search, story } from "./presets";
import { catalog, spec } from "./store";
import { record, takeBack } from "./undo";

const preset = (name: string, data: string, lesson: "good" | "bad", explanation: string): Preset =>
  ({ name, title: name, explanation, lesson, spec: { name, data: { kind: data } } });

const all = [
  preset("Two spirals", "spiral", "good", "Two classes wind around each other."),
  preset("Spirals, few units", "spiral", "bad", "Four units are too few."),
  preset("Zero start", "xor", "bad", "All units learn the same."),
];
const titleOf = (data: string) => ({ spiral: "Two spirals", xor: "XOR clouds" })[data] ?? "";

it("parts a data set's experiments by what they teach", () => {
  const { good, bad } = lessonsOf(all, "spiral");
  expect([good, bad].map((found) => found.map(({ name }) => name))).toEqual([["Two spirals"], ["Spirals, few units"]]);
  expect(lessonsOf(all, "plane")).toEqual({ good: [], bad: [] });
});

it("finds by every word, in titles, stories, data sets and lessons", () => {
  const names = (text: string) => search(all, text, titleOf).map(({ name }) => name);
  expect(names("")).toHaveLength(3);
  expect(names("SPIRAL few")).toEqual(["Spirals, few units"]);
  expect(names("xor")).toEqual(["Zero start"]);
  expect(names("fails two spirals")).toEqual(["Spirals, few units"]);
  expect(names("nothing of it")).toEqual([]);
});

it("tells the story of what is open until it is put away or the data are others", () => {
  catalog.value = { version: "1", families: {}, presets: all };
  spec.value = all[0]!.spec as unknown as Spec;
  expect(story.value?.name).toBe("Two spirals");
  putStoryAway();
  expect(story.value).toBeNull();
  expect(openPreset.value?.name).toBe("Two spirals");
  spec.value = all[2]!.spec as unknown as Spec;
  expect(story.value?.name).toBe("Zero start");
  spec.value = { ...all[2]!.spec, data: { kind: "spiral" } } as unknown as Spec;
  expect(story.value).toBeNull();
  spec.value = all[2]!.spec as unknown as Spec;
  record([{ path: "seed", before: 1, after: 2 }]);
  expect(story.value).toBeNull();
  takeBack();
  expect(story.value?.name).toBe("Zero start");
  catalog.value = null;
  spec.value = null;
});
