import { describe, expect, it } from "vitest";
import type { NeuronsProbe } from "../../wire/protocol";
import { unitRow, unitSurface, unitTile } from "../unit-map";
import { biasMeaning, gradientMeaning, nodeName, unitName, weightMeaning } from "./names";
import { innerParts, innerValue, isRemoved } from "./measured";
import { arraysOf, parameterMeaning, parameterTitle, parameterValue, sourceOf } from "./parameters";
import { nested, network, vector } from "./sample-nodes";

const nodes = network(2, 3, -1, 2).map((node, index) => ({
  ...node,
  title: ["Features", "Dense", "Dropout", "Output"][index]!,
  unit_labels: index === 0 ? ["x₁", "x₂"] : null,
}));

describe("names", () => {
  it("count layers as the headers do and call inputs by their labels", () => {
    expect(unitName(nodes, "n0", 1)).toBe("x₂");
    expect(unitName(nodes, "n1", 2)).toBe("Layer 1, unit 3");
    expect(nodeName(nodes, "bar2")).toBe("Layer 2");
    expect(unitName(nodes, "n3", 0)).toBe("Output, unit 1");
  });

  it("leave the number of a lone unit away", () => {
    expect(unitName(network(1, 1).map((node) => ({ ...node, title: "Output" })), "n1", 0)).toBe("Output");
  });
});

describe("meanings", () => {
  it("say which way a weight works", () => {
    expect(weightMeaning(0.5, "x₁", "Output")).toBe("Each 1 of x₁ adds 0.500 to the sum of Output.");
    expect(weightMeaning(-0.5, "x₁", "Output")).toBe("Each 1 of x₁ takes 0.500 from the sum of Output.");
    expect(weightMeaning(0.001, "x₁", "Output")).toBe("x₁ hardly counts in Output.");
    expect(biasMeaning(-2, "Output")).toContain("Takes 2.000 from");
  });

  it("say which way the loss falls: against the gradient", () => {
    expect(gradientMeaning(0.3)).toContain("smaller");
    expect(gradientMeaning(-0.3)).toContain("larger");
    expect(gradientMeaning(Number.NaN)).toBe("");
  });
});

describe("parameters", () => {
  const weight = { dtype: "f32" as const, shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
  const bias = { dtype: "f32" as const, shape: [3], data: Float32Array.of(7, 8, 9) };
  const place = { node: "n1", parameter: "weight" as const, out: 2, in: 1 };

  it("are found by their unit and source", () => {
    expect(parameterValue({ n1: { weight, bias } }, place)).toBe(6);
    expect(parameterValue({ n1: { weight, bias } }, { node: "n1", parameter: "bias", out: 1, in: null })).toBe(8);
  });

  it("are not a number where nothing was measured", () => {
    expect(parameterValue(null, place)).toBeNaN();
    expect(parameterValue({ n1: { bias } }, place)).toBeNaN();
  });

  it("are called by both of their ends", () => {
    expect(parameterTitle(nodes, place)).toBe("x₂ → Layer 1, unit 3");
    expect(parameterTitle(nodes, { ...place, parameter: "bias", in: null })).toBe("Bias of Layer 1, unit 3");
    expect(parameterMeaning(nodes, place, 6)).toContain("Each 1 of x₂ adds");
  });
});

describe("what else a unit has", () => {
  const bar = { ...nodes[2]!, trainable: { scale: vector(3), shift: vector(3) }, buffers: { running_mean: vector(3) } };

  it("is found by its shape: a number for each unit", () => {
    const names = ({ matrices, vectors, kept }: ReturnType<typeof arraysOf>) =>
      [matrices, vectors, kept].map((arrays) => arrays.map(([name]) => name));
    expect(names(arraysOf(bar))).toEqual([[], ["scale", "shift"], ["running_mean"]]);
    expect(names(arraysOf(nodes[1]))).toEqual([["weight"], ["bias"], []]);
  });

  it("is called by its own name", () => {
    const slope = { node: "n1", parameter: "negative_slope", out: 0, in: null };
    expect(parameterTitle(nodes, slope)).toBe("Negative slope of Layer 1, unit 1");
  });

  it("comes from the input of a block where a matrix leads around it", () => {
    const block = nested(2, 8, [4], 1);
    expect(sourceOf(block, { node: "layers.1", parameter: "projection", out: 0, in: 7 })).toBe("layers.0");
    expect(sourceOf(block, { node: "layers.1.layers.0", parameter: "weight", out: 0, in: 7 })).toBe("layers.0");
  });
});

describe("the inside of the optimizer", () => {
  const array = (...data: number[]) => ({ dtype: "f32" as const, shape: [3, 2], data: Float32Array.from(data) });
  const optimizer = {
    slots: ["first_moment"], learning_rate: 0.1,
    nodes: { n1: { weight: { first_moment: array(1, 2, 3, 4, 5, 6), step: array(-1, -2, -3, -4, -5, -6) } } },
  };
  const place = { node: "n1", parameter: "weight", out: 2, in: 0 };

  it("has whatever the optimizer keeps, and its next step", () => {
    expect(innerParts(optimizer)).toEqual([
      { part: "first_moment", title: "First moment" }, { part: "step", title: "Next step" },
    ]);
    expect(innerParts(optimizer).map(({ part }) => innerValue(optimizer, place, part))).toEqual([5, -5]);
    expect(innerValue(optimizer, { ...place, node: "n3" }, "step")).toBeNaN();
    expect(innerParts(null)).toEqual([]);
  });

  it("knows which weights were removed", () => {
    const parts = { frozen: new Set<string>(), removable: new Set<string>(), removed: new Map([["n1", new Set([4])]]), showRemoved: false };
    expect(isRemoved({ nodes, parts }, place)).toBe(true);
    expect(isRemoved({ nodes, parts }, { ...place, in: 1 })).toBe(false);
  });
});

describe("the map of one unit", () => {
  const neurons: NeuronsProbe = {
    values: { dtype: "u8", shape: [3, 2, 2], data: Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11) },
    low: { dtype: "f32", shape: [3], data: Float32Array.of(-1, -2, -3) },
    high: { dtype: "f32", shape: [3], data: Float32Array.of(1, 2, 3) },
    nodes: [{ id: "a", units: 1, offset: 0 }, { id: "b", units: 2, offset: 1 }],
  };

  it("is found by its node and place, and only there", () => {
    expect(unitRow(neurons, "b", 1)).toBe(2);
    expect(unitRow(neurons, "b", 2)).toBeNull();
    expect(unitRow(neurons, "c", 0)).toBeNull();
  });

  it("comes with its own bounds", () => {
    const tile = unitTile(neurons, "b", 1);
    expect(tile).toMatchObject({ low: -3, high: 3, values: { shape: [2, 2] } });
    expect([...tile!.values.data]).toEqual([8, 9, 10, 11]);
  });

  it("can stand in the place of the output", () => {
    const surface = unitSurface(neurons, "b", 0, { axes: ["x2", "x1"], extent: { x1: [0, 1], x2: [0, 1] } });
    expect(surface?.values.shape).toEqual([1, 2, 2]);
    expect(surface?.low?.data[0]).toBe(-2);
  });
});
