import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { inFewWords, inWords, notePicture, share, sharingText, watchWaiting } from "./sharing";
import { connection, status } from "./store";

const told = { op: "sharing" as const, seq: 3, people: 42, frames_per_second: 15.2, detail: 0.7, shared: true };
const playing = { state: "playing" as const, epoch: 3, step: 9, reason: null, cause: null };

describe("a machine that many share", () => {
  afterEach(() => share(null));

  it("is said calmly, and no more than is true", () => {
    expect(inWords(told)).toBe("42 people are training here: pictures come 15 times a second, and a little coarser.");
    expect(inWords({ ...told, detail: 1 })).toBe("42 people are training here: pictures come 15 times a second.");
    expect(inWords({ ...told, people: 1, detail: 1 })).toBe("The machine has much to do: pictures come 15 times a second.");
    expect(inWords({ ...told, detail: 1, frames_per_second: 0.44 })).toMatch("pictures come 0.4 times a second.");
    expect(inFewWords(told)).toBe("42 people train here: 15 pictures a second.");
    expect(inFewWords({ ...told, people: 1 })).toBe("Much to do: 15 pictures a second.");
  });

  it("is said as long as it is so", () => {
    share(told);
    expect(sharingText.value).toMatch("42 people");
    share({ ...told, shared: false, frames_per_second: 60, detail: 1 });
    expect(sharingText.value).toBe("");
  });
});

describe("a run that gets no turn", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    connection.value = { kind: "open" };
    watchWaiting();
  });
  afterEach(() => {
    status.value = { ...playing, state: "paused" };
    vi.useRealTimers();
  });

  it("waits for the machine after two seconds, until a picture comes", () => {
    status.value = playing;
    vi.advanceTimersByTime(1900);
    expect(sharingText.value).toBe("");
    vi.advanceTimersByTime(700);
    expect(sharingText.value).toBe("Waiting for the machine …");
    notePicture();
    expect(sharingText.value).toBe("");
  });

  it("does not wait while it stands still, or while the server is away", () => {
    status.value = { ...playing, state: "paused" };
    vi.advanceTimersByTime(9000);
    expect(sharingText.value).toBe("");
    status.value = playing;
    connection.value = { kind: "waiting", retryAt: 0, reason: "Connection lost." };
    vi.advanceTimersByTime(9000);
    expect(sharingText.value).toBe("");
  });
});
