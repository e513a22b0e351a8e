/** Shows in the diagram which layers and units are meant: a style of its own, so it outlasts every rearrangement. */
import type { Where } from "./finding";

const sheet = new CSSStyleSheet();

/** Marks the places until the returned function is called, and brings the first into sight. */
export function pointAt(where: Where): () => void {
  const selectors = selectorsOf(where);
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  sheet.replaceSync(`${selectors.join(",\n")} {
    outline: 3px solid var(--caution);
    outline-offset: 3px;
    border-radius: var(--radius-small);
  }`);
  document.querySelector(selectors.join(","))?.scrollIntoView({ block: "nearest", inline: "nearest" });
  return () => sheet.replaceSync("");
}

/** Units where they are named, else all units of their layer. */
export function selectorsOf({ nodes, units }: Where): string[] {
  const inNode = (node: string) => `.network-column[data-node="${CSS.escape(node)}"]`;
  const named = Object.entries(units).filter(([, meant]) => meant.length > 0);
  const whole = nodes.filter((node) => !named.some(([other]) => other === node));
  return [
    ...whole.map((node) => `${inNode(node)} .network-unit`),
    ...named.flatMap(([node, meant]) => meant.map((unit) => `${inNode(node)} .network-unit[data-unit="${unit}"]`)),
  ];
}
