import { expect, it } from "vitest";
import type { Frame, Spec, Summary } from "../wire/protocol";
import { courseOf } from "./schedule-curve";

const known = { schedule: [1, 0.5, 0.25] } as unknown as Summary;
const experiment = { optimizer: { kind: "sgd", learning_rate: 0.2 }, training: { epochs: 100 } } as unknown as Spec;
const frameAt = (epoch: number, rate: number) => ({ epoch, metrics: { learning_rate: rate } }) as unknown as Frame;

it("is the schedule in epochs and learning rates, the present one marked", () => {
  const { picture, mark, label } = courseOf(known, experiment, frameAt(50, 0.1));
  expect(picture).toMatchObject({ x: [0, 50, 100], value: [0.2, 0.1, 0.05] });
  expect(mark).toEqual({ x: 50, value: 0.1 });
  expect(label).toBe("Learning rate over 100 epochs, now 0.1.");
});

it("keeps the mark at the end when training goes on", () => {
  expect(courseOf(known, experiment, frameAt(180, 0.05)).mark).toEqual({ x: 100, value: 0.05 });
  expect(courseOf(known, experiment, null).mark).toBeNull();
});
