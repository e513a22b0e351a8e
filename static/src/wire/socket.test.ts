import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FakeSurroundings } from "./fake-socket";
import { type ConnectionState, Socket } from "./socket";

let surroundings: FakeSurroundings;
let states: ConnectionState[];
let socket: Socket;

beforeEach(() => {
  vi.useFakeTimers();
  surroundings = new FakeSurroundings();
  states = [];
  const changed = (state: ConnectionState) => states.push(state);
  socket = new Socket("ws://here/ws", { opened: () => {}, text: () => {}, binary: () => {}, changed }, surroundings);
  socket.connect();
});

afterEach(() => {
  socket.close();
  vi.useRealTimers();
});

function waits(): number[] {
  return states.flatMap((state) => (state.kind === "waiting" ? [state.retryAt] : []));
}

it("sends only over an open line", () => {
  expect(socket.send({ op: "pause" })).toBe(false);
  surroundings.newest.open();
  expect(socket.send({ op: "pause" })).toBe(true);
  expect(surroundings.newest.sent).toEqual([{ op: "pause" }]);
});

it("comes back by itself, waiting longer after each failure, ten seconds at most", () => {
  surroundings.chance = 1;
  for (let failure = 0; failure < 8; failure += 1) {
    surroundings.newest.lose(1006);
    vi.advanceTimersByTime(10_000);
  }
  expect(waits()).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000, 10_000, 10_000]);
  expect(surroundings.sockets).toHaveLength(9);
});

it("spreads its return over the whole wait", () => {
  surroundings.newest.lose(1012);
  surroundings.chance = 0;
  vi.advanceTimersByTime(10_000);
  surroundings.newest.lose(1012);
  expect(waits()).toEqual([750, 500]);
});

it("starts small again once the server has spoken", () => {
  surroundings.chance = 1;
  surroundings.newest.lose(1006);
  vi.advanceTimersByTime(10_000);
  surroundings.newest.open();
  surroundings.newest.receive({ op: "welcome" });
  surroundings.newest.lose(1006);
  expect(waits()).toEqual([1000, 1000]);
});

it.each([4401, 4403, 4409])("does not come back by itself after close code %i", (code) => {
  surroundings.newest.lose(code);
  vi.advanceTimersByTime(60_000);
  expect(surroundings.sockets).toHaveLength(1);
  expect(states.at(-1)?.kind).toBe("refused");
});

it("takes a line for dead when an expected answer does not come", () => {
  surroundings.newest.open();
  socket.expectAnswer(5000);
  vi.advanceTimersByTime(4999);
  expect(states.at(-1)?.kind).toBe("open");
  vi.advanceTimersByTime(1);
  expect(states.at(-1)?.kind).toBe("waiting");
});

it("is patient when any message came in time", () => {
  surroundings.newest.open();
  socket.expectAnswer(5000);
  surroundings.newest.receive({ op: "status" });
  vi.advanceTimersByTime(60_000);
  expect(states.at(-1)?.kind).toBe("open");
});

it("asks a full server again, but not all the time, and says what the server said", () => {
  surroundings.chance = 1;
  for (let times = 0; times < 3; times += 1) {
    surroundings.newest.open();
    surroundings.newest.receive({ op: "error" });
    surroundings.newest.lose(1013, "The playground is full.");
    expect(states.at(-1)).toMatchObject({ kind: "waiting", reason: "The playground is full.", retryAt: 10_000 });
    vi.advanceTimersByTime(10_000);
    expect(surroundings.sockets).toHaveLength(times + 2);
  }
});
