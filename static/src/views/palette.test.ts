import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { aroundZero, byteColors, overRange, shareOf } from "./color-scale";
import {
  DATA_COLORS, MOST_CLASSES, divergingSteps, divergingTable, mix, pixel, sequentialTable, type Rgb, type Theme,
} from "./palette";
import { POINT_SHAPES } from "./point-shapes";

const channels = (word: number): Rgb => [word & 255, (word >> 8) & 255, (word >> 16) & 255];

const linear = (part: number): number => {
  const share = part / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};
const brightness = ([red, green, blue]: Rgb): number =>
  0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
const contrast = (one: Rgb, other: Rgb): number => {
  const [low, high] = [brightness(one), brightness(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

const themes: Theme[] = ["light", "dark"];

describe.each(themes)("the %s colors", (theme) => {
  const colors = DATA_COLORS[theme];

  it("are those of the style sheet", () => {
    const sheet = readFileSync("static/styles/tokens.css", "utf8");
    const hex = (color: Rgb) => `#${color.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
    const from = theme === "light" ? ":root {" : ':root[data-theme="dark"] {';
    const start = sheet.indexOf(from);
    const block = sheet.slice(start, sheet.indexOf("}", start));
    for (const name of ["negative", "neutral", "positive"] as const) {
      expect(block).toContain(`--${name}: ${hex(colors[name])};`);
    }
  });

  it("run from orange over neutral to blue", () => {
    const table = divergingTable(colors);
    const [negative, middle, positive] = [channels(table[0]!), channels(table[128]!), channels(table[255]!)];
    expect(negative[0]).toBeGreaterThan(negative[2]);
    expect(positive[2]).toBeGreaterThan(positive[0]);
    middle.forEach((part, index) => expect(Math.abs(part - colors.neutral[index]!)).toBeLessThan(6));
    expect(table.every((word) => word >>> 24 === 255)).toBe(true);
  });

  it("get stronger with every step away from the middle", () => {
    const table = divergingTable(colors);
    const distance = (byte: number) => Math.abs(brightness(channels(table[byte]!)) - brightness(colors.neutral));
    for (let byte = 132; byte < 250; byte += 4) {
      expect(distance(byte + 4)).toBeGreaterThanOrEqual(distance(byte));
      expect(distance(255 - byte - 4)).toBeGreaterThanOrEqual(distance(255 - byte));
    }
  });

  it("have two steps when discrete", () => {
    const steps = divergingSteps(colors);
    expect(new Set(steps).size).toBe(2);
    expect(steps[127]).not.toBe(steps[128]);
  });

  it("give each class a color and a shape of its own, visible on the background", () => {
    expect(colors.classes).toHaveLength(MOST_CLASSES);
    expect(new Set(colors.classes.map(String)).size).toBe(MOST_CLASSES);
    expect(new Set(POINT_SHAPES.map(({ name }) => name)).size).toBe(MOST_CLASSES);
    for (const color of colors.classes) expect(contrast(color, colors.neutral)).toBeGreaterThan(2.2);
  });
});

describe("mixing", () => {
  it("keeps the ends and goes through something between", () => {
    const from: Rgb = [224, 120, 20];
    const to: Rgb = [22, 112, 184];
    expect(mix(from, to, 0)).toEqual(from);
    expect(mix(from, to, 1)).toEqual(to);
    expect(mix([0, 0, 0], [255, 255, 255], 0.5)[0]).toBeGreaterThan(80);
  });

  it("starts a sequence with nothing of the color", () => {
    expect(sequentialTable([244, 245, 246], [0, 0, 0])[0]).toBe(pixel([244, 245, 246]));
  });
});

describe("color scales", () => {
  it("put zero, or the middle of a range, at the neutral color", () => {
    expect(shareOf(0, aroundZero(-0.3, 2))).toBe(0);
    expect(shareOf(2, aroundZero(-0.3, 2))).toBe(1);
    expect(shareOf(0.5, overRange([0, 1]))).toBe(0);
    expect(shareOf(0, overRange([0, 1]))).toBe(-1);
  });

  it("stay within their ends, and do not blow up what is almost constant", () => {
    expect(shareOf(9, overRange([0, 1]))).toBe(1);
    expect(Math.abs(shareOf(0.01, aroundZero(0, 0.01)))).toBeLessThan(0.1);
    expect(shareOf(Number.POSITIVE_INFINITY, aroundZero(0, Number.POSITIVE_INFINITY))).toBe(1);
  });

  it("translate the bytes of a map by its own bounds", () => {
    const table = Uint32Array.from({ length: 256 }, (_, byte) => byte);
    const colors = byteColors(0.5, 1, overRange([0, 1]), table);
    expect(colors[0]).toBe(128);
    expect(colors[255]).toBe(255);
  });
});
