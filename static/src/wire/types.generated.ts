// Written by `python -m app.wire.typescript` from the server's models; a test fails when it is stale.

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

export interface BytesArray {
  dtype: "u8";
  shape: number[];
  data: Uint8Array;
}

export interface CountArray {
  dtype: "u32";
  shape: number[];
  data: Uint32Array;
}

export interface FloatArray {
  dtype: "f32";
  shape: number[];
  data: Float32Array;
}

export type Command =
  | Hello
  | Configure
  | Patch
  | Play
  | Pause
  | Step
  | Reset
  | Watch
  | Unwatch
  | Ack;

export type ServerEvent =
  | Welcome
  | Configured
  | Status
  | Sharing
  | Refusal;

/** The frame with this number has been painted. */
export interface Ack {
  op: "ack";
  seq: number;
}

/** The last batch trained on: how many samples, and their cost at the time. */
export interface BatchCost {
  size: number;
  cost: number;
}

/** Something allowed that is rarely wanted, with the edits that mend it. */
export interface Caution {
  code: string;
  path: string | null;
  message: string;
  hint: string | null;
  cure: Change[] | null;
}

/** One path: a unit in every node of its route, its factors in the order of the formula, and their product. */
export interface ChainPath {
  route: number;
  units: number[];
  factors: number[];
  product: number;
}

/** Nodes from the output back to the parameter's node, and the formula of all paths through them. */
export interface ChainRoute {
  nodes: string[];
  symbols: ("loss_by_output" | "loss_by_sum" | "slope" | "weight" | "link" | "input" | "one" | "parameter")[];
  at: number[];
}

/** One edit of the spec. */
export interface Change {
  path: string;
  value: JsonValue;
}

/** Changes that belong together, to be made in order; with ``reset`` training has to begin again to feel them. */
export interface CoachCure {
  label: string;
  patches: CoachPatch[];
  reset: boolean;
}

/** One reason why the network does not learn as it could; the formula is MathML. */
export interface CoachFinding {
  kind: string;
  title: string;
  severity: "info" | "warning" | "fault";
  seen: string;
  why: string;
  formula: string | null;
  where: FoundAt;
  evidence: MeasuredNumber[];
  cures: CoachCure[];
}

/** One field of the spec and its new value. */
export interface CoachPatch {
  path: string;
  value: JsonValue;
}

/** The findings, the most serious first; none where all is well. */
export interface CoachProbe {
  findings: CoachFinding[];
}

/** Replace the whole experiment; what the spec leaves out takes its default. */
export interface Configure {
  op: "configure";
  spec: { [key: string]: JsonValue };
}

/** The experiment as it now is, every default filled in. */
export interface Configured {
  op: "configured";
  seq: number;
  spec: { [key: string]: JsonValue };
  summary: Summary;
  warnings: Caution[];
  restarted: boolean;
  message: string | null;
  path: string | null;
}

/** Samples by (true, predicted) class of both sets, and each sample's predicted class; empty in regression. */
export interface ConfusionProbe {
  labels: string[];
  train: CountArray;
  test: CountArray;
  train_predicted: CountArray;
  test_predicted: CountArray;
}

/** The samples themselves, sent when they changed. */
export interface DataProbe {
  version: number;
  train_inputs: FloatArray;
  train_targets: FloatArray;
  test_inputs: FloatArray;
  test_targets: FloatArray;
}

/** The nodes that are meant; and by node the units, where it is not all of them. */
export interface FoundAt {
  nodes: string[];
  units: { [key: string]: number[] };
}

/** One measurement, sent when there is credit; the newest wins. */
export interface Frame {
  op: "frame";
  run: string;
  seq: number;
  epoch: number;
  step: number;
  epochs_per_second: number;
  metrics: Metrics;
  probes: Probes;
}

/** One gradient by backpropagation and by differences over each step; errors are relative. */
export interface GradientCheckProbe {
  problem: string | null;
  node: string | null;
  parameter: string;
  index: number[];
  value: number | null;
  loss: number | null;
  analytic: number | null;
  steps: number[];
  numeric: number[];
  difference: number[];
  error: number[];
}

/** The gradient of the training loss by the weights of each node, in forward order; NaN where there is no ratio. */
export interface GradientsProbe {
  nodes: string[];
  root_mean_square: FloatArray;
  largest: FloatArray;
  zeros: FloatArray;
  update_ratio: FloatArray;
  saturated: FloatArray;
  dead: FloatArray;
  unit_states: { [key: string]: BytesArray };
  first_to_last: number | null;
  values?: { [key: string]: { [key: string]: FloatArray } };
}

/** The first message: a new run, or one to go on with. */
export interface Hello {
  op: "hello";
  run?: string | null;
  token?: string | null;
  last_seq?: number | null;
  accept?: string[];
}

/** Where a node puts each sample, and the share of the samples' variance that this plane shows. */
export interface HiddenNode {
  id: string;
  x: FloatArray;
  y: FloatArray;
  explained: number;
}

