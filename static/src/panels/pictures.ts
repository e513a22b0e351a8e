import { effect } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { newestFrame, onFrame } from "../state/actions";
import type { CreateView } from "../views/view";
import type { Frame } from "../wire/protocol";

/**
 * Mounts a view in the element of the returned reference. It is redrawn for every frame, inside
 * the one animation frame of all pictures, and when a signal that `propsOf` reads changes.
 */
export function usePicture<Props>(
  create: CreateView<Props>, propsOf: (frame: Frame | null) => Props,
): RefObject<HTMLDivElement | null> {
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!root.current) return undefined;
    const view = create(root.current, propsOf(newestFrame()));
    const draw = () => view.update(propsOf(newestFrame()));
    const stopFrames = onFrame(draw);
    const stopSignals = effect(draw);
    return () => {
      stopFrames();
      stopSignals();
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
