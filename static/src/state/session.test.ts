import { encode } from "@msgpack/msgpack";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FakeSurroundings } from "../wire/fake-socket";
import { history } from "./history";
import { notices } from "./notices";
import { Session } from "./session";
import { sharingText } from "./sharing";
import { connection, fieldError, spec, status } from "./store";

const firstSpec = { data: { kind: "spiral" } };
const limits = { layers: 12 };
let surroundings: FakeSurroundings;
let storage: Storage;
let session: Session;
let paint: (() => void)[];

function begin(isWanted?: () => Promise<boolean>): void {
  session = new Session({
    url: "ws://here/ws", firstSpec, isWanted, storage, surroundings, requestPaint: (next) => paint.push(next),
  });
  session.connect();
  surroundings.newest.open();
}

beforeEach(() => {
  surroundings = new FakeSurroundings();
  storage = sessionStorage;
  storage.clear();
  paint = [];
  spec.value = null;
  notices.value = [];
  status.value = { state: "empty", epoch: 0, step: 0, reason: null, cause: null };
});

afterEach(() => {
  session.close();
  vi.useRealTimers();
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
const ops = () => surroundings.newest.sent.map(({ op }) => op);

function welcome(resumed: boolean, run = "run-1", seq = 0): object {
  return { op: "welcome", seq, protocol: 1, run, token: "secret", limits, resumed };
}

function configured(seq: number, seed: number, restarted = true): object {
  return {
    op: "configured", seq, spec: { seed }, summary: {}, warnings: [], restarted, message: null, path: null,
  };
}

function frameBytes(seq: number, probes: object = {}): Uint8Array {
  return encode({ op: "frame", run: "run-1", seq, epoch: seq, step: seq, epochs_per_second: 1, metrics: {}, probes });
}

it("introduces itself first, then gives a new run its experiment and its probes", async () => {
  begin();
  session.watch("surface", { resolution: 50 });
  surroundings.newest.receive(welcome(false));
  await settled();
  expect(ops()).toEqual(["hello", "configure", "watch"]);
  expect(surroundings.newest.sent[1]).toEqual({ op: "configure", spec: firstSpec });
  expect(surroundings.newest.sent[2]).toEqual({ op: "watch", probe: "surface", options: { resolution: 50 } });
});

it("resumes after a lost connection from the last number it saw", async () => {
  begin();
  surroundings.newest.receive(welcome(false));
  surroundings.newest.receive(configured(4, 1));
  surroundings.newest.receiveBytes(frameBytes(9));
  await settled();
  surroundings.newest.lose(1006);
  expect(connection.value.kind).toBe("waiting");
  session.connect();
  surroundings.newest.open();
  expect(surroundings.newest.sent[0]).toEqual({
    op: "hello", run: "run-1", token: "secret", last_seq: 9, accept: ["clamped", "fixed"],
  });
  surroundings.newest.receive(welcome(true, "run-1", 12));
  await settled();
  expect(ops()).toEqual(["hello"]);
  expect(spec.value).toEqual({ seed: 1 });
});

it("starts its experiment again, and plays on, when the server forgot the run", async () => {
  begin();
  surroundings.newest.receive(welcome(false));
  surroundings.newest.receive(configured(2, 7));
  surroundings.newest.receive({ op: "status", seq: 3, state: "playing", epoch: 5, step: 50, reason: null, cause: null });
  await settled();
  surroundings.newest.lose(1012);
  session.connect();
  surroundings.newest.open();
  surroundings.newest.receive(welcome(false, "run-2"));
  await settled();
  expect(surroundings.newest.sent.slice(1)).toEqual([
    { op: "configure", spec: { seed: 7 } },
    { op: "play", epochs_per_second: 30 },
  ]);
  expect(notices.value[0]?.message).toContain("no longer had this run");
});

it("goes on with the run of this tab only when the address wants it", async () => {
  storage.setItem("playground.run", JSON.stringify({ run: "run-1", token: "secret" }));
  begin(async () => false);
  surroundings.newest.receive(welcome(true));
  surroundings.newest.receive(configured(3, 1));
  await settled();
  expect(spec.value).toBeNull();
  expect(surroundings.newest.sent.at(-1)).toEqual({ op: "configure", spec: firstSpec });
  surroundings.newest.receive(configured(4, 2));
  await settled();
  expect(spec.value).toEqual({ seed: 2 });
});

it("forgets a frame of before an edit, packed or not", async () => {
  begin();
  surroundings.newest.receive(welcome(false));
  const packed = new Uint8Array([0x55, 0x55]);
  const surface = { axes: [], extent: {}, values: { dtype: "u8", shape: [2, 2], packed } };
  surroundings.newest.receiveBytes(frameBytes(5, { surface }));
  surroundings.newest.receive(configured(6, 1));
  await settled();
  expect(session.newestFrame()?.probes.surface).toBeUndefined();
});

it("acknowledges a frame after it was painted", async () => {
  begin();
  surroundings.newest.receive(welcome(false));
  surroundings.newest.receiveBytes(frameBytes(5));
  await settled();
  expect(ops()).not.toContain("ack");
  paint.forEach((next) => next());
  expect(surroundings.newest.sent.at(-1)).toEqual({ op: "ack", seq: 5 });
});

it("counts from nothing again when an edit restarts a run that plays on", async () => {
  begin();
  surroundings.newest.receive(welcome(false));
  surroundings.newest.receive({ op: "status", seq: 2, state: "playing", epoch: 800, step: 8000, reason: null, cause: null });
  surroundings.newest.receive(configured(3, 1, false));
  await settled();
  expect(status.value.epoch).toBe(800);
  surroundings.newest.receive(configured(4, 2, true));
  await settled();
  expect(status.value).toMatchObject({ state: "playing", epoch: 0, step: 0 });
});

it("draws the curves as far as the frame that is painted", async () => {
  begin();
  history.value = { ...history.value, epoch: [] };
  surroundings.newest.receive(welcome(false));
  const floats = (value: number) => ({ dtype: "f32", shape: [1], data: new Uint8Array(new Float32Array([value]).buffer) });
  const epoch = (value: number) => ({ dtype: "u32", shape: [1], data: new Uint8Array(new Uint32Array([value]).buffer) });
  const row = (at: number) => ({
    from: at, epoch: epoch(at), train_loss: floats(1), test_loss: floats(1), train_accuracy: floats(1), test_accuracy: floats(1),
  });
  surroundings.newest.receiveBytes(frameBytes(1, { history: row(1) }));
  surroundings.newest.receiveBytes(frameBytes(2, { history: row(2) }));
  await settled();
  expect(history.value.epoch).toEqual([]);
  paint.shift()?.();
  expect(history.value.epoch).toEqual([1]);
  paint.shift()?.();
  expect(history.value.epoch).toEqual([1, 2]);
});

it("drops the curves of a run that started again", async () => {
  begin();
  history.value = { ...history.value, epoch: [0, 1, 2] };
  surroundings.newest.receive(welcome(false));
  surroundings.newest.receive(configured(2, 1, false));
  await settled();
  expect(history.value.epoch).toEqual([0, 1, 2]);
  surroundings.newest.receive(configured(3, 2, true));
  await settled();
  expect(history.value.epoch).toEqual([]);
});

it("takes a refused edit back and keeps the sentence for its control", async () => {
  begin();
  surroundings.newest.receive(welcome(false));
  surroundings.newest.receive(configured(2, 1));
  await settled();
  spec.value = { seed: -1 } as never;
  surroundings.newest.receive({ op: "error", seq: 3, code: "spec", path: "seed", message: "Too small.", hint: null });
  await settled();
  expect(spec.value).toEqual({ seed: 1 });
  expect(fieldError.value?.message).toBe("Too small.");
});

it("opens the safe experiment when the server refuses the one of the link", async () => {
  session = new Session({ url: "ws://here/ws", firstSpec: { data: "sparkle" }, safeSpec: firstSpec, storage, surroundings });
  session.connect();
  surroundings.newest.open();
  surroundings.newest.receive(welcome(false));
  const refusal = { op: "error", seq: 2, code: "spec", path: "data", message: "Unknown kind sparkle.", hint: null };
  surroundings.newest.receive(refusal);
  surroundings.newest.receive({ ...refusal, seq: 3 });
  await settled();
  const sent = surroundings.newest.sent.filter(({ op }) => op === "configure").map((command) => command.spec);
  expect(sent).toEqual([{ data: "sparkle" }, firstSpec]);
  expect(notices.value.at(-1)?.message).toContain("Unknown kind sparkle.");
});

it("takes a silent line for dead while training, but not in a hidden tab", async () => {
  begin();
  surroundings.newest.receive(welcome(false));
  await settled();
  vi.useFakeTimers();
  const playing = { op: "status", seq: 3, state: "playing", epoch: 0, step: 0, reason: null, cause: null };
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  surroundings.newest.receive(playing);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(connection.value.kind).toBe("open");
  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(14_000);
  expect(connection.value.kind).toBe("open");
  await vi.advanceTimersByTimeAsync(1500);
  expect(connection.value.kind).toBe("waiting");
  hidden.mockRestore();
});

it("says that nothing was done while the server is away", () => {
  begin();
  session.play();
  expect(notices.value[0]?.message).toContain("no connection");
});

it("survives a message that cannot be read", async () => {
  begin();
  surroundings.newest.receiveBytes(new Uint8Array([0xc1]));
  surroundings.newest.receive(welcome(false));
  await settled();
  expect(notices.value[0]?.message).toContain("could not be read");
  expect(ops()).toContain("configure");
});

it("leaves it to the banner to say that the server is full", async () => {
  begin();
  const full = { op: "error", seq: 0, code: "unavailable", path: null, message: "The playground is full.", hint: "Later." };
  surroundings.newest.receive(full);
  await settled();
  surroundings.newest.lose(1013, full.message);
  expect(notices.value).toEqual([]);
  expect(connection.value).toMatchObject({ kind: "waiting", reason: full.message });
});

it("tells that the machine is shared, until it is not or the page comes back", async () => {
  const told = { op: "sharing", seq: 4, people: 42, frames_per_second: 15, detail: 1, shared: true };
  begin();
  surroundings.newest.receive(welcome(false));
  surroundings.newest.receive(told);
  await settled();
  expect(sharingText.value).toContain("42 people");
  surroundings.newest.receive({ ...told, seq: 5, people: 2, frames_per_second: 60, shared: false });
  await settled();
  expect(sharingText.value).toBe("");
  surroundings.newest.receive({ ...told, seq: 6 });
  surroundings.newest.receive(welcome(true));
  await settled();
  expect(sharingText.value).toBe("");
});
