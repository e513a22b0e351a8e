/** What travels between the page and the server, as types. */
import type {
  BytesArray, CountArray, FloatArray, JsonValue, Play, Status, WeightsProbe,
} from "./types.generated";

export type * from "./types.generated";

export type JsonObject = { [key: string]: JsonValue };

export type Speed = Play["epochs_per_second"];
export type RunState = Status["state"];
export type NumberArray = BytesArray | CountArray | FloatArray;
export type ParameterArrays = WeightsProbe["nodes"];

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
  /** Empty where the slope says nothing. */
  slope: number[];
  /** What an activation cannot go below and above. */
  low?: number | null;
  high?: number | null;
  /** What the axis and the two curves are called. */
  names?: { x: string; value: string; slope: string };
  /** Heights between which pictures of a family compare. */
  shown?: [number, number];
}

export interface BarsPicture {
  view: "bars";
  names?: { x: string };
  x: number[];
  value: number[];
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

export type Picture = CurvePicture | BarsPicture | PointsPicture | MapPicture;

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
  /** What to compare the kinds of a family by. */
  figures?: { [name: string]: string };
  /** What samples that are far off do to a loss. */
  outliers?: string;
  /** What a data set has to be learned for: two classes, several classes or a value. */
  task?: string;
  /** What an optimizer keeps for every parameter: by name, what it means. */
  slots?: { [name: string]: string };
  /** What every sample of a data set consists of. */
  raw_inputs?: string[];
  /** The places among the raw inputs that a feature is computed from. */
  reads?: number[];
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
  /** Whether its network solves the problem or fails for a reason. */
  lesson?: "good" | "bad";
  spec: JsonObject;
}

export interface Catalog {
  version: string;
  families: { [family: string]: Family };
  presets: Preset[];
}
