/** A landscape as the server sends it, for tests. */
import type { CountArray, FloatArray, LandscapePicture } from "../../wire/protocol";

const floats = (shape: number[], ...data: number[]): FloatArray => ({ dtype: "f32", shape, data: Float32Array.from(data) });
const counts = (...data: number[]): CountArray => ({ dtype: "u32", shape: [data.length], data: Uint32Array.from(data) });

export const examplePicture: LandscapePicture = {
  plane: "trajectory",
  resolution: 3,
  rows_done: 3,
  values: floats([3, 3], 1, 2, 3, 0.5, 1, 2, 0.1, 0.5, 1),
  low: 0.1,
  high: 3,
  axes: ["main direction", "second direction"],
  extent: { x: [-1, 1], y: [-1, 1] },
  center: { x: -0.8, y: 0.9, epoch: 20, step: 40 },
  path: floats([2, 2], 1, -1, 0, 0),
  path_epochs: counts(0, 10),
  path_losses: floats([2], 3, 1),
  now: { x: -0.8, y: 0.9, loss: 0.1 },
  explained: 0.975,
  dimensions: 33,
  samples: 100,
  racers: [{
    kind: "sgd", title: "SGD", learning_rate: 0.03, epoch: 20, step: 40, diverged: false, loss: 2,
    path: floats([2, 2], 1, -1, 5, 0), path_epochs: counts(0, 20), path_losses: floats([2], 3, 2),
  }],
};
