import type { JsonObject, JsonValue } from "../wire/protocol";

/** The value at a dotted path ("network.layers.0.units"); undefined where there is none. */
export function valueAt(root: JsonValue, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const key of keysOf(path)) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (typeof value === "object" && value !== null) value = (value as JsonObject)[key];
    else return undefined;
  }
  return value;
}

/** A copy of `root` with another value at a dotted path; everything beside the path is shared. */
export function withValueAt<Root extends JsonValue>(root: Root, path: string, value: JsonValue): Root {
  return replace(root, keysOf(path), value) as Root;
}

function replace(node: JsonValue, keys: string[], value: JsonValue): JsonValue {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (Array.isArray(node)) {
    const copy = node.slice();
    copy[Number(key)] = replace(node[Number(key)] ?? null, rest, value);
    return copy;
  }
  const object = typeof node === "object" && node !== null ? node : {};
  return { ...object, [key]: replace(object[key] ?? null, rest, value) };
}

function keysOf(path: string): string[] {
  return path === "" ? [] : path.split(".");
}
