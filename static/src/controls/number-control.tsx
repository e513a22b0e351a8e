import { useEffect, useRef, useState } from "preact/hooks";
import type { NumberField } from "./resolve";
import { hasSlider, positionOf, positions, rounded, valueAtPosition } from "./scale";

interface NumberControlProps {
  id: string;
  field: NumberField;
  value: number;
  onChange: (value: number) => void;
  disabled: boolean;
  /** Only the box, for places where there is no room for a slider. */
  compact: boolean;
  describedBy: string | undefined;
  /** A name for a box that has no label of its own. */
  label?: string;
}

/** Milliseconds between two values sent while a slider is dragged; a restart costs more than a live edit. */
const livePause = 100;
const restartPause = 250;
/** How long the slider stays where the hand left it, until the server has answered. */
const settleTime = 500;
/** Positions that an arrow key moves in a box of logarithmic values. */
const arrowPositions = 5;

export function NumberControl(props: NumberControlProps) {
  const { id, field, value, describedBy } = props;
  // With a single value that is allowed there is nothing to choose.
  const disabled = props.disabled || (field.low !== null && field.low === field.high);
  const dragged = useDraggedValue(props);
  const [typed, setTyped] = useState<string | null>(null);
  const shown = dragged.value ?? value;

  function commitTyped(text: string): void {
    setTyped(null);
    if (text.trim() !== "" && Number.isFinite(Number(text)) && Number(text) !== value) {
      props.onChange(Number(text));
    }
  }

  function stepByArrow(event: KeyboardEvent): void {
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    // The box's own arrows add one step, which on a logarithmic scale is either nothing or everything.
    if (!direction || field.scale !== "log" || !hasSlider(field)) return;
    event.preventDefault();
    const next = positionOf(shown, field) + direction * arrowPositions;
    setTyped(null);
    props.onChange(valueAtPosition(Math.min(positions, Math.max(0, next)), field));
  }

  return (
    <div class={props.compact || !hasSlider(field) ? "number" : "number number-with-slider"}>
      {!props.compact && hasSlider(field) && (
        <input
          type="range" class="slider" aria-label={`${field.title}, slider`} disabled={disabled}
          min={0} max={positions} step={1} value={positionOf(shown, field)}
          aria-valuetext={`${numberText(shown)} ${field.unit}`.trim()}
          onInput={(event) => dragged.move(valueAtPosition(Number(event.currentTarget.value), field))}
          onChange={(event) => dragged.release(valueAtPosition(Number(event.currentTarget.value), field))}
        />
      )}
      <input
        id={id} type="number" class="number-box" disabled={disabled} aria-label={props.label}
        aria-describedby={describedBy}
        min={field.lowAllowed ? (field.low ?? undefined) : undefined}
        max={field.highAllowed ? (field.high ?? undefined) : undefined}
        step={field.scale === "log" ? "any" : (field.step ?? "any")}
        value={typed ?? numberText(shown)}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={(event) => commitTyped(event.currentTarget.value)}
        onBlur={() => setTyped(null)}
        onKeyDown={stepByArrow}
      />
    </div>
  );
}

/** The value under the hand: sent now and then while it moves, and once more when it is let go. */
function useDraggedValue({ field, onChange }: NumberControlProps) {
  const [value, setValue] = useState<number | null>(null);
  const lastSent = useRef(0);
  const settle = useRef<ReturnType<typeof setTimeout>>(undefined);
  const send = useRef(onChange);
  send.current = onChange;
  useEffect(() => () => clearTimeout(settle.current), []);

  function show(next: number): void {
    setValue(next);
    clearTimeout(settle.current);
    settle.current = setTimeout(() => setValue(null), settleTime);
  }

  return {
    value,
    move(next: number): void {
      show(next);
      const now = performance.now();
      if (now - lastSent.current < (field.live ? livePause : restartPause)) return;
      lastSent.current = now;
      send.current(rounded(next, field));
    },
    release(next: number): void {
      show(next);
      lastSent.current = 0;
      send.current(rounded(next, field));
    },
  };
}

/** Six significant digits at most, without trailing zeros. */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(6)));
}
