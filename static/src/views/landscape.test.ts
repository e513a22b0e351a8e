import { expect, test } from "vitest";
import { examplePicture } from "../panels/landscape/example-picture";
import { createLandscape, type LandscapeProps } from "./landscape";

const props: LandscapeProps = {
  theme: "light", picture: examplePicture, form: "contour", names: { x: "a", y: "b" }, epoch: 20,
};

function shown(given: LandscapeProps) {
  const root = document.createElement("div");
  const view = createLandscape(root, given);
  const plot = root.querySelector<HTMLElement>(".landscape-plot")!;
  const press = (key: string, more: KeyboardEventInit = {}) => plot.dispatchEvent(new KeyboardEvent("keydown", { key, ...more }));
  return { view, plot, press, reading: () => root.querySelector("output")!.textContent };
}

test("it is told in words, with where the path leads and who races", () => {
  const { plot } = shown(props);
  expect(plot.getAttribute("aria-label")).toBe(
    "Loss landscape over a and b. Losses from 0.1000 to 3.0000. " +
    "The path leads from 3.0000 to 0.1000 at epoch 20. SGD is at 2.0000.".replace("3.0000 to", "3.0000 at the start to"),
  );
});

test("N reads the moments of the training, then those of the racers, Shift and N back", () => {
  const { press, reading } = shown(props);
  press("n");
  expect(reading()).toBe("This training, epoch 0: loss 3.0000");
  press("n");
  press("n");
  expect(reading()).toBe("This training, epoch 20: loss 0.1000");
  press("n");
  expect(reading()).toBe("SGD at 0.03, epoch 0: loss 3.0000");
  press("N", { shiftKey: true });
  expect(reading()).toBe("This training, epoch 20: loss 0.1000");
});

test("from the side, moments beside the piece that is shown are left out", () => {
  const { press, reading } = shown({ ...props, form: "relief" });
  for (let moment = 0; moment < 5; moment += 1) press("n");
  expect(reading()).toBe("This training, epoch 0: loss 3.0000");
});

test("arrow keys read the loss from where training is", () => {
  const { press, reading } = shown(props);
  press("ArrowRight");
  expect(reading()).toMatch(/^Across −0\.75, up 0\.90: loss 0\.\d+$/);
  press("Escape");
  expect(reading()).toContain("each line the same factor");
});

test("what is not measured yet is said", () => {
  expect(shown({ ...props, picture: null }).plot.getAttribute("aria-label")).toContain("Not measured yet");
  expect(shown({ ...props, picture: { ...examplePicture, rows_done: 1 } }).reading()).toContain("1 of 3 rows so far");
});
