/** One unit's map out of the maps of all units. */
import type { FloatArray, InspectedUnit, NeuronsProbe, SurfaceProbe } from "../wire/protocol";
import type { TileMap } from "./tile";

const single = (value: number): FloatArray => ({
  dtype: "f32",
  shape: [1],
  data: Float32Array.of(value),
});

/** The row of a unit in the maps; null when it was not measured. */
export function unitRow(neurons: NeuronsProbe, node: string, unit: number): number | null {
  const place = neurons.nodes.find((candidate) => candidate.id === node);
  return place !== undefined && unit < place.units ? place.offset + unit : null;
}

export function unitTile(neurons: NeuronsProbe, node: string, unit: number): TileMap | null {
  const row = unitRow(neurons, node, unit);
  if (row === null) return null;
  const { inspected } = neurons;
  return inspected?.node === node && inspected.unit === unit ? closeTile(inspected) : roughTile(neurons, row);
}

/** The map of the unit that is looked at closely. */
function closeTile({ values, low, high }: InspectedUnit): TileMap {
  const shape = values.shape.slice(1);
  if (values.dtype === "f32") return { values: { ...values, shape } };
  return { values: { ...values, shape }, low: low?.data[0] ?? 0, high: high?.data[0] ?? 1 };
}

function roughTile(neurons: NeuronsProbe, row: number): TileMap {
  const { values } = neurons;
  const shape = values.shape.slice(1);
  const size = shape.reduce((product, length) => product * length, 1);
  const [start, end] = [row * size, (row + 1) * size];
  if (values.dtype === "f32") {
    return { values: { dtype: "f32", shape, data: values.data.subarray(start, end) } };
  }
  return {
    values: { dtype: "u8", shape, data: values.data.subarray(start, end) },
    low: neurons.low.data[row] ?? 0,
    high: neurons.high.data[row] ?? 1,
  };
}

/** The map of a unit in the form of a surface, to be drawn as large as the output. */
export function unitSurface(
  neurons: NeuronsProbe,
  node: string,
  unit: number,
  shown: Pick<SurfaceProbe, "axes" | "extent">,
): SurfaceProbe | null {
  const tile = unitTile(neurons, node, unit);
  if (tile === null) return null;
  const shape = [1, ...tile.values.shape];
  if (!("low" in tile)) return { ...shown, values: { ...tile.values, shape } };
  return {
    ...shown,
    values: { ...tile.values, shape },
    low: single(tile.low),
    high: single(tile.high),
  };
}

/** The lowest and the highest value on a unit's map, as exactly as its bytes tell; NaN where it was not measured. */
export function unitExtremes(neurons: NeuronsProbe, node: string, unit: number): [number, number] {
  const tile = unitTile(neurons, node, unit);
  if (tile === null) return [Number.NaN, Number.NaN];
  let low = Infinity;
  let high = -Infinity;
  for (const value of tile.values.data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!("low" in tile)) return [low, high];
  const step = (tile.high - tile.low) / 255;
  const valueOf = (byte: number) => {
    const value = tile.low + byte * step;
    // No byte stands for just zero where the ends are symmetric.
    return Math.abs(value) < step ? 0 : value;
  };
  return [valueOf(low), valueOf(high)];
}
