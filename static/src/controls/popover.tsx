import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";

interface PopoverProps {
  /** What the button shows. */
  face: ComponentChildren;
  label: string;
  buttonClass?: string;
  children: ComponentChildren;
  /** Called when it opens, before it is measured. */
  onOpen?: () => void;
  /** Called when it stands where it belongs. */
  onOpened?: () => void;
  onClose?: () => void;
  cardClass?: string;
}

const gap = 6;
const margin = 8;

/** A button with a card that opens beside it; native popover, so Escape and a click outside close it. */
export function Popover({ face, label, buttonClass = "", children, onOpen, onOpened, onClose, cardClass = "" }: PopoverProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const card = useRef<HTMLDivElement>(null);
  return (
    <>
      <button
        ref={button} type="button" class={buttonClass} aria-label={label} title={label}
        popovertarget={id} aria-haspopup="dialog"
      >
        <span class="popover-face" aria-hidden="true">{face}</span>
      </button>
      <div
        ref={card} id={id} popover="auto" class={`popover ${cardClass}`} role="dialog" aria-label={label}
        onBeforeToggle={(event) => {
          if (event.newState === "open") onOpen?.();
        }}
        onToggle={(event) => {
          if (event.newState === "open") {
            place(button.current, card.current);
            onOpened?.();
          } else {
            onClose?.();
          }
        }}
      >
        {children}
      </div>
    </>
  );
}

/** Below the button where there is room, else above it, and never past the window's edge. */
export function place(anchor: Element | null, card: HTMLElement | null): void {
  if (!anchor || !card) return;
  const from = anchor.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const below = from.bottom + gap;
  const fitsBelow = below + height <= innerHeight - margin;
  const top = fitsBelow ? below : Math.max(margin, from.top - gap - height);
  const left = Math.min(Math.max(margin, from.left), innerWidth - width - margin);
  card.style.top = `${Math.round(top)}px`;
  card.style.left = `${Math.round(Math.max(margin, left))}px`;
}
