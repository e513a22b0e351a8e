import { theme } from "../../state/theme";
import { classColor, cssColor } from "../../views/palette";
import { fitCanvas } from "../../views/pixels";
import { pointShape } from "../../views/point-shapes";

const size = 14;
const radius = 4.5;

/** The color and the shape of a class, as on the plot. */
export function ClassMark({ index }: { index: number }) {
  const color = cssColor(classColor(theme.value, index));
  const draw = (canvas: HTMLCanvasElement | null) => {
    const context = canvas && fitCanvas(canvas, size, size);
    if (!context) return;
    context.clearRect(0, 0, size, size);
    context.beginPath();
    pointShape(index).trace(context, size / 2, size / 2, radius);
    context.fillStyle = color;
    context.fill();
  };
  return <canvas ref={draw} class="icon" aria-hidden="true" />;
}
