/** One shape for each class, so that classes differ without color. All have about the same area. */

type Trace = (path: CanvasRenderingContext2D, x: number, y: number, radius: number) => void;

function polygon(corners: readonly (readonly [number, number])[]): Trace {
  return (path, x, y, radius) => {
    corners.forEach(([right, down], index) => {
      if (index === 0) path.moveTo(x + right * radius, y + down * radius);
      else path.lineTo(x + right * radius, y + down * radius);
    });
    path.closePath();
  };
}

const circle: Trace = (path, x, y, radius) => {
  path.moveTo(x + radius, y);
  path.arc(x, y, radius, 0, 2 * Math.PI);
};

const ARM = 0.42;
const REACH = 1.12;

export const POINT_SHAPES: readonly { readonly name: string; readonly trace: Trace }[] = [
  { name: "circle", trace: circle },
  { name: "triangle", trace: polygon([[0, -1.25], [1.15, 0.85], [-1.15, 0.85]]) },
  { name: "square", trace: polygon([[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]]) },
  { name: "diamond", trace: polygon([[0, -1.3], [1.15, 0], [0, 1.3], [-1.15, 0]]) },
  {
    name: "cross",
    trace: polygon([
      [-ARM, -REACH], [ARM, -REACH], [ARM, -ARM], [REACH, -ARM], [REACH, ARM], [ARM, ARM],
      [ARM, REACH], [-ARM, REACH], [-ARM, ARM], [-REACH, ARM], [-REACH, -ARM], [-ARM, -ARM],
    ]),
  },
  { name: "downward triangle", trace: polygon([[0, 1.25], [1.15, -0.85], [-1.15, -0.85]]) },
  {
    name: "star",
    trace: polygon(
      Array.from({ length: 10 }, (_, corner) => {
        const reach = corner % 2 === 0 ? 1.4 : 0.62;
        const angle = (Math.PI * corner) / 5;
        return [Math.sin(angle) * reach, -Math.cos(angle) * reach] as const;
      }),
    ),
  },
  {
    name: "hexagon",
    trace: polygon(
      Array.from({ length: 6 }, (_, corner) => {
        const angle = (Math.PI * corner) / 3;
        return [Math.cos(angle) * 1.1, Math.sin(angle) * 1.1] as const;
      }),
    ),
  },
];

export function pointShape(classIndex: number): { readonly name: string; readonly trace: Trace } {
  return POINT_SHAPES[classIndex % POINT_SHAPES.length]!;
}
