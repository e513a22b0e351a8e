import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { dismissPassing, notices, notify } from "./notices";

const messages = () => notices.value.map(({ message }) => message);

beforeEach(() => {
  vi.useFakeTimers();
  notices.value = [];
});

afterEach(() => {
  vi.useRealTimers();
});

it("keeps problems and lets information go after a while", () => {
  notify("problem", "Broken.");
  notify("information", "Restarted.");
  vi.advanceTimersByTime(60_000);
  expect(messages()).toEqual(["Broken."]);
});

it("does not repeat a sentence, but shows it for as long again", () => {
  notify("information", "Restarted.");
  const [first] = notices.value;
  vi.advanceTimersByTime(4000);
  notify("information", "Restarted.");
  expect(notices.value).toEqual([first]);
  vi.advanceTimersByTime(4000);
  expect(messages()).toEqual(["Restarted."]);
  vi.advanceTimersByTime(4000);
  expect(messages()).toEqual([]);
});

it("drops what was said about one command when the next is given, and nothing else", () => {
  notify("problem", "Refused.", null, true);
  notify("problem", "The link is damaged.");
  dismissPassing();
  expect(messages()).toEqual(["The link is damaged."]);
});

it("keeps notes, and says the newest hint of the same sentence", () => {
  notify("note", "A link from elsewhere.", "Another draw.");
  notify("note", "A link from elsewhere.", "Other colors.");
  vi.advanceTimersByTime(60_000);
  expect(notices.value.map(({ hint }) => hint)).toEqual(["Other colors."]);
});
