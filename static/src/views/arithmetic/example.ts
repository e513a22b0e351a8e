/** A traced network for tests: two inputs, two layers of two units, one output; numbers as the engine gave them. */
import type { ParameterArrays, TraceProbe } from "../../wire/protocol";
import { network } from "../network/sample-nodes";
import type { Traced } from "./reading";

const floats = (shape: number[], data: number[]) => ({ dtype: "f32" as const, shape, data: Float32Array.from(data) });

/** Named n0, n1, … as the nodes for tests are. */
export const nodes = network(2, 2, 2, 1);

const trace: TraceProbe = {
  problem: null,
  sample: {
    set: "train", index: 2, inputs: [1.29, 0.28], target: 1, features: [1.2899115085601807, 0.28387534618377686],
    encoded_target: [1], prediction: [0.4148418091234383], loss: 0.8798580142551713,
  },
  nodes: [
    { id: "n0", z: null, a: [1.2899115085601807, 0.28387534618377686], da: [0.216, -0.083], dz: null },
    {
      id: "n1", z: [0.058452330732738034, 0.32132820044623855], a: [0.058385850715756984, 0.3107073931111086],
      da: [-0.9632933364038645, 0.9228076082244853], dz: [-0.9600095584632367, 0.8337206068946977],
    },
    {
      id: "n2", z: [0.2308087361044096, 0.2937859520597307], a: [0.2308087361044096, 0.2937859520597307],
      da: [0.8087535450418443, 0.09154719002681985], dz: [0.8087535450418443, 0.09154719002681985],
    },
    { id: "n3", z: [-0.34398495770502824], a: [0.4148418091234383], da: [-2.4105574173273476], dz: [-0.5851581908765617] },
  ],
  chosen: {
    node: "n1", parameter: "weight", index: [1, 0], value: 0.41839683055877686,
    gradient_sample: 1.075425805757249, gradient_batch: 0.12934664871980947,
    routes: [{
      nodes: ["n3", "n2", "n1"],
      symbols: ["loss_by_output", "slope", "weight", "slope", "weight", "slope", "input"],
      at: [0, 0, 0, 1, 1, 2, 2],
    }],
    paths: [
      {
        route: 0, units: [0, 0, 1], product: 0.9654995387129474,
        factors: [-2.4105574173273476, 0.2427480825266311, -1.3821109533309937, 1, 1.0243929624557495, 0.903460915866099, 1.2899115085601807],
      },
      {
        route: 0, units: [0, 1, 1], product: 0.10992626704430157,
        factors: [-2.4105574173273476, 0.2427480825266311, -0.1564486175775528, 1, 1.03035569190979, 0.903460915866099, 1.2899115085601807],
      },
    ],
    path_count: 2, rest: 0,
    update: {
      learning_rate: 0.01, number: 4, gradient: 0.12934664871980947, penalty: 0, used: 0.12934664871980947, frozen: false,
      slots_before: { first_moment: 0.03902235999703407, second_moment: 0.00013680655683856457 },
      slots_after: { first_moment: 0.04805478826165199, second_moment: 0.0001534003095002845 },
      step: -0.007130086421966553, next_value: 0.4112667441368103,
    },
  },
};

const weights: ParameterArrays = {
  n1: {
    weight: floats([2, 2], [0.13800550997257233, -0.5046217441558838, 0.41839683055877686, -0.6807294487953186]),
    bias: floats([2], [0.023687107488512993, -0.025124378502368927]),
  },
  n2: {
    weight: floats([2, 2], [-1.1636971235275269, 1.0243929624557495, -0.24194256961345673, 1.03035569190979]),
    bias: floats([2], [-0.019534284248948097, -0.012227156199514866]),
  },
  n3: { weight: floats([1, 2], [-1.3821109533309937, -0.1564486175775528]), bias: floats([1], [0.020980730652809143]) },
};

export const traced: Traced = { trace, weights, step: 3 };
export const chosen = trace.chosen!;
