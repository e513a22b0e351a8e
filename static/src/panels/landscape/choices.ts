/** Which landscape is looked at. */
import { computed, signal } from "@preact/signals";
import { nodes } from "../../state/nodes";
import type { LandscapeForm } from "../../views/landscape";
import type { ParameterPlace } from "../../views/network/parameters";
import type { JsonObject, Kind, LandscapePicture, NodeSummary } from "../../wire/protocol";

export type Plane = LandscapePicture["plane"];

export const MOST_RACERS = 4;

export const plane = signal<Plane>("trajectory");
export const form = signal<LandscapeForm>("contour");
/** Widens the picture around the path. */
export const span = signal(1);
const seed = signal(0);
/** Other optimizers, in full as an experiment holds them. */
export const racers = signal<readonly Kind[]>([]);
/** The numbers of a plane of two, across and up; null for those that are usual. */
const wished = signal<readonly [ParameterPlace | null, ParameterPlace | null]>([null, null]);

/** The two numbers; where the network no longer has one, the first that it has. */
export const chosen = computed(() => {
  const usual = firstPlaces(nodes.value);
  return wished.value.map((place, side) => (place && isIn(nodes.value, place) ? place : (usual[side] ?? null)));
});

export function choose(side: number, place: ParameterPlace): void {
  wished.value = [side === 0 ? place : (chosen.value[0] ?? null), side === 1 ? place : (chosen.value[1] ?? null)];
}

export function otherDirections(): void {
  seed.value += 1;
}

/** What the server is asked for; resolution stays the usual one. */
export const options = computed<JsonObject>(() => {
  const [first, second] = chosen.value.map((place) => (place ? textOf(place) : null));
  return {
    plane: plane.value,
    ...(plane.value === "weights" && { first: first ?? null, second: second ?? null }),
    seed: seed.value,
    span: span.value,
    racers: [...racers.value],
  };
});

/** "layers.0.weight.2.1", as the server names one number. */
export function textOf({ node, parameter, out, in: source }: ParameterPlace): string {
  return [node, parameter, out, ...(source === null ? [] : [source])].join(".");
}

function isIn(all: readonly NodeSummary[], { node, parameter, out, in: source }: ParameterPlace): boolean {
  const shape = all.find(({ id }) => id === node)?.trainable[parameter]?.shape;
  return shape !== undefined && out < shape[0]! && (shape.length === 1 ? source === null : source !== null && source < shape[1]!);
}

/** The first two numbers of the network. */
export function firstPlaces(all: readonly NodeSummary[]): ParameterPlace[] {
  const places = all.flatMap(({ id, trainable }) =>
    Object.entries(trainable).flatMap(([parameter, { shape: [outs = 0, sources] }]) =>
      Array.from({ length: Math.min(2, outs * (sources ?? 1)) }, (_, index): ParameterPlace => ({
        node: id,
        parameter,
        out: sources === undefined ? index : Math.floor(index / sources),
        in: sources === undefined ? null : index % sources,
      })),
    ),
  );
  return places.slice(0, 2);
}
