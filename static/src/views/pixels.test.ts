import { describe, expect, it } from "vitest";
import type { FloatArray, SurfaceProbe } from "../wire/protocol";
import { inputText, numberText, niceTicks, signedText, tickText } from "./number-text";
import { paintBytes } from "./pixels";
import { planeOf, sample, strongest } from "./surface/map-pixels";
import { classShares, outputsAt, predictionText } from "./surface/reading";

const floats = (...values: number[]): FloatArray => ({
  dtype: "f32", shape: [values.length], data: Float32Array.from(values),
});

/** Two rows (the lower first), three columns: grows to the right by 1 and upward by 3. */
const surface: SurfaceProbe = {
  axes: ["x2", "x1"],
  values: { dtype: "u8", shape: [1, 2, 3], data: Uint8Array.of(0, 51, 102, 153, 204, 255) },
  low: floats(0),
  high: floats(5),
  extent: { x1: [-1, 1], x2: [0, 10] },
};

describe("painting a map", () => {
  it("puts the lowest row at the bottom", () => {
    const colors = Uint32Array.from({ length: 256 }, (_, byte) => byte);
    const words = new Uint32Array(4);
    paintBytes(words, 0, 2, Uint8Array.of(9, 1, 2, 3, 4), 1, 2, 2, colors);
    expect([...words]).toEqual([3, 4, 1, 2]);
  });
});

describe("reading a surface", () => {
  it("interpolates between grid points", () => {
    const plane = planeOf(surface)!;
    expect(sample(plane, 0, 0, 0)).toBeCloseTo(0);
    expect(sample(plane, 0, 2, 1)).toBeCloseTo(5);
    expect(sample(plane, 0, 0.5, 0.5)).toBeCloseTo(2);
    expect(sample(plane, 0, -7, 9)).toBeCloseTo(3);
  });

  it("reads by shares of the extent, lowest x2 first", () => {
    expect(outputsAt(surface, 1, 0)[0]).toBeCloseTo(2);
    expect(outputsAt(surface, 0, 1)[0]).toBeCloseTo(3);
  });

  it("reads curves as well", () => {
    const curve: SurfaceProbe = {
      axes: ["x1"], extent: { x1: [0, 1] },
      values: { dtype: "f32", shape: [1, 3], data: Float32Array.of(0, 2, 8) },
    };
    expect(outputsAt(curve, 0.75, 0)[0]).toBeCloseTo(5);
    expect(outputsAt(curve, 1, 0)[0]).toBeCloseTo(8);
  });

  it("says what is predicted in words", () => {
    const scale = { low: 0, center: 0.5, high: 1 };
    expect(predictionText([0.25], "binary", scale, null)).toBe("0.250 (class 0)");
    expect(predictionText([0.1, 0.7, 0.2], "classes", scale, ["a", "b", "c"])).toBe("b (0.700)");
    expect(predictionText([-1.5], "regression", scale, null)).toBe("−1.500");
  });

  it("finds the strongest class and its lead", () => {
    expect(strongest([0.2, 0.7, 0.1], 1)).toEqual({ index: 1, lead: expect.closeTo(0.5) as number });
    expect(strongest([0.6, 0.3], 1).index).toBe(0);
    expect(strongest([3, 3, 3], 1).lead).toBe(0);
  });

  it("counts the share of each class", () => {
    expect(classShares(surface, "binary", { low: 0, center: 2.5, high: 5 })).toEqual([50, 50]);
    expect(classShares(surface, "regression", { low: 0, center: 2.5, high: 5 })).toEqual([]);
  });
});

describe("numbers as text", () => {
  it.each([
    [0.53219, "0.532"], [-0.5, "−0.500"], [-0.0001, "−1.0e−4"], [0, "0.000"], [123.456, "123.5"],
    [Number.NaN, "–"], [Number.NEGATIVE_INFINITY, "−∞"], [-0, "0.000"],
  ])("%d is %s", (value, text) => expect(numberText(value)).toBe(text));

  it("always has a sign where signs are compared", () => {
    expect(signedText(1)).toBe("+1.000");
    expect(signedText(-1)).toBe("−1.000");
  });

  it("writes inputs with their numbers below the line", () => {
    expect(inputText("x1")).toBe("x₁");
    expect(inputText("y")).toBe("y");
    expect(inputText("column 2")).toBe("column 2");
  });

  it("chooses round ticks within the range", () => {
    expect(niceTicks(-6, 6, 5)).toEqual({ step: 5, ticks: [-5, 0, 5] });
    expect(niceTicks(1, 1, 5).ticks).toEqual([]);
    expect(niceTicks(0, 200, 4).ticks[0]!.toLocaleString("en-US")).toBe("0");
    expect(tickText(-0.5, 0.5)).toBe("−0.5");
    expect(tickText(-0, 2)).toBe("0");
  });
});
