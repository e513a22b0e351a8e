/** Pixel work that every map shares: a byte map into image data, and image data onto a canvas. */

export interface PixelBuffer {
  readonly canvas: HTMLCanvasElement;
  readonly words: Uint32Array;
  /** Hands the words over to the canvas, from where they are drawn at any size. */
  commit(): void;
}

export function pixelBuffer(width: number, height: number): PixelBuffer {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  const image = new ImageData(width, height);
  return {
    canvas,
    words: new Uint32Array(image.data.buffer),
    commit: () => context?.putImageData(image, 0, 0),
  };
}

/** Row 0 of a map is the lowest x2, row 0 of a picture is the highest: flipped here and nowhere else. */
export function paintBytes(
  words: Uint32Array,
  start: number,
  stride: number,
  bytes: Uint8Array,
  offset: number,
  width: number,
  height: number,
  colors: Uint32Array,
): void {
  for (let row = 0; row < height; row += 1) {
    let from = offset + row * width;
    const to = start + (height - 1 - row) * stride;
    for (let column = 0; column < width; column += 1, from += 1) {
      words[to + column] = colors[bytes[from]!]!;
    }
  }
}

/** Sizes a canvas for the screen's density and lets one unit be one CSS pixel. */
export function fitCanvas(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  mostPixels = 16_000_000,
): CanvasRenderingContext2D | null {
  const wanted = Math.min(3, window.devicePixelRatio || 1);
  const density = Math.min(wanted, Math.sqrt(mostPixels / Math.max(1, width * height)));
  const columns = Math.max(1, Math.round(width * density));
  const rows = Math.max(1, Math.round(height * density));
  if (canvas.width !== columns || canvas.height !== rows) {
    canvas.width = columns;
    canvas.height = rows;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext("2d");
  context?.setTransform(columns / width, 0, 0, rows / height, 0, 0);
  return context;
}
