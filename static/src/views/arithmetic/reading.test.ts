import { describe, expect, it } from "vitest";
import { chosen, nodes, traced } from "./example";
import { comesBack, isTraceOf, litPath, slopeOf, tracedNode, weightedSum } from "./reading";

describe("a weighted sum", () => {
  it("adds up to the z of the unit", () => {
    const sum = weightedSum(traced, nodes, "n1", 1)!;
    expect(sum.terms.map(({ unit }) => unit)).toEqual([0, 1]);
    expect(sum.terms.reduce((all, { product }) => all + product, sum.bias)).toBeCloseTo(sum.sum, 6);
    expect(sum.sum).toBe(0.32132820044623855);
  });

  it("is none of the inputs, which have no weights", () => {
    expect(weightedSum(traced, nodes, "n0", 0)).toBeNull();
  });
});

describe("the way back", () => {
  it("makes dL/da of what comes from every unit that reads it", () => {
    const terms = comesBack(traced, nodes, "n1", 1)!;
    expect(terms.map(({ node, unit }) => `${node} ${unit}`)).toEqual(["n2 0", "n2 1"]);
    const sum = terms.reduce((all, { product }) => all + product, 0);
    expect(sum).toBeCloseTo(tracedNode(traced, "n1")!.da![1]!, 6);
  });

  it("knows the slope of a unit from what comes before and after it", () => {
    expect(slopeOf(traced, "n1", 1)).toBeCloseTo(1 - Math.tanh(tracedNode(traced, "n1")!.z![1]!) ** 2, 2);
    expect(slopeOf(traced, "n0", 0)).toBeNaN();
  });

  it("lights every unit and weight of a path, down to the chosen one", () => {
    const { units, edges } = litPath(chosen.routes[0]!, chosen.paths[1]!, chosen.index);
    expect(units).toEqual([{ node: "n3", unit: 0 }, { node: "n2", unit: 1 }, { node: "n1", unit: 1 }]);
    expect(edges).toEqual([{ node: "n3", out: 0, in: 1 }, { node: "n2", out: 1, in: 1 }, { node: "n1", out: 1, in: 0 }]);
  });
});

it("a trace of another network is known as such", () => {
  expect(isTraceOf(traced.trace, nodes)).toBe(true);
  expect(isTraceOf(traced.trace, nodes.slice(0, -1))).toBe(false);
  expect(isTraceOf(traced.trace, nodes.map((node) => ({ ...node, units: 3 })))).toBe(false);
});
