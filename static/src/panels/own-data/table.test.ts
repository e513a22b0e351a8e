import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { limits } from "../../state/store";
import type { Limits } from "../../wire/protocol";
import {
  answer, type Choice, choice, type Column, dataOf, guessed, obstacleTo, readTable, refusal, type TableAnswer, tasksOf,
  withInput, withTarget,
} from "./table";

const column = (name: string, kind: Column["kind"], distinct: number): Column =>
  ({ name, kind, distinct, missing: 0, low: null, high: null });
const columns = [column("length", "number", 40), column("color", "category", 2), column("kind", "category", 3)];
const found: TableAnswer = {
  table: "abc", rows: 50, columns, guess: { features: ["length", "color"], target: "kind", task: "classes" },
  preview: [], text: "length,color,kind\n1,red,a", notes: [],
};

beforeEach(() => { limits.value = { classes: 8 } as Limits; });
afterEach(() => vi.unstubAllGlobals());

it("knows what a column can be as the target", () => {
  expect(tasksOf(columns[0]!)).toEqual(["regression"]);
  expect(tasksOf(columns[1]!)).toEqual(["binary"]);
  expect(tasksOf(columns[2]!)).toEqual(["classes"]);
  expect(tasksOf(column("grade", "number", 5))).toEqual(["regression", "classes"]);
  expect(tasksOf(column("grade", "number", 9))).toEqual(["regression"]);
  expect(tasksOf(column("name", "text", 50))).toEqual([]);
});

it("begins with the guess", () => {
  expect(guessed(found)).toEqual({ inputs: new Set(["length", "color"]), target: "kind", task: "classes", testFraction: 0.3 });
});

it("makes an input of the target that was, and no input of the target", () => {
  const next = withTarget(guessed(found), columns[1]!, columns);
  expect([...next.inputs].toSorted()).toEqual(["kind", "length"]);
  expect(next).toMatchObject({ target: "color", task: "binary" });
});

it("says what is missing", () => {
  const none = ["length", "color"].reduce<Choice>((chosen, name) => withInput(chosen, name, false), guessed(found));
  expect(obstacleTo(none)).toContain("at least one column");
  expect(obstacleTo({ ...none, target: null })).toContain("predicted");
  expect(obstacleTo(guessed(found))).toBeNull();
});

it("puts a short table into the experiment and a long one by its name", () => {
  const chosen = guessed(found);
  expect(dataOf("csv", found, chosen)).toEqual({
    kind: "csv", text: found.text, inputs: ["length", "color"], target: "kind", task: "classes", test_fraction: 0.3,
  });
  expect(dataOf("csv", { ...found, text: null }, chosen)).toMatchObject({ table: "abc" });
});

it("shows what the server finds and what it refuses", async () => {
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(found)));
  await readTable("length,color,kind\n1,red,a");
  expect(answer.value?.rows).toBe(50);
  expect(choice.value?.target).toBe("kind");
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ code: "table", message: "Line 3 must have 3 cells; got 2.", hint: "Mend it." }), { status: 422 }));
  await readTable("broken");
  expect(answer.value).toBeNull();
  expect(refusal.value?.message).toContain("Line 3");
});

it("says so when the server cannot be reached", async () => {
  vi.stubGlobal("fetch", async () => { throw new TypeError("gone"); });
  await readTable("a,b\n1,2");
  expect(refusal.value?.message).toContain("could not be sent");
});
