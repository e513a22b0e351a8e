/** The elements of the plot. */

export interface PlotParts {
  readonly frame: HTMLElement;
  readonly plot: HTMLElement;
  readonly map: HTMLCanvasElement;
  readonly marks: HTMLCanvasElement;
  readonly hairX: HTMLElement;
  readonly hairY: HTMLElement;
  /** How large the brush is. */
  readonly brush: HTMLElement;
  readonly legend: HTMLCanvasElement;
  readonly reading: HTMLOutputElement;
}

export function createParts(root: HTMLElement): PlotParts {
  const frame = document.createElement("div");
  frame.className = "surface";
  frame.innerHTML = `
    <div class="surface-plot" tabindex="0" role="img">
      <canvas class="surface-map"></canvas><canvas class="surface-marks"></canvas>
      <div class="surface-hair surface-hair-x" hidden></div>
      <div class="surface-hair surface-hair-y" hidden></div>
      <div class="surface-brush" hidden></div>
    </div>
    <canvas class="surface-legend" aria-hidden="true"></canvas>
    <output class="surface-reading"></output>`;
  root.append(frame);
  const part = <Kind extends HTMLElement>(name: string) => frame.querySelector<Kind>(`.surface-${name}`)!;
  return {
    frame, plot: part("plot"), map: part("map"), marks: part("marks"), hairX: part("hair-x"), hairY: part("hair-y"),
    brush: part("brush"), legend: part("legend"), reading: part("reading"),
  };
}
