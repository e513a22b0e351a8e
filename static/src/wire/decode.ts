import { decode } from "@msgpack/msgpack";
import type { Frame, NumberArray } from "./protocol";

interface EncodedArray {
  dtype: "u8" | "u32" | "f32";
  shape: number[];
  data?: Uint8Array;
  /** Deflated two-dimensional differences instead of the bytes themselves. */
  packed?: Uint8Array;
}

/** Turns the bytes of one binary message into a frame with typed arrays. */
export async function decodeFrame(bytes: ArrayBuffer): Promise<Frame> {
  const message = decode(new Uint8Array(bytes)) as Frame;
  message.probes = (await decodeArrays(message.probes)) as Frame["probes"];
  return message;
}

async function decodeArrays(value: unknown): Promise<unknown> {
  if (typeof value !== "object" || value === null) return value;
  if (isEncodedArray(value)) return decodeArray(value);
  if (Array.isArray(value)) return Promise.all(value.map(decodeArrays));
  const decoded: { [key: string]: unknown } = {};
  for (const [key, part] of Object.entries(value)) decoded[key] = await decodeArrays(part);
  return decoded;
}

function isEncodedArray(value: object): value is EncodedArray {
  return "dtype" in value && "shape" in value && ("data" in value || "packed" in value);
}

async function decodeArray(array: EncodedArray): Promise<NumberArray> {
  const { dtype, shape } = array;
  if (array.packed) {
    const data = await inflate(array.packed);
    undoDifferences(data, shape);
    return { dtype: "u8", shape, data };
  }
  const bytes = array.data ?? new Uint8Array(0);
  if (dtype === "u8") return { dtype, shape, data: bytes };
  // Copied, because msgpack leaves numbers at addresses that a typed array cannot start at.
  const aligned = bytes.slice().buffer;
  if (dtype === "u32") return { dtype, shape, data: new Uint32Array(aligned) };
  if (dtype === "f32") return { dtype, shape, data: new Float32Array(aligned) };
  throw new Error(`An array of numbers must be u8, u32 or f32; got ${String(dtype)}.`);
}

async function inflate(packed: Uint8Array): Promise<Uint8Array> {
  const inflating = new DecompressionStream("deflate");
  const writer = inflating.writable.getWriter();
  // Not awaited: a write only ends when somebody reads, and what goes wrong shows up there.
  void writer.write(packed as BufferSource).catch(() => {});
  void writer.close().catch(() => {});
  return new Uint8Array(await new Response(inflating.readable).arrayBuffer());
}

/**
 * Turns differences r[y,x] = v[y,x] - v[y-1,x] - v[y,x-1] + v[y-1,x-1] (mod 256) back into
 * values, in place, for every map of the last two axes: running sums along x, then along y.
 */
export function undoDifferences(values: Uint8Array, shape: number[]): void {
  const width = shape.at(-1) ?? 1;
  const height = shape.at(-2) ?? 1;
  const area = width * height;
  for (let start = 0; start + area <= values.length; start += area) {
    for (let row = start; row < start + area; row += width) {
      let sum = 0;
      for (let index = row; index < row + width; index += 1) {
        sum = (sum + (values[index] as number)) & 255;
        values[index] = sum;
      }
    }
    for (let index = start + width; index < start + area; index += 1) {
      values[index] = ((values[index] as number) + (values[index - width] as number)) & 255;
    }
  }
}
