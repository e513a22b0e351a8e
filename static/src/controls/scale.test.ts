import { describe, expect, it } from "vitest";
import type { NumberField } from "./resolve";
import { positionOf, positions, rounded, valueAtPosition } from "./scale";

const plain: NumberField = {
  draw: "number", title: "", description: "", live: false, unit: "", integer: false,
  low: 0, high: 1, lowAllowed: true, highAllowed: true, step: null, scale: "linear",
};

const fields: { [name: string]: NumberField } = {
  units: { ...plain, integer: true, low: 1, high: 64, step: 1 },
  samples: { ...plain, integer: true, low: 10, high: 5000, step: 10 },
  noise: { ...plain, high: 0.5, step: 0.05 },
  rate: { ...plain, low: 0, high: 10, lowAllowed: false, scale: "log" },
  penalty: { ...plain, low: 0, high: 1, scale: "log" },
  share: { ...plain, highAllowed: false, step: 0.1 },
};

describe.each(Object.entries(fields))("%s", (_, field) => {
  it("goes through the slider and back to where it was, but for rounding", () => {
    for (let position = 0; position <= positions; position += 1) {
      const value = valueAtPosition(position, field);
      const neighbors = [-1, 0, 1].map((by) => valueAtPosition(positionOf(value, field) + by, field));
      expect(neighbors).toContain(value);
    }
  });

  it("keeps within its bounds", () => {
    const values = Array.from({ length: positions + 1 }, (_, position) => valueAtPosition(position, field));
    for (const value of values) {
      expect(value).toBeGreaterThanOrEqual(field.low ?? 0);
      expect(value).toBeLessThanOrEqual(field.high ?? 0);
      if (!field.lowAllowed) expect(value).toBeGreaterThan(field.low ?? 0);
      if (!field.highAllowed) expect(value).toBeLessThan(field.high ?? 0);
    }
    expect(values).toEqual(values.toSorted((one, other) => one - other));
  });
});

it("gives round numbers", () => {
  expect(rounded(0.30000000000000004, { ...plain, step: 0.1 })).toBe(0.3);
  expect(rounded(0.0123456, fields.rate as NumberField)).toBe(0.012);
  expect(rounded(137, fields.samples as NumberField)).toBe(140);
});

it("has zero at the left end of a logarithmic slider that allows it", () => {
  expect(valueAtPosition(0, fields.penalty as NumberField)).toBe(0);
  expect(positionOf(0, fields.penalty as NumberField)).toBe(0);
});
