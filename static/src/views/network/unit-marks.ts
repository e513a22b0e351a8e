/** Signs on units that let hardly any gradient through, and words for them. */
import type { GradientsProbe } from "../../wire/protocol";
import type { Ink } from "../ink";
import type { Layout } from "./layout";

export type UnitStates = GradientsProbe["unit_states"] | null;

export const SATURATED = 1;
export const DEAD = 2;

const RADIUS = 6;
const SMALLEST_TILE = 20;

export function unitState(states: UnitStates, node: string, unit: number): number {
  return states?.[node]?.data[unit] ?? 0;
}

/** What is wrong with a unit, in a clause; nothing where all is well. */
export function stateWords(state: number): string {
  if (state === SATURATED) return "saturated: flat for nearly every sample";
  if (state === DEAD) return "dead: its slope is zero for every sample";
  return "";
}

/** In the upper right corner of a tile: a disk half full for a saturated unit, a cross for a dead one. */
export function drawUnitMarks(context: CanvasRenderingContext2D, layout: Layout, states: UnitStates, ink: Ink): void {
  if (states === null) return;
  const radius = layout.tile < SMALLEST_TILE ? RADIUS - 2 : RADIUS;
  const disks = new Path2D();
  const halves = new Path2D();
  const crosses = new Path2D();
  for (const column of layout.columns) {
    if (column.isBar) continue;
    column.units.forEach((unit, row) => {
      const state = unitState(states, column.node, unit);
      if (state !== SATURATED && state !== DEAD) return;
      const [x, y] = [column.rights[row]!, column.middles[row]! - layout.tile / 2];
      disks.moveTo(x + radius, y);
      disks.arc(x, y, radius, 0, 2 * Math.PI);
      if (state === SATURATED) {
        halves.moveTo(x, y);
        halves.arc(x, y, radius, -Math.PI / 2, Math.PI / 2);
      } else {
        const reach = radius * 0.5;
        crosses.moveTo(x - reach, y - reach);
        crosses.lineTo(x + reach, y + reach);
        crosses.moveTo(x + reach, y - reach);
        crosses.lineTo(x - reach, y + reach);
      }
    });
  }
  context.fillStyle = ink.surface;
  context.fill(disks);
  context.fillStyle = ink.text;
  context.fill(halves);
  context.strokeStyle = ink.text;
  context.lineWidth = 1.5;
  context.stroke(disks);
  context.stroke(crosses);
}
