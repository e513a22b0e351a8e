import type { ComponentProps } from "preact";

/** A button that can be out of use and yet keeps the focus: whoever works with keys stays where they are. */
export function PressButton({ off, onClick, ...rest }: ComponentProps<"button"> & { off: boolean }) {
  return <button type="button" {...rest} aria-disabled={off} onClick={off ? undefined : onClick} />;
}
