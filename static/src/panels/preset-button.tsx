import { open } from "../state/presets";
import type { Preset } from "../wire/protocol";

interface PresetButtonProps {
  preset: Preset;
  badge?: string;
  chosen?: () => void;
}

/** An experiment with its story; a click opens it. */
export function PresetButton({ preset, badge = "", chosen }: PresetButtonProps) {
  return (
    <button
      type="button" class="quiet preset"
      onClick={() => {
        open(preset);
        chosen?.();
      }}
    >
      <strong>{preset.title}{badge && <span class={`preset-badge preset-${preset.lesson ?? "good"}`}>{badge}</span>}</strong>
      <span>{preset.explanation}</span>
    </button>
  );
}
