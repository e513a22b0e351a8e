/** Every shown unit as a transparent button over its tile: for focus, names and the keyboard. */
import type { NodeSummary } from "../../wire/protocol";
import { isInput } from "./column-form";
import { element } from "./floating";
import type { Column, Layout } from "./layout";
import { nodeName, unitName } from "./names";
import type { UnitPlace } from "./picking";
import { stateWords, unitState, type UnitStates } from "./unit-marks";

export interface UnitButtons {
  arrange(layout: Layout, nodes: readonly NodeSummary[]): void;
  /** Says of every unit what is wrong with it. */
  tell(layout: Layout, nodes: readonly NodeSummary[], states: UnitStates): void;
  /** The unit a button stands for; null for anything else. */
  placeOf(target: EventTarget | null): UnitPlace | null;
  buttonAt(place: UnitPlace): HTMLElement | undefined;
}

export interface UnitButtonCallbacks {
  expand(node: string): void;
}

const LABEL_GAP = 8;

export function createUnitButtons(root: HTMLElement, callbacks: UnitButtonCallbacks): UnitButtons {
  const holder = element("div", "network-units");
  root.append(holder);
  let buttons: HTMLButtonElement[][] = [];
  const places = new WeakMap<EventTarget, UnitPlace>();
  /** The one unit that the tab key reaches; arrows lead to the others. */
  let reached: UnitPlace = { column: 0, row: 0 };

  function place(target: HTMLElement, x: number, y: number, width: number, height: number): void {
    target.style.left = `${x}px`;
    target.style.top = `${y}px`;
    target.style.width = `${width}px`;
    target.style.height = `${height}px`;
  }

  function label(text: string, className: string, x: number, y: number): HTMLElement {
    const made = element("span", className, text);
    made.setAttribute("aria-hidden", "true");
    made.style.left = `${x}px`;
    made.style.top = `${y}px`;
    return made;
  }

  function arrange(layout: Layout, nodes: readonly NodeSummary[]): void {
    const focused = placeOf(document.activeElement);
    holder.replaceChildren();
    buttons = layout.columns.map((column, columnIndex) => {
      if (column.units.length === 0) return [];
      const group = element("div", "network-column");
      group.setAttribute("role", "group");
      const node = nodes[columnIndex]!;
      group.dataset.node = node.id;
      group.setAttribute("aria-label", `${nodeName(nodes, node.id)}, ${node.units} units`);
      const height = buttonHeight(column, layout.tile);
      const made = column.units.map((unit, row) => {
        const button = element("button", "network-unit");
        button.type = "button";
        button.tabIndex = -1;
        button.dataset.unit = String(unit);
        button.setAttribute("aria-label", unitName(nodes, node.id, unit));
        const [left, right] = [column.lefts[row]!, column.rights[row]!];
        place(button, left, column.middles[row]! - height / 2, right - left, height);
        places.set(button, { column: columnIndex, row });
        group.append(button);
        const text = node.unit_labels?.[unit];
        if (text !== undefined && isInput(node)) {
          group.append(label(text, "network-label network-label-in", column.left - LABEL_GAP, column.middles[row]!));
        } else if (text !== undefined) {
          group.append(label(text, "network-label", column.right + LABEL_GAP, column.middles[row]!));
        }
        return button;
      });
      if (column.hidden > 0 || column.isExpanded) {
        const more = element("button", "network-more", column.hidden > 0 ? `+${column.hidden} more` : "fewer");
        more.type = "button";
        more.setAttribute("aria-expanded", String(column.isExpanded));
        place(more, column.center - 36, column.more - 12, 72, 24);
        more.addEventListener("click", () => callbacks.expand(node.id));
        group.append(more);
      }
      holder.append(group);
      return made;
    });
    if (buttonAt(reached) === undefined) reached = { column: 0, row: 0 };
    const first = buttonAt(reached);
    if (first !== undefined) first.tabIndex = 0;
    if (focused !== null) buttonAt(focused)?.focus();
  }

  function tell(layout: Layout, nodes: readonly NodeSummary[], states: UnitStates): void {
    layout.columns.forEach(({ node, units }, column) => units.forEach((unit, row) => {
      const button = buttonAt({ column, row });
      const words = stateWords(unitState(states, node, unit));
      if (button === undefined || button.title === words) return;
      button.title = words;
      const name = unitName(nodes, node, unit);
      button.setAttribute("aria-label", words === "" ? name : `${name}, ${words}`);
    }));
  }

  function buttonAt({ column, row }: UnitPlace): HTMLButtonElement | undefined {
    return buttons[column]?.[row];
  }

  function placeOf(target: EventTarget | null): UnitPlace | null {
    return target === null ? null : (places.get(target) ?? null);
  }

  /** The unit of another column that stands nearest in height. */
  function sideways(from: UnitPlace, direction: number): UnitPlace {
    const middle = (button: HTMLElement) => button.offsetTop + button.offsetHeight / 2;
    const height = middle(buttonAt(from)!);
    for (let column = from.column + direction; buttons[column] !== undefined; column += direction) {
      const distances = buttons[column]!.map((button) => Math.abs(middle(button) - height));
      if (distances.length > 0) return { column, row: distances.indexOf(Math.min(...distances)) };
    }
    return from;
  }

  function destination(from: UnitPlace, key: string): UnitPlace | null {
    const moves: Record<string, () => UnitPlace> = {
      ArrowUp: () => ({ ...from, row: Math.max(0, from.row - 1) }),
      ArrowDown: () => ({ ...from, row: Math.min(buttons[from.column]!.length - 1, from.row + 1) }),
      ArrowLeft: () => sideways(from, -1),
      ArrowRight: () => sideways(from, 1),
      Home: () => ({ ...from, row: 0 }),
      End: () => ({ ...from, row: buttons[from.column]!.length - 1 }),
    };
    return moves[key]?.() ?? null;
  }

  holder.addEventListener("keydown", (event) => {
    const from = placeOf(event.target);
    if (from === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = destination(from, event.key);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    buttonAt(from)!.tabIndex = -1;
    reached = to;
    buttonAt(to)!.tabIndex = 0;
    buttonAt(to)!.focus();
  });

  return { arrange, tell, placeOf, buttonAt };
}

/** On a bar units stand one above the other even where the tiles that they come from do not. */
function buttonHeight({ isBar, middles: [first = 0, second = Infinity] }: Column, tile: number): number {
  return isBar ? Math.min(tile, second - first - 2) : tile;
}
