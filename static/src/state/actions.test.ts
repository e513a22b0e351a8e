import { encode } from "@msgpack/msgpack";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { FakeSurroundings } from "../wire/fake-socket";
import { begin, edit, editAll, finishEdit, load, previewEdit, redo, undo } from "./actions";
import { notices } from "./notices";
import { spec } from "./store";
import { canUndo, takeBack } from "./undo";

const surroundings = new FakeSurroundings();
const settled = () => new Promise((resolve) => setTimeout(resolve, 10));

beforeAll(async () => {
  sessionStorage.clear();
  begin({ url: "ws://here/ws", firstSpec: {}, surroundings, requestPaint: (paint) => paint() });
  surroundings.newest.open();
  surroundings.newest.receive({ op: "welcome", seq: 0, protocol: 1, run: "r", token: "t", limits: {}, resumed: false });
  surroundings.newest.receive({
    op: "configured", seq: 1, spec: { seed: 1, network: { layers: [{ units: 4 }, { units: 8 }] } },
    summary: {}, warnings: [], restarted: true, message: null, path: null,
  });
  await settled();
});

beforeEach(() => {
  while (takeBack().length > 0);
  surroundings.newest.sent.length = 0;
});

afterAll(() => surroundings.newest.lose(4401));

const patches = () => surroundings.newest.sent.filter(({ op }) => op === "patch");

it("makes one step of undo of what a hand changed, apart from what came just before", () => {
  edit("network.layers.0.units", 5);
  previewEdit("network.layers.0.units", 6);
  previewEdit("network.layers.0.units", 7);
  finishEdit("network.layers.0.units", 5, 8);
  expect(patches().map(({ value }) => value)).toEqual([5, 6, 7, 8]);
  undo();
  expect(spec.value?.network.layers[0]?.units).toBe(5);
  undo();
  expect(spec.value?.network.layers[0]?.units).toBe(4);
});

it("shows an edit at once, sends it, and takes it back and forth", () => {
  edit("network.layers.1.units", 9);
  expect(spec.value?.network.layers[1]?.units).toBe(9);
  undo();
  redo();
  expect(patches()).toEqual([9, 8, 9].map((value) => ({ op: "patch", path: "network.layers.1.units", value })));
});

it("takes several edits back as one, in the opposite order", () => {
  editAll([{ path: "seed", value: 5 }, { path: "network.layers.0.units", value: 2 }]);
  undo();
  expect(patches().slice(2).map(({ path, value }) => [path, value])).toEqual([["network.layers.0.units", 4], ["seed", 1]]);
  expect(canUndo.value).toBe(false);
});

it("replaces the whole experiment and brings the old one back", () => {
  const before = spec.value;
  load({ seed: 42 });
  undo();
  expect(surroundings.newest.sent.map(({ op, spec: sent }) => [op, sent])).toEqual([
    ["configure", { seed: 42 }],
    ["configure", before],
  ]);
});

it("knows the weight that an edit replaces", async () => {
  const data = new Uint8Array(new Float32Array([1, 2, 3, 4, 5, 6]).buffer);
  const weight = { dtype: "f32", shape: [2, 3], data };
  const probes = { weights: { nodes: { "layers.0": { weight } } } };
  surroundings.newest.receiveBytes(encode({ op: "frame", run: "r", seq: 2, epoch: 0, step: 0, epochs_per_second: 0, metrics: {}, probes }));
  await settled();
  edit("parameters.layers.0.weight.1.2", -1);
  undo();
  expect(patches().map(({ value }) => value)).toEqual([-1, 6]);
});

it("changes nothing while the server is away", () => {
  surroundings.newest.lose(4409);
  edit("seed", 77);
  expect(spec.value?.seed).not.toBe(77);
  expect(canUndo.value).toBe(false);
  expect(notices.value.at(-1)?.message).toContain("no connection");
});
