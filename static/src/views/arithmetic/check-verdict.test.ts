import { describe, expect, it } from "vitest";
import type { GradientCheckProbe } from "../../wire/protocol";
import { shape, verdict } from "./check-verdict";

function check(error: number[], analytic = 0.13): GradientCheckProbe {
  const steps = error.map((_, place) => 10 ** -(place + 1));
  return {
    problem: null, node: "n1", parameter: "weight", index: [0, 0], value: 1, loss: 1, analytic,
    steps, numeric: error.map(() => analytic), difference: error, error,
  };
}

describe("a gradient check", () => {
  it("names the best step and the digits that agree there", () => {
    const found = check([6e-2, 1e-2, 1.6e-6, 1.6e-8, 1.7e-10, 3.6e-10, 1.7e-9, 1e-8, 6e-8]);
    expect(verdict(found)).toContain("h = 1e−5");
    expect(verdict(found)).toContain("9 digits");
    expect(shape(found)).toContain("V-shaped");
  });

  it("does not call a gradient right that differences do not confirm", () => {
    expect(verdict(check([0.5, 0.4, 0.4, 0.5]))).toContain("40.0 %");
  });

  it("tells a number that does not count from one that is right", () => {
    expect(verdict(check([0, 0, 0], 0))).toContain("exactly 0");
  });

  it("of a straight loss only rounding is left", () => {
    expect(shape(check([1e-16, 1e-15, 1e-13, 1e-11]))).toContain("only the left arm");
    expect(shape(check([1e-2, 1e-4, 1e-6]))).toContain("only the right arm");
  });
});
