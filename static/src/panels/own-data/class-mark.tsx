import { theme } from "../../state/theme";
import { markPath } from "../../views/class-mark";
import { classColor, cssColor } from "../../views/palette";

/** The color and the shape of a class, as on the plot. */
export function ClassMark({ index }: { index: number }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">
      <path d={markPath(index)} fill={cssColor(classColor(theme.value, index))} />
    </svg>
  );
}
