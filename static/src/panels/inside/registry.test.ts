import { expect, it } from "vitest";
import { describeTab, tabs } from "./registry";

it("reads the place and the title of a tab from its file", () => {
  expect(describeTab("./tabs/3-hidden-space.tsx")).toEqual({ place: 3, id: "hidden-space", title: "Hidden space" });
  expect(() => describeTab("./tabs/hidden.tsx")).toThrow("hidden.tsx");
});

it("finds every tab once", () => {
  const ids = tabs.map(({ id }) => id);
  expect(ids).toContain("optimizer");
  expect(new Set(ids).size).toBe(ids.length);
});
