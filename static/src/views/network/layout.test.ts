import { describe, expect, it } from "vitest";
import { buildEdges } from "./edges";
import { areaToPaint, layoutNetwork, type Layout } from "./layout";
import { MOST_SHOWN } from "./rows";
import { network, node } from "./sample-nodes";

const space = { width: 720, height: 500, expanded: new Set<string>() };

function expectOrder(layout: Layout): void {
  for (let index = 1; index < layout.columns.length; index += 1) {
    const [before, after] = [layout.columns[index - 1]!, layout.columns[index]!];
    const room = after.center - after.headerWidth / 2 - (before.center + before.headerWidth / 2);
    expect(room).toBeGreaterThanOrEqual(28);
  }
}

describe("the layout of a small network", () => {
  const layout = layoutNetwork(network(2, 8, 8, 1), space);

  it("fits its space and keeps columns in order, with room for the insert buttons", () => {
    expect(layout.width).toBe(720);
    expect(layout.height).toBe(500);
    expectOrder(layout);
  });

  it("keeps every tile inside and apart from the others", () => {
    for (const { middles } of layout.columns) {
      middles.forEach((middle, row) => {
        expect(middle - layout.tile / 2).toBeGreaterThanOrEqual(0);
        expect(middle + layout.tile / 2).toBeLessThanOrEqual(layout.height);
        if (row > 0) expect(middle - middles[row - 1]!).toBeGreaterThanOrEqual(layout.tile + 6);
      });
    }
  });

  it("centers columns of different length on one line", () => {
    const middles = layout.columns.map(({ middles: own }) => (own[0]! + own.at(-1)!) / 2);
    for (const middle of middles) expect(Math.abs(middle - middles[0]!)).toBeLessThanOrEqual(1);
  });

  it("bundles the weights between neighbors", () => {
    expect(layout.bundles.map(({ from, to, fanIn }) => [from, to, fanIn])).toEqual([[0, 1, 2], [1, 2, 8], [2, 3, 8]]);
    expect(layout.passages).toEqual([]);
  });
});

describe("wide and deep networks", () => {
  it("collapse what is more than fits, and say how much", () => {
    const { columns } = layoutNetwork(network(2, 64, 1), space);
    expect(columns[1]!.units).toHaveLength(MOST_SHOWN - 1);
    expect(columns[1]!.hidden).toBe(64 - (MOST_SHOWN - 1));
    expect(columns[1]!.isExpanded).toBe(false);
  });

  it("show all units of an expanded column and grow in height", () => {
    const layout = layoutNetwork(network(2, 64, 1), { ...space, expanded: new Set(["n1"]) });
    expect(layout.columns[1]!.units).toHaveLength(64);
    expect(layout.columns[1]!.hidden).toBe(0);
    expect(layout.height).toBeGreaterThan(space.height);
    // The short columns stay within the part that is seen first.
    for (const middle of layout.columns[0]!.middles) expect(middle).toBeLessThan(space.height);
  });

  it("collapse further where there is little height, so that nothing is cut off", () => {
    const low = { ...space, height: 200 };
    const layout = layoutNetwork(network(2, 64, 1), low);
    expect(layout.height).toBe(low.height);
    expect(layout.columns[1]!.units.length).toBeLessThan(MOST_SHOWN - 1);
    expect(layout.columns[1]!.bottom).toBeLessThanOrEqual(low.height);
  });

  it("have tiles that fingers hit where fingers are used", () => {
    expect(layoutNetwork(network(2, 12, 1), { ...space, height: 300, isCoarse: true }).tile).toBeGreaterThanOrEqual(32);
  });

  it("do not collapse exactly as many as fit", () => {
    const { columns } = layoutNetwork(network(2, MOST_SHOWN, 1), space);
    expect(columns[1]!.units).toHaveLength(MOST_SHOWN);
  });

  it("get wider than their space rather than narrower than their headers", () => {
    const layout = layoutNetwork(network(2, ...Array<number>(12).fill(6), 1), space);
    expect(layout.width).toBeGreaterThan(space.width);
    expectOrder(layout);
  });
});

