import type { ComponentChildren } from "preact";

interface SegmentsProps<Value> {
  /** What the choice is about, for those who do not see it. */
  label: string;
  value: Value;
  options: readonly { value: Value; title: ComponentChildren; off?: boolean; term?: string }[];
  onChoose: (value: Value) => void;
}

/** A choice among a few, all in sight. */
export function Segments<Value extends string>({ label, value, options, onChoose }: SegmentsProps<Value>) {
  return (
    <div class="segments" role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} class="segment" data-term={option.term}>
          <input
            type="radio" name={label} checked={option.value === value} disabled={option.off}
            onChange={() => onChoose(option.value)}
          />
          <span>{option.title}</span>
        </label>
      ))}
    </div>
  );
}
