import { ExtData, encode } from "@msgpack/msgpack";
import { expect, it } from "vitest";
import { frameDecoder, undoDifferences } from "./decode";

const decodeFrame = frameDecoder();

const frame = { op: "frame", run: "r", seq: 1, epoch: 2, step: 3, epochs_per_second: 4, metrics: {} };

function message(probes: unknown): ArrayBuffer {
  const bytes = encode({ ...frame, probes });
  return bytes.slice().buffer as ArrayBuffer;
}

function differences(values: number[][]): Uint8Array {
  const at = (y: number, x: number) => values[y]?.[x] ?? 0;
  return Uint8Array.from(
    values.flatMap((row, y) => row.map((value, x) => {
      const predicted = at(y - 1, x) + at(y, x - 1) - at(y - 1, x - 1);
      return value - Math.min(Math.max(predicted, 0), 255);
    })),
  );
}

/** Writes differences plainly, each as an announced byte; a run of zeros where one is asked for. */
function halfBytes(...parts: (number | { zeros: number })[]): Uint8Array {
  const halves = parts.flatMap((part) => {
    if (typeof part === "number") return part <= 5 ? [part + 5] : [15, part >> 4, part & 15];
    if (part.zeros < 19) return [13, part.zeros - 3];
    return [14, (part.zeros - 19) >> 4, (part.zeros - 19) & 15];
  });
  if (halves.length % 2) halves.push(0);
  return Uint8Array.from({ length: halves.length / 2 }, (_, byte) => 16 * halves[2 * byte]! + halves[2 * byte + 1]!);
}

it("reads floats that start at an odd address", () => {
  const data = new Uint8Array(new Float32Array([1.5, -2]).buffer);
  for (const padding of ["", "a", "ab", "abc"]) {
    const found = decodeFrame(message({ [`p${padding}`]: { dtype: "f32", shape: [2], data } }));
    const array = Object.values(found.probes)[0] as unknown as { data: Float32Array };
    expect(Array.from(array.data)).toEqual([1.5, -2]);
  }
});

it("reads counts and bytes, also deep inside a probe", () => {
  const epochs = new Uint8Array(new Uint32Array([7, 70_000]).buffer);
  const found = decodeFrame(message({
    history: { from: 0, epoch: { dtype: "u32", shape: [2], data: epochs } },
    weights: { nodes: { "layers.0": { bias: { dtype: "u8", shape: [2], data: new Uint8Array([1, 2]) } } } },
  }));
  expect(Array.from(found.probes.history?.epoch.data ?? [])).toEqual([7, 70_000]);
  expect(Array.from(found.probes.weights?.nodes["layers.0"]?.bias?.data ?? [])).toEqual([1, 2]);
  expect(found.probes.history?.from).toBe(0);
});

it("unpacks several maps of differences", () => {
  const first = [[10, 12, 255], [9, 0, 128]];
  const second = [[0, 1, 2], [200, 100, 50]];
  const residuals = new Uint8Array([...differences(first), ...differences(second)]);
  const found = decodeFrame(message({
    surface: { values: short(5, [2, 2, 3], halfBytes(...residuals)) },
  }));
  expect(Array.from(found.probes.surface?.values.data ?? [])).toEqual([...first.flat(), ...second.flat()]);
});

it("unpacks differences of every size", () => {
  const packed = Uint8Array.from([0xa0, 0xb0, 0xbf, 0xc0, 0xcf, 0xf8, 0x05]);
  const found = decodeFrame(message({ surface: { values: short(5, [8, 1], packed) } }));
  const differences = [5, -5, 6, 21, -6, -21, 128, 0];
  let sum = 0;
  const values = differences.map((difference) => (sum = (sum + difference) & 255));
  expect(Array.from(found.probes.surface?.values.data ?? [])).toEqual(values);
});

it.each([3, 18, 19, 50, 274])("unpacks a run of %i zeros", (zeros) => {
  const packed = halfBytes(9, { zeros }, 200);
  const found = decodeFrame(message({ surface: { values: short(5, [1, 1, zeros + 2], packed) } }));
  const values = Array.from(found.probes.surface?.values.data ?? []);
  expect(values).toEqual([...Array<number>(zeros + 1).fill(9), 209]);
});

