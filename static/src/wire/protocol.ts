/** What travels between the page and the server, as types. */

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

// ---- client to server -------------------------------------------------------------------------

export type Speed = number | "max";

export type Command =
  | { op: "hello"; run?: string; token?: string; last_seq?: number; accept?: string[] }
  | { op: "configure"; spec: JsonObject }
  | { op: "patch"; path: string; value: JsonValue }
  | { op: "play"; epochs_per_second: Speed }
  | { op: "pause" }
  | { op: "step"; steps?: number; epochs?: number }
  | { op: "reset" }
  | { op: "watch"; probe: string; options?: JsonObject }
  | { op: "unwatch"; probe: string }
  | { op: "ack"; seq: number };

// ---- the experiment ---------------------------------------------------------------------------

/** A value of a family: its kind and the kind's own parameters. */
export interface Kind {
  [parameter: string]: JsonValue;
  kind: string;
}

/** A normalized experiment: every kind an object, every default filled in. */
export interface Spec {
  [section: string]: JsonValue;
  data: Kind;
  network: { [field: string]: JsonValue; layers: Kind[]; output: JsonObject };
  training: JsonObject;
}

export interface ShapeAxis {
  axis: string;
  size: number;
}

export interface TrainableArray {
  shape: number[];
  axes: string[];
}

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
  source: string | null;
  trainable: { [parameter: string]: TrainableArray };
}

export type Extent = { [input: string]: [number, number] };

export interface Summary {
  engine: string;
  task: "binary" | "classes" | "regression";
  classes: number | null;
  raw_inputs: string[];
  nodes: NodeSummary[];
  parameters: number;
  multiply_adds: number;
  steps_per_epoch: number;
  batch_size: number;
  train_samples: number;
  test_samples: number;
  extent: Extent;
  output_range: [number, number] | null;
  success_metric: string;
}

export interface Change {
  path: string;
  value: JsonValue;
}

export interface Warning {
  code: string;
  path: string;
  message: string;
  hint: string | null;
  cure: Change[] | null;
}

export interface Limits {
  layers: number;
  units: number;
  parameters: number;
  samples: number;
  epochs: number;
  resolution: number;
  message_bytes: number;
  commands_per_second: number;
}

// ---- server to client: events -----------------------------------------------------------------

export interface Welcome {
  op: "welcome";
  seq: number;
  protocol: number;
  run: string;
  token: string;
  limits: Limits;
  resumed: boolean;
}

export interface Configured {
  op: "configured";
  seq: number;
  spec: Spec;
  summary: Summary;
  warnings: Warning[];
  restarted: boolean;
  message: string | null;
  path: string | null;
}

export type RunState = "empty" | "ready" | "playing" | "paused" | "finished" | "diverged";

export interface Status {
  op: "status";
  seq: number;
  state: RunState;
  epoch: number;
  step: number;
  reason: string | null;
  cause: string | null;
}

export interface Refusal {
  op: "error";
  seq: number;
  code: string;
  path: string | null;
  message: string;
  hint: string | null;
}

export type ServerEvent = Welcome | Configured | Status | Refusal;

// ---- server to client: frames -----------------------------------------------------------------

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

export type NumberArray = BytesArray | CountArray | FloatArray;

export interface Metrics {
  train_loss: number | null;
  test_loss: number | null;
  train_accuracy: number | null;
  test_accuracy: number | null;
  penalty: number | null;
  learning_rate: number | null;
}

export interface HistoryProbe {
  from: number;
  epoch: CountArray;
  train_loss: FloatArray;
  test_loss: FloatArray;
  train_accuracy: FloatArray;
  test_accuracy: FloatArray;
}

export interface DataProbe {
  version: number;
  train_inputs: FloatArray;
  train_targets: FloatArray;
  test_inputs: FloatArray;
  test_targets: FloatArray;
}

/** The output over the input plane (bytes, row 0 lowest x2) or over one input (floats). */
export interface SurfaceProbe {
  axes: string[];
  values: BytesArray | FloatArray;
  low?: FloatArray;
  high?: FloatArray;
  extent: Extent;
}

/** Every unit's output over the inputs; a byte stands for low + byte / 255 * (high - low). */
export interface NeuronsProbe {
  values: BytesArray | FloatArray;
  low: FloatArray;
  high: FloatArray;
  nodes: { id: string; units: number; offset: number }[];
}

export type ParameterArrays = { [node: string]: { [parameter: string]: FloatArray } };

export interface WeightsProbe {
  nodes: ParameterArrays;
}

export interface GradientsProbe {
  nodes: string[];
  root_mean_square: FloatArray;
  largest: FloatArray;
  zeros: FloatArray;
  values?: ParameterArrays;
}

/** What a frame may carry; a probe that did not change or is not watched is absent. */
export interface Probes {
  history?: HistoryProbe;
  data?: DataProbe;
  surface?: SurfaceProbe;
  neurons?: NeuronsProbe;
  weights?: WeightsProbe;
  gradients?: GradientsProbe;
}

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

// ---- what the server describes by HTTP --------------------------------------------------------

/** A node of a JSON Schema, with the keys the playground adds for its controls. */
export interface SchemaNode {
  $ref?: string;
  $defs?: { [name: string]: SchemaNode };
  type?: string | string[];
  title?: string;
  description?: string;
  default?: JsonValue;
  const?: JsonValue;
  enum?: JsonValue[];
  oneOf?: SchemaNode[];
  anyOf?: SchemaNode[];
  allOf?: SchemaNode[];
  discriminator?: { propertyName: string; mapping?: { [kind: string]: string } };
  properties?: { [name: string]: SchemaNode };
  required?: string[];
  items?: SchemaNode;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  live?: boolean;
  scale?: "log" | "linear";
  step?: number;
  unit?: string;
  group?: string;
  /** The family that a union of kinds belongs to, as the catalog names it. */
  family?: string;
}

export interface CurvePicture {
  view: "curve";
  x: number[];
  value: number[];
  slope: number[];
  low: number | null;
  high: number | null;
  largest_slope: number;
}

export interface PointsPicture {
  view: "points";
  inputs: number[][];
  targets: number[];
  task: "binary" | "classes" | "regression";
}

export interface MapPicture {
  view: "map";
  resolution: number;
  values: number[][];
}

export type Picture = CurvePicture | PointsPicture | MapPicture;

export interface KindDescription {
  kind: string;
  title: string;
  formula: string | null;
  explanation: string;
  use_when: string;
  avoid_when: string;
  source: string;
  schema: SchemaNode;
  defaults: Kind;
  picture: Picture | null;
  engines?: string[];
  view?: string;
}

export interface Family {
  title: string;
  explanation: string;
  kinds: { [kind: string]: KindDescription };
}

export interface Preset {
  name: string;
  title: string;
  explanation: string;
  spec: JsonObject;
}

export interface Catalog {
  version: string;
  families: { [family: string]: Family };
  presets: Preset[];
}
