import { expect, it } from "vitest";
import type { Frame, Probes } from "../wire/protocol";
import { createPainter } from "./paint";

function frame(seq: number, probes: object = {}): Frame {
  return { op: "frame", run: "r", seq, epoch: seq, step: seq, epochs_per_second: 0, metrics: {} as never, probes: probes as Probes };
}

function setUp() {
  const acknowledged: number[] = [];
  const painted: Frame[] = [];
  const requested: (() => void)[] = [];
  const painter = createPainter((seq) => acknowledged.push(seq), (paint) => requested.push(paint));
  painter.subscribe((next) => painted.push(next));
  const animate = () => requested.splice(0).forEach((paint) => paint());
  return { painter, acknowledged, painted, requested, animate };
}

it("acknowledges a frame only after it was painted", () => {
  const { painter, acknowledged, painted, animate } = setUp();
  painter.receive(frame(1));
  expect([painted.length, acknowledged.length]).toEqual([0, 0]);
  animate();
  expect(painted.map(({ seq }) => seq)).toEqual([1]);
  expect(acknowledged).toEqual([1]);
});

it("paints frames that come together one after the other, so that the picture moves evenly", () => {
  const { painter, acknowledged, painted, requested, animate } = setUp();
  painter.receive(frame(1));
  painter.receive(frame(2));
  expect(requested).toHaveLength(1);
  animate();
  expect(painted.map(({ seq }) => seq)).toEqual([1]);
  expect(acknowledged).toEqual([1]);
  animate();
  expect(painted.map(({ seq }) => seq)).toEqual([1, 2]);
  expect(acknowledged).toEqual([1, 2]);
  expect(requested).toHaveLength(0);
});

it("skips the oldest of too many, and returns the credit of all", () => {
  const { painter, acknowledged, painted, animate } = setUp();
  painter.receive(frame(1, { data: "data of 1", surface: "surface of 1" }));
  painter.receive(frame(2, { surface: "surface of 2" }));
  painter.receive(frame(3));
  animate();
  expect(painted.map(({ seq }) => seq)).toEqual([2]);
  expect(painted[0]?.probes).toEqual({ data: "data of 1", surface: "surface of 2" });
  expect(acknowledged).toEqual([1, 2]);
  animate();
  expect(acknowledged).toEqual([1, 2, 3]);
});

it("returns the credit even when a picture fails", () => {
  const { painter, acknowledged, animate } = setUp();
  painter.subscribe(() => {
    throw new Error("broken picture");
  });
  painter.receive(frame(1));
  expect(animate).toThrow("broken picture");
  expect(acknowledged).toEqual([1]);
});

it("gives a late picture everything that is known, then what comes", () => {
  const { painter, animate } = setUp();
  painter.receive(frame(1, { data: "data of 1" }));
  painter.receive(frame(2, { surface: "surface of 2" }));
  animate();
  animate();
  const late: Frame[] = [];
  const stop = painter.subscribe((next) => late.push(next));
  expect(late[0]?.probes).toEqual({ data: "data of 1", surface: "surface of 2" });
  painter.receive(frame(3));
  animate();
  stop();
  painter.receive(frame(4));
  animate();
  expect(late.map(({ seq }) => seq)).toEqual([2, 3]);
});

it("forgets what was measured on a network that is gone, and does not paint it any more", () => {
  const { painter, acknowledged, painted, animate } = setUp();
  painter.receive(frame(1, { data: "data", weights: "weights" }));
  animate();
  painter.receive(frame(2, { weights: "other weights" }));
  painter.forget(["weights"]);
  animate();
  expect(painted.map(({ seq }) => seq)).toEqual([1]);
  expect(acknowledged).toEqual([1, 2]);
  expect(painter.newest()?.probes).toEqual({ data: "data" });
});
