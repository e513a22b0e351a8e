import { ExtensionCodec, decode } from "@msgpack/msgpack";
import type { FloatArray, Frame, NumberArray, ParameterArrays } from "./protocol";

/** Extensions of msgpack that carry arrays: a byte with the number of axes, two for the length of each, the numbers. */
const EXTENSIONS = { u8: 1, u32: 2, f32: 3, packed: 5 } as const;
const extensionCodec = new ExtensionCodec();
for (const [name, type] of Object.entries(EXTENSIONS)) {
  const decodeShort = (bytes: Uint8Array) => {
    const axes = bytes[0] ?? 0;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const shape = Array.from({ length: axes }, (_, axis) => view.getUint16(1 + 2 * axis, true));
    const data = bytes.subarray(1 + 2 * axes);
    return name === "packed" ? unpack(data, shape) : decodeArray(name, shape, data);
  };
  extensionCodec.register({ type, encode: () => null, decode: decodeShort });
}

type Fields = { [name: string]: unknown };
type ByProbe = { [probe: string]: Fields };

/** Fixed parts that are kept: those of the two frames that can be under way, and of one that was acknowledged. */
const mostFixed = 3;

/**
 * Turns the bytes of binary messages into frames with typed arrays. What stays the same from frame to frame comes only
 * until a frame that had it was acknowledged, as `fixed: [number, {probe: {field: value}}]`, then only its number.
 */
export function frameDecoder(): (bytes: ArrayBuffer) => Frame {
  let kept: [number, ByProbe][] = [];
  return (bytes) => {
    const { fixed, ...frame } = decode(new Uint8Array(bytes), { extensionCodec }) as
      Frame & { fixed?: [number, ByProbe?] };
    const probes = decodeArrays(frame.probes) as ByProbe;
    if (fixed) {
      const [number, part] = fixed;
      if (part) kept = [[number, decodeArrays(part) as ByProbe], ...kept].slice(0, mostFixed) as typeof kept;
      const same = kept.find(([known]) => known === number);
      if (!same) throw new Error(`A frame needs the fixed part ${number}, which did not come.`);
      join(probes, same[1]);
    }
    return { ...frame, probes: probes as Frame["probes"] };
  };
}

/** Adds what stays the same to what probes saw; a vector whose layout it is becomes arrays by node and by name. */
function join(probes: ByProbe, same: ByProbe): void {
  for (const [probe, fields] of Object.entries(same)) {
    const seen = probes[probe] ?? {};
    for (const [name, value] of Object.entries(fields)) {
      seen[name] = name in seen ? unbundle(seen[name] as FloatArray, value as Layout) : value;
    }
  }
}

type Layout = { [node: string]: { [name: string]: number[] } };

function unbundle({ dtype, data }: FloatArray, layout: Layout): ParameterArrays {
  const nodes: ParameterArrays = {};
  let end = 0;
  for (const [node, shapes] of Object.entries(layout)) {
    const arrays: ParameterArrays[string] = nodes[node] = {};
    for (const [name, shape] of Object.entries(shapes)) {
      arrays[name] = { dtype, shape, data: data.subarray(end, end += size(shape)) };
    }
  }
  return nodes;
}

const size = (shape: number[]) => shape.reduce((product, length) => product * length, 1);

function decodeArrays(value: unknown): unknown {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(decodeArrays);
  const { dtype, shape, data } = value as { dtype?: string; shape?: number[]; data?: unknown };
  // What came as an extension is an array of numbers already.
  if (dtype && shape && data instanceof Uint8Array) return decodeArray(dtype, shape, data);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, decodeArrays(part)]));
}

function decodeArray(dtype: string, shape: number[], bytes: Uint8Array): NumberArray {
  if (dtype === "u8") return { dtype, shape, data: bytes };
  // Copied, because msgpack leaves numbers at addresses that a typed array cannot start at.
  const aligned = bytes.slice().buffer;
  if (dtype === "u32") return { dtype, shape, data: new Uint32Array(aligned) };
  if (dtype === "f32") return { dtype, shape, data: new Float32Array(aligned) };
  throw new Error(`An array of numbers must be u8, u32 or f32; got ${dtype}.`);
}

/** Maps that came as differences from what their neighbors predict, in half bytes. */
function unpack(packed: Uint8Array, shape: number[]): NumberArray {
  const data = readDifferences(packed, size(shape));
  undoDifferences(data, shape);
  return { dtype: "u8", shape, data };
}

/** The largest difference that takes half a byte. */
const SMALL = 5;

/**
 * Reads differences from half bytes, upper half first: 0 … 10 is a difference of -5 … 5; 11 and a half byte n
 * is 6 + n, 12 and a half byte n is -6 - n; 13 and a half byte n are n + 3 zeros; 14 and a byte n are n + 19
 * zeros; 15 and a byte is that difference (mod 256).
 */
function readDifferences(packed: Uint8Array, count: number): Uint8Array {
  const found = new Uint8Array(count);
  let place = 0;
  const half = () => {
    const byte = packed[place >> 1];
    if (byte === undefined) throw new Error(`A packed array of ${count} bytes must not end early.`);
    place += 1;
    return place & 1 ? byte >> 4 : byte & 15;
  };
  const larger = (code: number) => {
    if (code === 11) return SMALL + 1 + half();
    if (code === 12) return -SMALL - 1 - half();
    return code === 15 ? 16 * half() + half() : undefined;
  };
  let index = 0;
  while (index < count) {
    const code = half();
    if (code === 13) index += 3 + half();
    else if (code === 14) index += 19 + 16 * half() + half();
    else {
      found[index] = larger(code) ?? code - SMALL;
      index += 1;
    }
  }
  return found;
}

/**
 * Turns differences r[y,x] = v[y,x] - p[y,x] (mod 256) back into values, in place, for every map of the last two
 * axes. What is predicted is p[y,x] = v[y-1,x] + v[y,x-1] - v[y-1,x-1], but at least 0 and at most 255.
 */
export function undoDifferences(values: Uint8Array, shape: number[]): void {
  const width = shape.at(-1) ?? 1;
  const height = shape.at(-2) ?? 1;
  const area = width * height;
  for (let start = 0; start + area <= values.length; start += area) {
    for (let row = start; row < start + area; row += width) {
      let left = 0;
      let diagonal = 0;
      for (let index = row; index < row + width; index += 1) {
        const lower = row > start ? (values[index - width] as number) : 0;
        const predicted = Math.min(Math.max(lower + left - diagonal, 0), 255);
        left = ((values[index] as number) + predicted) & 255;
        values[index] = left;
        diagonal = lower;
      }
    }
  }
}
