import { expect, test } from "vitest";
import { projector, turned } from "./projection";

test("from above it is a map, x to the right and y up", () => {
  const { screen } = projector({ turn: 0, tilt: Math.PI / 2 }, 300, 300);
  const [middleLeft, middleTop] = screen(0, 0, 1);
  expect(screen(1, 0, 0)[0]).toBeGreaterThan(middleLeft);
  expect(screen(0, 1, 0)[1]).toBeLessThan(middleTop);
  expect(screen(0, 0, 0)[1]).toBeCloseTo(middleTop);
});

test("from the side what is higher stands higher", () => {
  const { screen } = projector({ turn: 1, tilt: 0.3 }, 300, 300);
  expect(screen(0.3, 0.3, 1)[1]).toBeLessThan(screen(0.3, 0.3, 0)[1]);
});

test("every corner stays in sight however it is turned", () => {
  for (let turn = 0; turn < 6.3; turn += 0.3) {
    for (const tilt of [0.1, 0.6, Math.PI / 2]) {
      const { screen } = projector({ turn, tilt }, 400, 280);
      for (const [x, y, height] of [[-1, -1, 0], [1, -1, 1], [1, 1, 0], [-1, 1, 1]] as const) {
        const [left, top] = screen(x, y, height);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left).toBeLessThanOrEqual(400);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(top).toBeLessThanOrEqual(280);
      }
    }
  }
});

test("it is not turned upside down", () => {
  expect(turned({ turn: 0, tilt: 0.6 }, 0, 10).tilt).toBeCloseTo(Math.PI / 2);
  expect(turned({ turn: 0, tilt: 0.6 }, 0, -10).tilt).toBeCloseTo(0.1);
});
