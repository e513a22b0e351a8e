import { describe, expect, it } from "vitest";
import { levelWidth, widthLevel } from "./edge-strokes";
import { FULL, HIDDEN, MOST_DRAWN, STUB, buildEdges, edgesOf, magnitudeOfRank, readWeights } from "./edges";
import { layoutNetwork } from "./layout";
import { biasPlace, pickBias, pickEdge, wayAt } from "./picking";
import { network } from "./sample-nodes";

const nodes = network(2, 3, 1);
const layout = layoutNetwork(nodes, { width: 600, height: 300, expanded: new Set() });
const edges = buildEdges(layout);

/** The place on an edge's curve at a parameter of its cubic. */
function onCurve(edge: number, t: number): [number, number] {
  const [x0, y0] = [edges.startX[edge]!, edges.startY[edge]!];
  const [x1, y1] = [edges.endX[edge]!, edges.endY[edge]!];
  const bend = (x0 + x1) / 2;
  const u = 1 - t;
  const cubic = (a: number, b: number, c: number, d: number) =>
    u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
  return [cubic(x0, bend, bend, x1), cubic(y0, y0, y1, y1)];
}

describe("edges", () => {
  it("are as many as weights, each with its place in the matrix", () => {
    expect(edges.count).toBe(2 * 3 + 3 * 1);
    expect([...edges.place.slice(0, 6)]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([edges.out[3], edges.in[3]]).toEqual([1, 1]);
  });

  it("take the newest weights by node", () => {
    const weight = { dtype: "f32" as const, shape: [3, 2], data: Float32Array.of(1, -2, 3, -4, 5, -6) };
    readWeights(edges, layout, { n1: { weight } });
    expect([...edges.value.slice(0, 6)]).toEqual([1, -2, 3, -4, 5, -6]);
    expect(edges.value[6]).toBeNaN();
  });

  it("get wider with the root of the magnitude, alike for both signs", () => {
    expect(widthLevel(0)).toBe(0);
    expect(widthLevel(Number.NaN)).toBe(0);
    expect(widthLevel(-2)).toBe(widthLevel(2));
    expect(widthLevel(1)).toBeGreaterThan(widthLevel(0.1));
    expect(widthLevel(1e9)).toBe(widthLevel(1e12));
    expect(levelWidth(widthLevel(4), 1)).toBeGreaterThan(levelWidth(widthLevel(4), 0.4));
  });

  it("of one unit are those that begin or end there", () => {
    const marked = edgesOf(edges, layout, "n1", 1);
    expect([...marked].reduce((sum, mark) => sum + mark, 0)).toBe(3);
  });

  it("are culled to the strongest when there are too many", () => {
    const wide = network(2, 60, 60, 1);
    const all = { width: 600, height: 300, expanded: new Set(["n1", "n2"]) };
    const wideLayout = layoutNetwork(wide, all);
    const many = buildEdges(wideLayout);
    const data = Float32Array.from({ length: 3600 }, (_, place) => (place % 2 ? -1 : 1) * ((place * 37) % 3600) / 3600);
    const small = new Float32Array(120).fill(0.001);
    readWeights(many, wideLayout, {
      n1: { weight: { dtype: "f32", shape: [60, 2], data: small } },
      n2: { weight: { dtype: "f32", shape: [60, 60], data } },
      n3: { weight: { dtype: "f32", shape: [1, 60], data: small.slice(0, 60) } },
    });
    const drawn = many.drawn.reduce((sum, mark) => sum + mark, 0);
    expect(drawn).toBeLessThanOrEqual(MOST_DRAWN);
    expect(drawn).toBeGreaterThan(MOST_DRAWN * 0.9);
    const weakest = Math.min(...many.value.filter((_, edge) => many.drawn[edge] === 1).map(Math.abs));
    const strongestHidden = Math.max(...many.value.filter((_, edge) => many.drawn[edge] === 0).map(Math.abs));
    expect(weakest).toBeGreaterThanOrEqual(strongestHidden);
  });

  it("count nothing among no magnitudes", () => {
    expect(magnitudeOfRank(Float32Array.of(0, 0), 1)).toBe(0);
    expect(magnitudeOfRank(Float32Array.of(Number.NaN), 1)).toBe(0);
  });
});

describe("removed edges", () => {
  const parts = { frozen: new Set(["n1"]), removable: new Set(["n1"]), removed: new Map([["n1", new Set([3])]]), showRemoved: false };
  const marked = buildEdges(layout, parts);

  it("are neither drawn nor found, unless they are shown", () => {
    const [x, y] = onCurve(3, 0.9);
    expect(marked.drawn[3]).toBe(HIDDEN);
    expect(pickEdge(marked, x, y)).not.toBe(3);
    const shown = buildEdges(layout, { ...parts, showRemoved: true });
    expect(shown.drawn[3]).toBe(STUB);
    expect(pickEdge(shown, x, y)).toBe(3);
  });

  it("are stubs among the edges of a unit that is looked at", () => {
    expect(edgesOf(marked, layout, "n1", 1)[3]).toBe(STUB);
    expect(edgesOf(marked, layout, "n1", 1)[2]).toBe(FULL);
  });

  it("are marked apart from the edges of frozen layers", () => {
    expect([...marked.muted!]).toEqual([1, 1, 1, 1, 1, 1, 0, 0, 0]);
    expect(edges.muted).toBeNull();
    expect(edges.removed).toBeNull();
  });
});

describe("picking", () => {
  it("solves the way along a curve for its width", () => {
    for (const t of [0, 0.1, 0.4, 0.5, 0.9, 1]) {
      const share = t * (1.5 - 1.5 * t + t * t);
      expect(wayAt(share)).toBeCloseTo(t, 5);
    }
  });

  it("finds every edge on its own curve", () => {
    for (let edge = 0; edge < edges.count; edge += 1) {
      const [x, y] = onCurve(edge, 0.8);
      expect(pickEdge(edges, x, y)).toBe(edge);
    }
  });

  it("finds nothing away from all curves, nor beyond their ends", () => {
    expect(pickEdge(edges, layout.columns[1]!.center, 4)).toBe(-1);
    expect(pickEdge(edges, 0, 0)).toBe(-1);
  });

  it("does not find what is not drawn", () => {
    const [x, y] = onCurve(0, 0.8);
    edges.drawn[0] = 0;
    expect(pickEdge(edges, x, y)).not.toBe(0);
    edges.drawn[0] = 1;
  });

  it("finds the bias handle of a unit, and only where there is a bias", () => {
    const { x, y } = biasPlace(layout, 1, 2);
    expect(pickBias(layout, () => true, x + 3, y - 3)).toEqual({ column: 1, row: 2 });
    expect(pickBias(layout, () => false, x, y)).toBeNull();
    expect(pickBias(layout, () => true, x + 30, y)).toBeNull();
  });
});