describe("columns that are long for their height", () => {
  const low = { ...space, height: 340 };

  it("have tiles in turn left and right, larger than in one line", () => {
    const { columns, tile } = layoutNetwork(network(2, 12, 1), low);
    const long = columns[1]!;
    expect(tile).toBeGreaterThanOrEqual(32);
    expect(long.units).toHaveLength(12);
    expect(long.bottom).toBeLessThanOrEqual(low.height);
    expect(long.right - long.left).toBeLessThan(long.headerWidth);
    long.middles.forEach((middle, row) => {
      expect(Math.sign(long.shifts[row]!)).toBe(row % 2 === 0 ? -1 : 1);
      // Between two tiles of one side there is room for the edges of the other side.
      if (row > 1) expect(middle - long.middles[row - 2]! - tile).toBeGreaterThanOrEqual(8);
    });
    expect(columns[0]!.shifts).toEqual([0, 0]);
  });

  it("stay in one line where there is room, and where labels stand beside them", () => {
    expect(layoutNetwork(network(2, 8, 1), low).columns[1]!.shifts.every((shift) => shift === 0)).toBe(true);
    const labelled = network(12, 2, 1).map((made, index) => (index === 0 ? { ...made, unit_labels: Array(12).fill("x") } : made));
    expect(layoutNetwork(labelled, low).columns[0]!.shifts.every((shift) => shift === 0)).toBe(true);
  });

  it("have edges that end at their tiles", () => {
    const layout = layoutNetwork(network(2, 12, 1), low);
    const edges = buildEdges(layout);
    const long = layout.columns[1]!;
    expect([edges.endX[0], edges.endX[2]]).toEqual([long.lefts[0], long.lefts[1]]);
    expect(long.lefts[0]).toBeLessThan(long.lefts[1]!);
  });
});

it("gives names that data bring along the room that they need, within bounds", () => {
  const firstWith = (name: string) => {
    const named = network(2, 8, 1).map((made, index) => (index === 0 ? { ...made, unit_labels: [name, "x"] } : made));
    return layoutNetwork(named, { ...space, width: 500 }).columns[0]!.left;
  };
  expect(firstWith("petal length")).toBeGreaterThanOrEqual(100);
  expect(firstWith("petal length")).toBeGreaterThan(firstWith("x1"));
  expect(firstWith("a".repeat(80))).toBe(firstWith("a".repeat(40)));
});

describe("what is painted", () => {
  const size = { width: 700, height: 2200 };

  it("is what is in sight and a margin, never more than there is", () => {
    const area = areaToPaint({ left: 0, top: 1000, width: 700, height: 400 }, size);
    expect(area.left).toBe(0);
    expect(area.width).toBe(700);
    expect(area.top).toBeLessThan(1000);
    expect(area.top + area.height).toBeGreaterThan(1400);
    expect(area.height).toBeLessThan(800);
  });

  it("is the whole diagram where all of it is in sight", () => {
    expect(areaToPaint({ left: 0, top: 0, width: 900, height: 2300 }, size)).toEqual({ left: 0, top: 0, ...size });
  });
});

describe("nodes without a matrix of weights", () => {
  const layout = layoutNetwork(network(2, 8, -1, 4, 1), space);

  it("are bars that let the units of their source through", () => {
    const bar = layout.columns[2]!;
    expect(bar.isBar).toBe(true);
    expect(bar.middles).toEqual(layout.columns[1]!.middles);
    expect(bar.right - bar.left).toBeLessThan(layout.tile);
  });

  it("are passed by lines, and the weights behind them start at the bar", () => {
    expect(layout.passages).toEqual([{ from: 1, to: 2 }]);
    expect(layout.bundles.map(({ from, to }) => [from, to])).toContainEqual([2, 3]);
  });

  it("pass without ports where they change the number of values", () => {
    const nodes = network(2, 8, 1);
    const pooled = { ...node("pool", 4, nodes[1]!, false) };
    const { columns } = layoutNetwork([nodes[0]!, nodes[1]!, pooled, node("out", 1, pooled)], space);
    expect(columns[2]!.units).toEqual([]);
  });
});
