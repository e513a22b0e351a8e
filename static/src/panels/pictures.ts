import { effect } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { newestFrame, onFrame } from "../state/actions";
import { paced } from "../views/paced";
import type { CreateView } from "../views/view";
import type { Frame } from "../wire/protocol";

/** Milliseconds between two pictures inside the network: what is beside them must stay smooth. */
export const INSIDE = 80;
/** The same for words and formulas there, which cost more than pictures. */
export const INSIDE_WORDS = 200;

/**
 * Mounts a view in the element of the returned reference. It is redrawn for every frame, inside
 * the one animation frame of all pictures, and when a signal that `propsOf` reads changes; with so
 * many milliseconds of `rest` in between, what comes meanwhile is left out, but for the last.
 */
export function usePicture<Props>(
  create: CreateView<Props>, propsOf: (frame: Frame | null) => Props, rest = 0,
): RefObject<HTMLDivElement | null> {
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!root.current) return undefined;
    const view = create(root.current, propsOf(newestFrame()));
    let props: Props;
    const picture = paced(() => view.update(props), rest);
    const draw = () => {
      props = propsOf(newestFrame());
      picture.call();
    };
    const stopFrames = onFrame(draw);
    const stopSignals = effect(draw);
    return () => {
      stopFrames();
      stopSignals();
      picture.stop();
      view.destroy();
    };
  }, []);
  return root;
}

/** Writes numbers straight into an element for every frame, past the tree of components. */
export function useFrameText(textOf: (frame: Frame | null) => string): RefObject<HTMLElement | null> {
  const root = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    let shown = "";
    const write = () => {
      const text = textOf(newestFrame());
      if (text !== shown && root.current) root.current.textContent = shown = text;
    };
    const stopFrames = onFrame(write);
    const stopSignals = effect(write);
    return () => {
      stopFrames();
      stopSignals();
    };
  }, []);
  return root;
}
