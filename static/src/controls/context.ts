import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Catalog, KindDescription } from "../wire/protocol";
import type { Definitions } from "./resolve";

/** What every control may need, given once by whoever draws the page. */
export interface ControlSurroundings {
  catalog: Catalog;
  definitions: Definitions;
  theme: "light" | "dark";
  /** The newest refusal of the server, shown at the control of its field. */
  error: { path: string; message: string; hint: string | null } | null;
}

export const ControlContext = createContext<ControlSurroundings | null>(null);

export function useControlSurroundings(): ControlSurroundings {
  const surroundings = useContext(ControlContext);
  if (!surroundings) throw new Error("A control must be drawn inside a ControlContext.");
  return surroundings;
}

export function describeKind(
  { catalog }: ControlSurroundings, family: string | null, kind: string,
): KindDescription | null {
  return family === null ? null : (catalog.families[family]?.kinds[kind] ?? null);
}
