/** What the widths of the diagram's connections say while they show gradients. */
import { gradientShare } from "../network/edges";
import { FULL_MAGNITUDE, gradientStyle, levelWidth, widthLevel } from "../network/edge-strokes";
import type { Theme } from "../palette";
import { powerText } from "./decades";

const POWERS = [-8, -6, -4, -2, -1];
/** Between the crowded diagrams, where lines are thin, and those of a few connections. */
const CROWDING = 0.6;

export function EdgeLegend({ theme }: { theme: Theme }) {
  const { positive: colors } = gradientStyle(theme);
  return (
    <p class="flow-edges" role="img" aria-label="In the diagram: the wider and stronger a connection, the larger its gradient, from ten to the power of minus 8 to minus 1 and above.">
      <span>|∂L/∂w|</span>
      {POWERS.map((power) => {
        const level = widthLevel(FULL_MAGNITUDE * gradientShare(10 ** power) ** 2);
        return (
          <span key={power}>
            <i style={{ height: `${levelWidth(level, CROWDING).toFixed(1)}px`, background: colors[level] }} />
            {powerText(power)}
          </span>
        );
      })}
      <span>and above</span>
    </p>
  );
}
