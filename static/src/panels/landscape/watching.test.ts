import { expect, test } from "vitest";
import { sliceWords } from "../../views/landscape/words";
import { examplePicture } from "./example-picture";
import { firstPlaces, textOf } from "./choices";
import { isUnfinished } from "./watching";

test("a picture is finished when all of it is of now and the racers have caught up", () => {
  const racer = { ...examplePicture.racers[0]!, step: 40 };
  expect(isUnfinished(examplePicture, 40)).toBe(false);
  expect(isUnfinished({ ...examplePicture, rows_done: 2 }, 40)).toBe(true);
  expect(isUnfinished(examplePicture, 41)).toBe(true);
  expect(isUnfinished({ ...examplePicture, racers: [{ ...racer, step: 39 }] }, 40)).toBe(true);
  expect(isUnfinished({ ...examplePicture, racers: [{ ...racer, step: 12, diverged: true }] }, 40)).toBe(false);
});

test("it is said to be a slice, and how much it shows", () => {
  expect(sliceWords(examplePicture)).toContain("A slice through 33 dimensions");
  expect(sliceWords(examplePicture)).toContain("97.5 % of the path's motion");
  expect(sliceWords({ ...examplePicture, plane: "random", explained: null })).toContain("shadow");
});

test("without a wish the first two numbers are the axes", () => {
  const node = {
    id: "layers.0", path: "network.layers.0", kind: "dense", title: "Dense", units: 2, unit_labels: null, shape: [],
    parameters: 4, multiply_adds: 2, sources: ["input"], buffers: {},
    trainable: { weight: { shape: [2, 1], axes: [] }, bias: { shape: [2], axes: [] } },
  };
  expect(firstPlaces([node]).map(textOf)).toEqual(["layers.0.weight.0.0", "layers.0.weight.1.0"]);
  expect(firstPlaces([])).toEqual([]);
});
