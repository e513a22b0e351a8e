import { expect, it, vi } from "vitest";
import { accuracies, cellWords, createConfusion, type ConfusionProps } from "./confusion";

const props: ConfusionProps = {
  set: "train", labels: ["setosa", "virginica"], counts: [8, 2, 0, 5], marked: null, onCell: () => undefined,
};

it("tells how many of each class are right", () => {
  expect(accuracies([8, 2, 0, 0], 2)).toEqual([0.8, Number.NaN]);
});

it("says what a cell holds", () => {
  expect(cellWords(8, "setosa", "setosa")).toBe("8 samples of setosa, predicted right");
  expect(cellWords(1, "setosa", "virginica")).toBe("1 sample of setosa, predicted as virginica");
});

function drawn(given: Partial<ConfusionProps> = {}) {
  const root = document.createElement("div");
  document.body.append(root);
  const view = createConfusion(root, { ...props, ...given });
  const cells = [...root.querySelectorAll<HTMLButtonElement>("button")];
  return { root, view, cells };
}

it("is a table of numbers with the share that is right", () => {
  const { root, cells } = drawn();
  expect(cells.map((cell) => cell.textContent)).toEqual(["8", "2", "0", "5"]);
  expect(root.textContent).toContain("80 %");
  expect(cells[1]?.getAttribute("aria-label")).toBe("2 samples of setosa, predicted as virginica");
});

it("keeps its cells while numbers change, and marks the one of a sample", () => {
  const { view, cells } = drawn();
  view.update({ ...props, counts: [7, 3, 0, 5], marked: { set: "train", actual: 0, predicted: 1 } });
  expect(cells[1]?.textContent).toBe("3");
  expect(cells[1]?.className).toContain("is-marked");
  view.update({ ...props, marked: { set: "test", actual: 0, predicted: 1 } });
  expect(cells[1]?.className).not.toContain("is-marked");
});

it("tells which cell is looked at, with the pointer and with the keys", () => {
  const onCell = vi.fn();
  const { cells } = drawn({ onCell });
  cells[2]?.dispatchEvent(new PointerEvent("pointerenter"));
  expect(onCell).toHaveBeenLastCalledWith({ set: "train", actual: 1, predicted: 0 });
  cells[0]?.focus();
  cells[0]?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
  expect(document.activeElement).toBe(cells[1]);
  expect(onCell).toHaveBeenLastCalledWith({ set: "train", actual: 0, predicted: 1 });
  expect(cells.map((cell) => cell.tabIndex)).toEqual([-1, 0, -1, -1]);
});

it("has only the numbers of many classes without names", () => {
  const labels = ["class 0", "class 1", "class 2", "class 3"];
  const { root } = drawn({ labels, counts: new Array(16).fill(1) });
  expect([...root.querySelectorAll("tbody th")].map((cell) => cell.textContent)).toEqual(["0", "1", "2", "3"]);
});
