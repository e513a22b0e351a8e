/** Dragging a layer's header to another place, by the pointer or by the keyboard. */
import { useRef } from "preact/hooks";

interface DragSettings {
  /** Where the layer stands in the list, and how long the list is. */
  index: number;
  count: number;
  /** The gap (0…count) nearest to a place on the screen. */
  gapAt(clientX: number): number;
  /** Shows where the layer would go; null when nothing is dragged. */
  onDrag(gap: number | null): void;
  onMove(gap: number): void;
}

/** The class of every header that can be moved, in the order of the layers. */
export const MOVABLE_HEADER = "network-header-movable";

/** So far (CSS pixels) a press may stray and still be a click. */
const CLICK_REACH = 6;

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
    if (commit) onMove(gapAt(event.clientX));
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
      const { index, count, onMove } = latest.current;
      const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
      const place = index + direction;
      if (!event.altKey || direction === 0 || place < 0 || place >= count) return;
      event.preventDefault();
      event.stopPropagation();
      onMove(direction < 0 ? place : place + 1);
      // The layer now stands under the neighboring header; the focus goes with it.
      const headers = (event.currentTarget as Element).parentElement?.querySelectorAll(`.${MOVABLE_HEADER}`);
      headers?.[place]?.querySelector("button")?.focus();
    },
  };
}

/** Inputs and menus keep their own presses; the header's title does not. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, select, .popover, .network-step") !== null;
}
