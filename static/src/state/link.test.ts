import { expect, it } from "vitest";
import { exampleSchema, exampleSpec } from "../controls/example-schema";
import { LinkError, limitOfLink, readLink, withoutDefaults, writeLink } from "./link";

const definitions = exampleSchema.$defs ?? {};

it("leaves out what the server fills in by itself", () => {
  expect(withoutDefaults(exampleSpec, exampleSchema, definitions)).toEqual({
    seed: 3,
    data: { kind: "spiral", noise: 0.1, features: ["x1"] },
    network: { layers: [{ kind: "dense", units: 8, regularizer: "l2" }, "dropout", "dense"] },
    training: { early_stopping: {} },
  });
});

it("opens as it was written", async () => {
  const link = await writeLink(exampleSpec, exampleSchema);
  expect(link).toMatch(/^#1=[\w-]+$/);
  expect(await readLink(link)).toEqual(withoutDefaults(exampleSpec, exampleSchema, definitions));
});

it("gives the same experiment the same link", async () => {
  const copy = JSON.parse(JSON.stringify(exampleSpec)) as typeof exampleSpec;
  expect(await writeLink(copy, exampleSchema)).toBe(await writeLink(exampleSpec, exampleSchema));
});

it("survives the line breaks and escapes of mail programs", async () => {
  const link = await writeLink(exampleSpec, exampleSchema);
  const broken = `${link.slice(0, 20)}%20\n${link.slice(20)}`;
  expect(await readLink(broken)).toEqual(await readLink(link));
});

it("finds nothing in an address without a link", async () => {
  expect(await readLink("")).toBeNull();
  expect(await readLink("#")).toBeNull();
});

it.each([
  ["#1=%%%", "damaged"],
  ["#1=AAAA", "damaged"],
  ["#1=", "damaged"],
  ["#7=q1YqSy0", "format 7"],
  ["#section", "not one of the playground's"],
])("says in a sentence what is wrong with %s", async (hash, words) => {
  await expect(readLink(hash)).rejects.toThrow(LinkError);
  await expect(readLink(hash)).rejects.toThrow(words);
});

it("refuses a link cut short", async () => {
  const link = await writeLink(exampleSpec, exampleSchema);
  await expect(readLink(link.slice(0, -12))).rejects.toThrow("incomplete");
});

const drawn = (count: number) =>
  Array.from({ length: count }, (_, index) => [Math.round(Math.sin(index) * 500) / 100, Math.round(Math.cos(index / 2) * 5000) / 1000, index % 3]);
const withPoints = (points: number[][]) => ({ ...exampleSpec, network: { points } }) as unknown as typeof exampleSpec;
const noSchema = { properties: { network: { properties: { points: { type: "array", items: {} } } } } };

it.each([0, 3, 8, 267])("takes %i points along to the last digit", async (count) => {
  const link = await writeLink(withPoints(drawn(count)), noSchema);
  expect(await readLink(link)).toEqual({ network: { points: drawn(count) } });
});

it("takes no more than seven letters for a point", async () => {
  expect((await writeLink(withPoints(drawn(200)), noSchema)).length).toBeLessThan(1400);
});

it("leaves lists as they are that are no tables of short numbers", async () => {
  const points = drawn(10).map(([x, y, z]) => [x! / 3, y!, z!]);
  expect(await readLink(await writeLink(withPoints(points), noSchema))).toEqual({ network: { points } });
});

it("says where a link opens", () => {
  const opened = (data: object) => limitOfLink({ ...exampleSpec, data: { kind: "csv", ...data } } as never);
  expect(opened({ text: "a,b", table: null })).toBeNull();
  expect(opened({ text: null, table: "3f" })).toContain("only on this server");
});