/** The first training samples as each node sees them, the features as node ``input``; targets as in data. */
export interface HiddenProbe {
  nodes: HiddenNode[];
  targets: FloatArray;
}

/** How many numbers lie in each of the equal ranges between two ends. */
export interface Histogram {
  low: number;
  high: number;
  counts: CountArray;
}

/** How the numbers of each node are spread at an epoch, which is now or one of the kept moments. */
export interface HistogramsProbe {
  epoch: number;
  moments: number[];
  nodes: string[];
  quantities: Quantities;
}

/** The curves: drop what is at or after epoch ``from``, then append. NaN means no value. */
export interface HistoryProbe {
  from: number;
  epoch: CountArray;
  train_loss: FloatArray;
  test_loss: FloatArray;
  train_accuracy: FloatArray;
  test_accuracy: FloatArray;
}

/** The map of one unit in more detail, on its own scale. */
export interface InspectedUnit {
  node: string;
  unit: number;
  values: BytesArray | FloatArray;
  low?: FloatArray;
  high?: FloatArray;
}

/** The point that the slice goes through, and when training was there. */
export interface LandscapeCenter {
  x: number;
  y: number;
  epoch: number;
  step: number;
}

/** Ends of both axes. */
export interface LandscapeExtent {
  x: number[];
  y: number[];
}

/** The loss on a slice: values (rows from the lowest y, columns), NaN where not measured yet. */
export interface LandscapePicture {
  plane: "weights" | "random" | "trajectory";
  resolution: number;
  rows_done: number;
  values: FloatArray;
  low: number;
  high: number;
  axes: string[];
  extent: LandscapeExtent;
  center: LandscapeCenter;
  path: FloatArray;
  path_epochs: CountArray;
  path_losses: FloatArray;
  now: LandscapePoint;
  explained: number | null;
  dimensions: number;
  samples: number;
  racers: LandscapeRacer[];
}

/** Where training is now, and its loss on the samples of the picture. */
export interface LandscapePoint {
  x: number;
  y: number;
  loss: number;
}

/** A picture, or why there is none, in words. */
export interface LandscapeProbe {
  problem: string | null;
  picture?: LandscapePicture;
}

/** Another optimizer's way; the last point of its path (points, 2) is where it is now. */
export interface LandscapeRacer {
  kind: string;
  title: string;
  learning_rate: number;
  epoch: number;
  step: number;
  diverged: boolean;
  loss: number;
  path: FloatArray;
  path_epochs: CountArray;
  path_losses: FloatArray;
}

/** The largest experiment that this server accepts, and how fast it may be talked to. */
export interface Limits {
  layers: number;
  units: number;
  parameters: number;
  samples: number;
  epochs: number;
  resolution: number;
  classes: number;
  message_bytes: number;
  commands_per_second: number;
}

/** The loss of each sample with the present weights, and the costs that they make. */
export interface LossesProbe {
  train: FloatArray;
  test: FloatArray;
  cost_train: number | null;
  cost_test: number | null;
  batch: BatchCost | null;
}

/** One number that a rule went by, and the number that it was compared with. */
export interface MeasuredNumber {
  label: string;
  value: number;
  threshold: number;
}

/** The run's newest figures; null where there is none. */
export interface Metrics {
  train_loss: number | null;
  test_loss: number | null;
  train_accuracy: number | null;
  test_accuracy: number | null;
  penalty: number | null;
  learning_rate: number | null;
  sparsity: number | null;
}

/** Every unit's output over the inputs; a byte stands for low + byte / 255 * (high - low). */
export interface NeuronsProbe {
  values: BytesArray | FloatArray;
  low: FloatArray;
  high: FloatArray;
  nodes: NodeUnits[];
  inspected?: InspectedUnit;
}

/** One column of the diagram: the features, a layer or the output. */
export interface NodeSummary {
  id: string;
  path: string;
  kind: string;
  title: string;
  units: number;
  unit_labels: string[] | null;
  shape: ShapeAxis[];
  parameters: number;
  multiply_adds: number;
  sources: string[];
  trainable: { [key: string]: ParameterArray };
  buffers: { [key: string]: ParameterArray };
}

/** Which rows of the neurons' maps belong to a node. */
export interface NodeUnits {
  id: string;
  units: number;
  offset: number;
}

/** By node and parameter: each slot of the optimizer, and as ``step`` what the next step would add. */
export interface OptimizerProbe {
  nodes: { [key: string]: { [key: string]: { [key: string]: FloatArray } } };
  slots: string[];
  learning_rate: number;
}

/** One array of a node, with the names of its axes. */
export interface ParameterArray {
  shape: number[];
  axes: string[];
}

/** The next step of one number: gradient of the whole training set, penalty, both after clipping, and memory. */
export interface ParameterUpdate {
  learning_rate: number;
  number: number;
  gradient: number;
  penalty: number;
  used: number;
  frozen: boolean;
  slots_before: { [key: string]: number };
  slots_after: { [key: string]: number };
  step: number;
  next_value: number;
}

/** Change one field of the spec, or one live parameter (``parameters.<node>.weight.<out>.<in>``). */
export interface Patch {
  op: "patch";
  path: string;
  value: JsonValue;
}

