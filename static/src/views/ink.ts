import type { Theme } from "./palette";

/** What canvases write and draw with: the page's own colors and font, read from its style sheets. */
export interface Ink {
  readonly theme: Theme;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  /** Around what can be touched. */
  readonly outline: string;
  readonly accent: string;
  /** A canvas font of the given size in CSS pixels. */
  font(size: number, weight?: number): string;
}

/** Reads anew what `element` inherits; call it when the theme changed, not for every frame. */
export function readInk(element: Element, theme: Theme): Ink {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim() || "#808080";
  const family = style.fontFamily || "sans-serif";
  return {
    theme,
    text: read("text"),
    muted: read("text-quiet"),
    line: read("line"),
    surface: read("surface-panel"),
    outline: read("line-strong"),
    accent: read("accent"),
    font: (size, weight = 400) => `${weight} ${size}px ${family}`,
  };
}
