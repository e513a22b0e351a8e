import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Catalog, Family, KindDescription } from "../wire/protocol";
import { ControlContext } from "./context";
import { KindMenu, placeAfter } from "./kind-menu";

const kinds = {
  sigmoid: { kind: "sigmoid", title: "Sigmoid", explanation: "An S-curve: from 0 to 1. And more.", figures: { range: "0 … 1", "largest slope": "0.25" } },
  tanh: { kind: "tanh", title: "Tanh", explanation: "An S-curve from −1 to 1. And more.", use_when: "Always." },
  huber: { kind: "huber", title: "Huber", explanation: "Robust.", outliers: "An error of 3 costs 5 times as much." },
} as unknown as { [kind: string]: KindDescription };
const family: Family = { title: "Activation", explanation: "What a unit makes of its sum.", kinds };
const choices = Object.values(kinds).map((described) => ({ kind: described.kind, title: described.title, described }));
let root: HTMLElement;
let taken: string[];

beforeEach(() => {
  root = document.createElement("div");
  document.body.append(root);
  taken = [];
  HTMLElement.prototype.hidePopover = () => undefined;
  const surroundings = { catalog: {} as Catalog, definitions: {}, theme: "light" as const, error: null };
  void act(() => render(
    <ControlContext.Provider value={surroundings}>
      <KindMenu title="Activation" family={family} choices={choices} chosen="tanh" disabled={false} choose={(kind) => taken.push(kind)} />
    </ControlContext.Provider>, root,
  ));
});

afterEach(() => {
  render(null, root);
  root.remove();
});

function toggle(type: "beforetoggle" | "toggle", newState: "open" | "closed"): void {
  const event = Object.assign(new Event(type), { newState });
  void act(() => { root.querySelector("[popover]")?.dispatchEvent(event); });
}

function press(key: string): void {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  void act(() => { document.activeElement?.dispatchEvent(event); });
}

it("draws its kinds only while it is open, the chosen one in focus", () => {
  expect(root.querySelectorAll("[role=option]")).toHaveLength(0);
  toggle("beforetoggle", "open");
  toggle("toggle", "open");
  expect([...root.querySelectorAll("[role=option]")].map((option) => option.textContent)).toEqual([
    "Sigmoidrange 0 … 1 · largest slope 0.25An S-curve: from 0 to 1. And more.",
    "TanhAn S-curve from −1 to 1. And more.Use it when: Always.",
    "HuberAn error of 3 costs 5 times as much.",
  ]);
  expect(document.activeElement?.getAttribute("aria-selected")).toBe("true");
  toggle("toggle", "closed");
  expect(root.querySelectorAll("[role=option]")).toHaveLength(0);
});

it("is walked by arrows and letters and taken by Enter", () => {
  toggle("beforetoggle", "open");
  toggle("toggle", "open");
  press("ArrowUp");
  press("Enter");
  press("h");
  press(" ");
  expect(taken).toEqual(["sigmoid", "huber"]);
});

it("stops at both ends and knows no other keys", () => {
  expect(placeAfter("ArrowDown", 2, choices)).toBe(2);
  expect(placeAfter("ArrowUp", 0, choices)).toBe(0);
  expect(placeAfter("End", 0, choices)).toBe(2);
  expect(placeAfter("Home", 2, choices)).toBe(0);
  expect(placeAfter("s", 1, choices)).toBe(0);
  expect(placeAfter("x", 1, choices)).toBeNull();
  expect(placeAfter("Tab", 1, choices)).toBeNull();
});