/** Stop training and keep everything. */
export interface Pause {
  op: "pause";
}

/** Train on, at a number of epochs a second or as fast as it goes. */
export interface Play {
  op: "play";
  epochs_per_second: number | "max";
}

/** What a frame may carry; a probe that did not change or is not watched is absent. */
export interface Probes {
  history?: HistoryProbe;
  data?: DataProbe;
  surface?: SurfaceProbe;
  neurons?: NeuronsProbe;
  confusion?: ConfusionProbe;
  weights?: WeightsProbe;
  gradients?: GradientsProbe;
  histograms?: HistogramsProbe;
  hidden?: HiddenProbe;
  losses?: LossesProbe;
  optimizer?: OptimizerProbe;
  trace?: TraceProbe;
  gradient_check?: GradientCheckProbe;
  landscape?: LandscapeProbe;
  coach?: CoachProbe;
}

/** What there is to count of each node that has it. */
export interface Quantities {
  weights: { [key: string]: Histogram };
  biases: { [key: string]: Histogram };
  weight_gradients: { [key: string]: Histogram };
  preactivations: { [key: string]: Histogram };
  outputs: { [key: string]: Histogram };
}

/** Why something asked for was not done: what, where, and what to do. */
export interface Refusal {
  op: "error";
  seq: number;
  code: "spec" | "limit" | "shape" | "command" | "rate" | "unavailable" | "internal";
  path: string | null;
  message: string;
  hint: string | null;
}

/** Go back to the same start. */
export interface Reset {
  op: "reset";
}

/** One named axis of what a node gives. */
export interface ShapeAxis {
  axis: string;
  size: number;
}

/** How often pictures come now, and how detailed they are; ``shared`` is false once everybody has enough again. */
export interface Sharing {
  op: "sharing";
  seq: number;
  people: number;
  frames_per_second: number;
  detail: number;
  shared: boolean;
}

/** What the run is doing, and why it stopped where it stopped by itself. */
export interface Status {
  op: "status";
  seq: number;
  state: "empty" | "ready" | "playing" | "paused" | "finished" | "diverged";
  epoch: number;
  step: number;
  reason: string | null;
  cause: string | null;
}

/** Train by a number of optimizer steps or of epochs, then pause; one epoch when neither is given. */
export interface Step {
  op: "step";
  steps?: number | null;
  epochs?: number | null;
}

/** The network's nodes, sizes and costs, and the data's ranges. */
export interface Summary {
  engine: "compiled" | "torch";
  task: "binary" | "classes" | "regression";
  classes: number | null;
  class_names: string[] | null;
  target_name: string | null;
  raw_inputs: string[];
  nodes: NodeSummary[];
  parameters: number;
  frozen_parameters: number;
  multiply_adds: number;
  steps_per_epoch: number;
  batch_size: number;
  schedule: number[];
  train_samples: number;
  test_samples: number;
  extent: { [key: string]: [number, number] };
  held: number[];
  output_range: [number, number] | null;
}

/** The output over the input plane (bytes, row 0 lowest x2) or over one input (floats). */
export interface SurfaceProbe {
  axes: string[];
  values: BytesArray | FloatArray;
  low?: FloatArray;
  high?: FloatArray;
  extent: { [key: string]: [number, number] };
}

/** One sample's way to the loss, and the way back to one number; or why there is none, in words. */
export interface TraceProbe {
  problem: string | null;
  sample: TracedSample | null;
  nodes: TracedNode[];
  chosen: TracedParameter | null;
}

/** Sums, outputs and the loss's derivatives by them, unit by unit; the first node is the features. */
export interface TracedNode {
  id: string;
  z: number[] | null;
  a: number[];
  da: number[] | null;
  dz: number[] | null;
}

/** The gradient of the sample's loss by one number: the strongest paths, and all others as one sum. */
export interface TracedParameter {
  node: string;
  parameter: string;
  index: number[];
  value: number;
  gradient_sample: number;
  gradient_batch: number;
  routes: ChainRoute[];
  paths: ChainPath[];
  path_count: number;
  rest: number;
  update: ParameterUpdate;
}

/** What goes into the network, what should come out, what does, and what that costs. */
export interface TracedSample {
  set: "train" | "test";
  index: number;
  inputs: number[];
  target: number;
  features: number[];
  encoded_target: number[];
  prediction: number[];
  loss: number;
}

/** Send this probe no longer. */
export interface Unwatch {
  op: "unwatch";
  probe: string;
}

/** Send this probe with every frame. */
export interface Watch {
  op: "watch";
  probe: string;
  options?: { [key: string]: JsonValue } | null;
}

/** Every parameter array by node. */
export interface WeightsProbe {
  nodes: { [key: string]: { [key: string]: FloatArray } };
}

/** The answer to hello; ``token`` proves the run's owner, ``seq`` is the newest number so far. */
export interface Welcome {
  op: "welcome";
  seq: number;
  protocol: 1;
  run: string;
  token: string;
  limits: Limits;
  resumed: boolean;
}
