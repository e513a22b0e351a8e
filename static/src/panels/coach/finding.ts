/** What the server's coach found, as the page passes it around. */
import type { CoachFinding } from "../../wire/protocol";

export type Finding = CoachFinding;
export type Cure = Finding["cures"][number];
export type Where = Finding["where"];

const severities = ["fault", "warning", "info"];

/** Whether the first is more serious. */
export function isGraver(one: Finding, other: Finding): boolean {
  return severities.indexOf(one.severity) < severities.indexOf(other.severity);
}
