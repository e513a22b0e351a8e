import { expect, it } from "vitest";
import { exampleSchema, exampleSpec } from "../controls/example-schema";
import { withDefaults } from "./defaults";
import { withoutDefaults } from "./link";

const definitions = exampleSchema.$defs ?? {};

it("fills in what a link leaves out", () => {
  const short = withoutDefaults(exampleSpec, exampleSchema, definitions);
  expect(withDefaults(short, exampleSchema, definitions)).toMatchObject(exampleSpec);
});

it("makes an object of a kind's bare name, also in lists", () => {
  const full = withDefaults({ optimizer: "sgd", data: { kind: "spiral", features: ["x1"] } }, exampleSchema, definitions);
  expect(full).toMatchObject({
    optimizer: { kind: "sgd", learning_rate: 0.01 }, data: { kind: "spiral", features: [{ kind: "x1" }] },
  });
});

it("leaves alone what the schema does not know", () => {
  expect(withDefaults({ optimizer: "sparkle", color: "red" }, exampleSchema, definitions))
    .toMatchObject({ optimizer: "sparkle", color: "red" });
  expect(withDefaults({ data: { kind: "sparkle", glow: 2 } }, exampleSchema, definitions))
    .toMatchObject({ data: { kind: "sparkle", glow: 2 } });
});
