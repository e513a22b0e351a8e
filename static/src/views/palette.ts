/** Colors of data: lookup tables from a byte to a pixel, and one color and shape for each class. */

export type Rgb = readonly [red: number, green: number, blue: number];
export type Theme = "light" | "dark";

export interface DataColors {
  readonly negative: Rgb;
  readonly neutral: Rgb;
  readonly positive: Rgb;
  readonly classes: readonly Rgb[];
}

/** Orange and blue differ for every common color blindness; the order of classes starts with them. */
export const DATA_COLORS: Record<Theme, DataColors> = {
  light: {
    negative: [224, 120, 20],
    neutral: [244, 245, 246],
    positive: [22, 112, 184],
    classes: [
      [224, 120, 20], [22, 112, 184], [0, 148, 112], [190, 92, 150],
      [70, 165, 215], [160, 130, 10], [196, 62, 30], [98, 106, 118],
    ],
  },
  dark: {
    negative: [240, 146, 56],
    neutral: [32, 37, 44],
    positive: [72, 158, 232],
    classes: [
      [240, 146, 56], [72, 158, 232], [38, 178, 138], [212, 124, 176],
      [130, 204, 240], [208, 184, 70], [230, 100, 72], [150, 158, 170],
    ],
  },
};

export const MOST_CLASSES = 8;

/** One pixel as a little-endian 32-bit word, the way ImageData lays it out. */
export function pixel([red, green, blue]: Rgb, alpha = 255): number {
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

export function cssColor([red, green, blue]: Rgb, alpha = 1): string {
  return alpha === 1 ? `rgb(${red} ${green} ${blue})` : `rgb(${red} ${green} ${blue} / ${alpha})`;
}

type Lab = readonly [number, number, number];

/** OKLab (Ottosson 2020): mixing here keeps the steps of a scale even to the eye. */
function toLab(color: Rgb): Lab {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromLab([lightness, a, b]: Lab): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const [red, green, blue] = linear.map((share) => {
    const part = share <= 0.0031308 ? 12.92 * share : 1.055 * share ** (1 / 2.4) - 0.055;
    return Math.round(255 * Math.min(1, Math.max(0, part)));
  }) as [number, number, number];
  return [red, green, blue];
}

export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const a = toLab(from);
  const b = toLab(to);
  return fromLab([
    a[0] + (b[0] - a[0]) * share,
    a[1] + (b[1] - a[1]) * share,
    a[2] + (b[2] - a[2]) * share,
  ]);
}

/** Full strength is kept for lines and points; areas stop a little before, so that points stay visible. */
const AREA_STRENGTH = 0.74;
const DISCRETE_STRENGTH = 0.55;

/** Byte 0 is the negative end, 255 the positive end, the middle is neutral. */
export function divergingTable(colors: DataColors): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    const side = (byte - 127.5) / 127.5;
    const end = side < 0 ? colors.negative : colors.positive;
    return pixel(mix(colors.neutral, end, Math.abs(side) ** 0.85 * AREA_STRENGTH));
  });
}

export function divergingSteps(colors: DataColors): Uint32Array {
  const negative = pixel(mix(colors.neutral, colors.negative, DISCRETE_STRENGTH));
  const positive = pixel(mix(colors.neutral, colors.positive, DISCRETE_STRENGTH));
  return Uint32Array.from({ length: 256 }, (_, byte) => (byte < 128 ? negative : positive));
}

/** From nothing (byte 0) to the full color (byte 255). */
export function sequentialTable(neutral: Rgb, full: Rgb): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) =>
    pixel(mix(neutral, full, (byte / 255) * AREA_STRENGTH)),
  );
}

export function sequentialSteps(neutral: Rgb, full: Rgb): Uint32Array {
  return new Uint32Array(256).fill(pixel(mix(neutral, full, DISCRETE_STRENGTH)));
}

export interface Tables {
  readonly graded: Uint32Array;
  readonly discrete: Uint32Array;
  readonly classes: readonly Uint32Array[];
  readonly discreteClasses: readonly Uint32Array[];
}

const built = new Map<Theme, Tables>();

/** The tables of a theme; made once. */
export function tablesOf(theme: Theme): Tables {
  let tables = built.get(theme);
  if (tables === undefined) {
    const colors = DATA_COLORS[theme];
    tables = {
      graded: divergingTable(colors),
      discrete: divergingSteps(colors),
      classes: colors.classes.map((color) => sequentialTable(colors.neutral, color)),
      discreteClasses: colors.classes.map((color) => sequentialSteps(colors.neutral, color)),
    };
    built.set(theme, tables);
  }
  return tables;
}

export function classColor(theme: Theme, index: number): Rgb {
  const { classes } = DATA_COLORS[theme];
  return classes[index % classes.length]!;
}

/** The color of a signed number between −1 and 1 at full strength: for lines, points and handles. */
export function signedColor(theme: Theme, share: number): Rgb {
  const { negative, neutral, positive } = DATA_COLORS[theme];
  const bounded = Math.max(-1, Math.min(1, share));
  return mix(neutral, bounded < 0 ? negative : positive, Math.abs(bounded));
}
