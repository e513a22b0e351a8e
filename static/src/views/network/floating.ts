/** A box in the top layer beside something: never cut off by a panel that scrolls. */

const GAP = 12;
const MARGIN = 8;

export interface Anchor {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function floatingBox(root: HTMLElement, className: string): HTMLElement {
  const box = document.createElement("div");
  box.className = className;
  box.popover = "manual";
  root.append(box);
  return box;
}

/** Opens the box beneath the anchor, or above it where there is no room. */
export function showBeside(box: HTMLElement, anchor: Anchor): void {
  if (!box.matches(":popover-open")) box.showPopover();
  const { offsetWidth: width, offsetHeight: height } = box;
  const right = document.documentElement.clientWidth - MARGIN;
  const bottom = document.documentElement.clientHeight - MARGIN;
  const below = anchor.bottom + GAP;
  const top = below + height <= bottom ? below : Math.max(MARGIN, anchor.top - GAP - height);
  const left = Math.max(MARGIN, Math.min(right - width, (anchor.left + anchor.right - width) / 2));
  box.style.left = `${Math.round(left)}px`;
  box.style.top = `${Math.round(top)}px`;
}

export function hide(box: HTMLElement): void {
  if (box.matches(":popover-open")) box.hidePopover();
}

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  text = "",
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** A list of names and numbers, filled in later by name. */
export function figures(names: readonly string[]): {
  readonly list: HTMLElement;
  write(name: string, text: string): void;
} {
  const list = element("dl", "network-figures");
  const cells = new Map<string, HTMLElement>();
  for (const name of names) {
    const cell = element("dd", "");
    list.append(element("dt", "", name), cell);
    cells.set(name, cell);
  }
  return {
    list,
    write(name, text) {
      const cell = cells.get(name);
      if (cell !== undefined && cell.textContent !== text) cell.textContent = text;
    },
  };
}
