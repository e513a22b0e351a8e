/** The box that stays open: one weight or bias with a slider, or all that goes into a unit as a table. */
import { element, floatingBox, hide, showBeside, type Anchor } from "./floating";
import type { Subject } from "./hover-card";
import type { Measured } from "./measured";
import { unitName } from "./names";
import { parameterBox, type BoxCallbacks, type BoxContent } from "./parameter-box";
import { parameterTitle } from "./parameters";
import { unitBox } from "./unit-box";

export interface EditorCallbacks extends BoxCallbacks {
  closed(): void;
  /** The arithmetic of what is open is wanted. */
  arithmetic(subject: Subject): void;
}

export interface Editor {
  open(subject: Subject, anchor: Anchor, measured: Measured): void;
  refresh(measured: Measured): void;
  close(): void;
  isOpen(): boolean;
  destroy(): void;
}

export function createEditor(root: HTMLElement, callbacks: EditorCallbacks): Editor {
  const box = floatingBox(root, "network-card network-editor");
  box.setAttribute("role", "dialog");
  let content: BoxContent | null = null;
  let before: Element | null = null;

  function heading(title: string): HTMLElement {
    const bar = element("div", "network-editor-bar");
    const close = element("button", "network-close", "×");
    close.type = "button";
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => shut(true));
    bar.append(element("strong", "network-card-title", title), close);
    box.setAttribute("aria-label", title);
    return bar;
  }

  function shut(giveFocusBack: boolean): void {
    if (content === null) return;
    content.stop();
    content = null;
    hide(box);
    if (giveFocusBack && before instanceof HTMLElement) before.focus();
    callbacks.closed();
  }

  const closeOutside = (event: PointerEvent): void => {
    if (!box.contains(event.target as Node)) shut(false);
  };
  document.addEventListener("pointerdown", closeOutside);
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") shut(true);
  });

  return {
    open(subject, anchor, measured) {
      if (content === null) before = document.activeElement;
      content?.stop();
      const title = "parameter" in subject
        ? parameterTitle(measured.nodes, subject.parameter)
        : unitName(measured.nodes, subject.unit.node, subject.unit.unit);
      content = "parameter" in subject
        ? parameterBox(subject.parameter, measured, callbacks)
        : unitBox(subject.unit.node, subject.unit.unit, measured, callbacks);
      const bar = heading(title);
      const more = element("button", "network-arithmetic", "Show the arithmetic");
      more.type = "button";
      more.addEventListener("click", () => {
        shut(false);
        callbacks.arithmetic(subject);
      });
      box.replaceChildren(bar, ...content.parts, more);
      content.write(measured);
      showBeside(box, anchor);
      (content.first ?? bar.querySelector("button"))?.focus();
    },
    refresh: (measured) => content?.write(measured),
    close: () => shut(false),
    isOpen: () => content !== null,
    destroy() {
      document.removeEventListener("pointerdown", closeOutside);
      content?.stop();
      box.remove();
    },
  };
}