it("undoes differences of a single row", () => {
  const values = differences([[250, 3, 3, 9]]);
  undoDifferences(values, [4]);
  expect(Array.from(values)).toEqual([250, 3, 3, 9]);
});

it("refuses numbers of an unknown type", () => {
  const bad = message({ surface: { dtype: "f64", shape: [1], data: new Uint8Array(8) } });
  expect(() => decodeFrame(bad)).toThrow("must be u8, u32 or f32; got f64");
});

it("refuses packed bytes that are damaged", () => {
  const bad = message({ surface: { values: short(5, [20, 2], new Uint8Array([1, 2, 3, 4])) } });
  expect(() => decodeFrame(bad)).toThrow("must not end early");
});

/** An array as the server sends it to this page: an extension whose bytes begin with the shape. */
function short(type: number, shape: number[], data: Uint8Array): ExtData {
  const lengths = new Uint8Array(Uint16Array.from(shape).buffer);
  return new ExtData(type, Uint8Array.from([shape.length, ...lengths, ...data]));
}

it("reads arrays in short form, deep inside a probe and at any address", () => {
  const bytes = (numbers: { buffer: ArrayBuffer }) => new Uint8Array(numbers.buffer);
  for (const padding of ["", "a", "ab", "abc"]) {
    const { probes } = decodeFrame(message({
      [padding]: 1,
      history: { from: 3, epoch: short(2, [2], bytes(Uint32Array.of(7, 70_000))) },
      weights: { nodes: { output: { weight: short(3, [1, 2], bytes(Float32Array.of(1.5, -2))) } } },
      neurons: { values: short(1, [2, 1, 1], Uint8Array.of(1, 255)) },
      surface: { values: short(5, [8, 1], Uint8Array.from([0xa0, 0xb0, 0xbf, 0xc0, 0xcf, 0xf8, 0x05])) },
    }));
    expect(probes.history).toEqual({ from: 3, epoch: { dtype: "u32", shape: [2], data: Uint32Array.of(7, 70_000) } });
    expect(probes.weights?.nodes.output?.weight).toEqual({ dtype: "f32", shape: [1, 2], data: Float32Array.of(1.5, -2) });
    expect(probes.neurons?.values).toEqual({ dtype: "u8", shape: [2, 1, 1], data: Uint8Array.of(1, 255) });
    expect(Array.from(probes.surface?.values.data ?? [])).toEqual([5, 0, 6, 27, 21, 0, 128, 128]);
  }
});

const vector = (...numbers: number[]) => short(3, [numbers.length], new Uint8Array(Float32Array.from(numbers).buffer));

function kept(number: number, values: number, fixed?: object): ArrayBuffer {
  const probes = { weights: { nodes: vector(values, 2, 3) }, surface: { values: short(1, [1], Uint8Array.of(values)) } };
  const bytes = encode({ ...frame, fixed: fixed ? [number, fixed] : [number], probes });
  return bytes.slice().buffer as ArrayBuffer;
}

const layout = { "layers.0": { weight: [1, 2] }, output: { bias: [1] } };

it("keeps what stays the same, each by its number", () => {
  const decodeNext = frameDecoder();
  const one = { weights: { nodes: layout }, surface: { axes: ["x2", "x1"], low: vector(-1) } };
  const two = { ...one, surface: { axes: ["x1"] } };
  const frames = [kept(1, 7, one), kept(2, 8, two), kept(1, 9), kept(2, 10), kept(3, 11, two)].map(decodeNext);
  expect(frames.map(({ probes }) => probes.surface?.axes)).toEqual([["x2", "x1"], ["x1"], ["x2", "x1"], ["x1"], ["x1"]]);
  expect(frames.map(({ probes }) => probes.surface?.values.data[0])).toEqual([7, 8, 9, 10, 11]);
  expect(Array.from(frames[2]?.probes.surface?.low?.data ?? [])).toEqual([-1]);
  expect(frames[3]?.probes.weights?.nodes).toEqual({
    "layers.0": { weight: { dtype: "f32", shape: [1, 2], data: Float32Array.of(10, 2) } },
    output: { bias: { dtype: "f32", shape: [1], data: Float32Array.of(3) } },
  });
  expect(frames[0]).not.toHaveProperty("fixed");
});

it("says where a fixed part is missing", () => {
  expect(() => frameDecoder()(kept(5, 1))).toThrow("needs the fixed part 5");
});
