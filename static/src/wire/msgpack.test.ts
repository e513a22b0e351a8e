import { encode } from "@msgpack/msgpack";
import { expect, it } from "vitest";
import { unpack } from "./msgpack";

it.each([
  null, true, false, 0, 127, 128, 255, 256, 65_535, 65_536, 4_294_967_295, 4_294_967_296, -1, -32, -33, -128, -129,
  -32_769, -2_147_483_649, 0.5, -1e300, Number.NaN, "", "x1", "länge · 長さ", "a".repeat(40), "b".repeat(300),
  "c".repeat(70_000), [], [1, [2, ["three"]]], {}, { op: "frame", metrics: { train_loss: null, epoch: 3 } },
].map((value) => [JSON.stringify(value)?.slice(0, 30), value]))("reads %s", (_, value) => {
  expect(unpack(encode(value))).toEqual(value);
});

it("reads long lists, maps and byte strings", () => {
  const list = Array.from({ length: 70_000 }, (_, index) => index % 300);
  const map = Object.fromEntries(list.slice(0, 400).map((_, index) => [`key ${index}`, index]));
  expect(unpack(encode(list))).toEqual(list);
  expect(unpack(encode(map))).toEqual(map);
  for (const size of [3, 300, 70_000]) {
    const bytes = Uint8Array.from({ length: size }, (_, index) => index);
    expect(unpack(encode({ data: bytes }))).toEqual({ data: bytes });
  }
});

it("reads from the middle of a buffer, and numbers of 32 bits", () => {
  const message = encode({ half: 0.5 }, { forceFloat32: true });
  const padded = new Uint8Array(message.length + 7);
  padded.set(message, 7);
  expect(unpack(padded.subarray(7))).toEqual({ half: 0.5 });
});

it("refuses what ends early or is of a form of its own", () => {
  expect(() => unpack(encode({ name: "x".repeat(50) }).subarray(0, 20))).toThrow(RangeError);
  expect(() => unpack(Uint8Array.of(0xc1))).toThrow(TypeError);
});
