/** Dragging a layer's header to another place, by the pointer or by the keyboard. */
import { useRef } from "preact/hooks";
import type { LayerPlace } from "./network-edits";
import type { Gap } from "./network-gaps";

interface DragSettings {
  place: LayerPlace;
  /** All places that a layer can be put at, from left to right. */
  gaps: readonly Gap[];
  /** The gap nearest to a place on the screen. */
  gapAt(clientX: number): Gap | null;
  /** Shows where the layer would go; null when nothing is dragged. */
  onDrag(gap: Gap | null): void;
  onMove(gap: LayerPlace): void;
}

/** The class of every header that can be moved, in the order of the layers. */
export const MOVABLE_HEADER = "network-header-movable";

/** So far (CSS pixels) a press may stray and still be a click. */
const CLICK_REACH = 6;

/** The next place to the left (−1) or right (1) of a layer, into a block or out of it where one begins or ends. */
export function nextGap(gaps: readonly Gap[], { list, index }: LayerPlace, direction: number): Gap | null {
  const beside = direction < 0 ? index : index + 1;
  const own = gaps.findIndex((gap) => gap.list === list && gap.index === beside);
  return own < 0 ? null : (gaps[own + direction] ?? null);
}

export function useHeaderDrag(settings: DragSettings) {
  const start = useRef<number | null>(null);
  const dragging = useRef(false);
  const latest = useRef(settings);
  latest.current = settings;

  function finish(event: PointerEvent, commit: boolean): void {
    const { gapAt, onDrag, onMove } = latest.current;
    const wasDragging = dragging.current;
    start.current = null;
    if (!wasDragging) return;
    onDrag(null);
    const gap = gapAt(event.clientX);
    if (commit && gap) onMove(gap);
    // The click that follows a drag is not meant; it comes before the next task.
    setTimeout(() => { dragging.current = false; });
  }

  return {
    onPointerDown(event: PointerEvent): void {
      if (event.button === 0 && !isControl(event.target)) start.current = event.clientX;
    },
    onPointerMove(event: PointerEvent): void {
      if (start.current === null) return;
      if (!dragging.current && Math.abs(event.clientX - start.current) < CLICK_REACH) return;
      if (!dragging.current) {
        dragging.current = true;
        (event.currentTarget as Element).setPointerCapture(event.pointerId);
      }
      latest.current.onDrag(latest.current.gapAt(event.clientX));
    },
    onPointerUp: (event: PointerEvent): void => finish(event, true),
    onPointerCancel: (event: PointerEvent): void => finish(event, false),
    onClickCapture(event: MouseEvent): void {
      if (!dragging.current) return;
      event.preventDefault();
      event.stopPropagation();
    },
    onKeyDown(event: KeyboardEvent): void {
      const { gaps, place, onMove } = latest.current;
      const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
      const gap = event.altKey && direction !== 0 ? nextGap(gaps, place, direction) : null;
      if (!gap) return;
      event.preventDefault();
      event.stopPropagation();
      onMove(gap);
    },
  };
}

/** Inputs and menus keep their own presses; the header's title does not. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, select, .popover, .network-step, .network-freeze") !== null;
}
