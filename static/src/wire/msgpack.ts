/** Reads MessagePack (msgpack.org): just the forms that a frame is made of, since every page loads this. */

const words = new TextDecoder();

/** The value that the bytes stand for; byte strings are views of them. Throws where they end early. */
export function unpack(bytes: Uint8Array): unknown {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let place = 0;

  /** Where a number of so many bytes begins, past which reading goes on. */
  function take(length: number): number {
    place += length;
    return place - length;
  }

  /** An unsigned number of 1, 2 or 4 bytes, chosen by the last bits of a form: 0, 1 or 2. */
  function length(size: number): number {
    if (size === 0) return view.getUint8(take(1));
    return size === 1 ? view.getUint16(take(2)) : view.getUint32(take(4));
  }

  function chunk(size: number): Uint8Array {
    const start = take(size);
    if (place > bytes.length) throw new RangeError("A message of the server ends early.");
    return bytes.subarray(start, place);
  }

  function text(size: number): string {
    const letters = chunk(size);
    let found = "";
    for (const letter of letters) {
      // Names are short and plain, and then this is several times as quick as the decoder.
      if (letter > 127) return words.decode(letters);
      found += String.fromCharCode(letter);
    }
    return found;
  }

  function list(size: number): unknown[] {
    const items: unknown[] = [];
    for (let index = 0; index < size; index += 1) items.push(value());
    return items;
  }

  function map(size: number): object {
    const found: { [key: string]: unknown } = {};
    for (let index = 0; index < size; index += 1) found[value() as string] = value();
    return found;
  }

  function value(): unknown {
    const form = view.getUint8(take(1));
    if (form < 0x80) return form;
    if (form < 0x90) return map(form & 15);
    if (form < 0xa0) return list(form & 15);
    if (form < 0xc0) return text(form & 31);
    if (form >= 0xe0) return form - 256;
    if (form >= 0xc4 && form <= 0xc6) return chunk(length(form - 0xc4));
    if (form >= 0xcc && form <= 0xce) return length(form - 0xcc);
    if (form >= 0xd9 && form <= 0xdb) return text(length(form - 0xd9));
    if (form === 0xdc || form === 0xdd) return list(length(form - 0xdb));
    if (form === 0xde || form === 0xdf) return map(length(form - 0xdd));
    return plain(form);
  }

  function plain(form: number): unknown {
    switch (form) {
      case 0xc0: return null;
      case 0xc2: return false;
      case 0xc3: return true;
      case 0xca: return view.getFloat32(take(4));
      case 0xcb: return view.getFloat64(take(8));
      case 0xcf: return Number(view.getBigUint64(take(8)));
      case 0xd0: return view.getInt8(take(1));
      case 0xd1: return view.getInt16(take(2));
      case 0xd2: return view.getInt32(take(4));
      case 0xd3: return Number(view.getBigInt64(take(8)));
      default: throw new TypeError(`A message of the server has a form that is not known here: ${form}.`);
    }
  }

  return value();
}
