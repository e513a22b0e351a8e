/** Loss or accuracy over the epochs: training solid, test dashed. */
import uPlot from "uplot";
import { readInk, type Ink } from "./ink";
import { numberText } from "./number-text";
import { DATA_COLORS, cssColor, type Theme } from "./palette";
import type { CreateView } from "./view";

export interface CurvesProps {
  theme: Theme;
  /** Rising; the other lists have the same length, NaN where nothing was measured. */
  epoch: readonly number[];
  train: readonly number[];
  test: readonly number[];
  measure: "loss" | "accuracy";
  logarithmic: boolean;
  height: number;
}

const AXIS_WIDTH = 48;
const AXIS_HEIGHT = 28;
const WIDTH_WITHOUT_LAYOUT = 320;
const FEWEST_EPOCHS = 10;

const empty: uPlot.AlignedData = [[0, 1], [null, null], [null, null]];

/** What cannot be drawn (unmeasured, or not positive on a logarithmic axis) leaves a gap. */
function drawable(values: readonly number[], logarithmic: boolean): (number | null)[] {
  return values.map((value) =>
    Number.isFinite(value) && (!logarithmic || value > 0) ? value : null,
  );
}

function alignedData(props: CurvesProps): uPlot.AlignedData {
  if (props.epoch.length === 0) return empty;
  const logarithmic = props.logarithmic && props.measure === "loss";
  return [
    props.epoch as number[],
    drawable(props.train, logarithmic),
    drawable(props.test, logarithmic),
  ];
}

/** The losses start at zero on a linear axis: a curve near the floor is a small loss. */
function lossRange(low: number | null, high: number | null, logarithmic: boolean): [number, number] {
  if (low === null || high === null || !Number.isFinite(high)) return logarithmic ? [0.1, 1] : [0, 1];
  if (!logarithmic) return [0, high > 0 ? high * 1.05 : 1];
  const bottom = 10 ** Math.floor(Math.log10(low));
  const top = 10 ** Math.ceil(Math.log10(high));
  return [bottom, top > bottom ? top : bottom * 10];
}

/** From the first to the newest epoch; the few first ones do not fill the whole width. */
function epochRange(epochs: ArrayLike<number>): [number, number] {
  const first = epochs[0] ?? 0;
  return [first, Math.max(epochs[epochs.length - 1] ?? 0, first + FEWEST_EPOCHS)];
}

function options(props: CurvesProps, ink: Ink, width: number): uPlot.Options {
  const logarithmic = props.logarithmic && props.measure === "loss";
  const colors = DATA_COLORS[props.theme];
  const axis: uPlot.Axis = {
    stroke: ink.muted,
    font: ink.font(12),
    grid: { stroke: ink.line, width: 1 },
    ticks: { stroke: ink.line, width: 1, size: 4 },
    gap: 4,
  };
  // Before the first epoch there is one measurement: a point.
  const points: uPlot.Series.Points = { show: (self) => self.data[0].length === 1, size: 7 };
  const line: uPlot.Series = { width: 2, points, spanGaps: false };
  return {
    width,
    height: props.height,
    legend: { show: false },
    padding: [8, 16, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: false, range: (self) => epochRange(self.data[0]) },
      y: {
        distr: logarithmic ? 3 : 1,
        range: (_, low, high) =>
          props.measure === "accuracy" ? [0, 1] : lossRange(low, high, logarithmic),
      },
    },
    axes: [
      { ...axis, size: AXIS_HEIGHT, space: 56, values: (_, ticks) => ticks.map(epochText) },
      {
        ...axis,
        grid: { ...axis.grid, filter: (_, ticks) => (logarithmic ? ticks.map(decadeOnly) : ticks) },
        ticks: { ...axis.ticks, filter: (_, ticks) => (logarithmic ? ticks.map(decadeOnly) : ticks) },
        size: AXIS_WIDTH,
        space: 28,
        values: (_, ticks) => ticks.map((tick) => (tick === null ? "" : shortText(tick))),
      },
    ],
    series: [
      {},
      { ...line, label: "Training", stroke: cssColor(colors.positive), points: { ...points, fill: cssColor(colors.positive) } },
      { ...line, label: "Test", stroke: cssColor(colors.negative), dash: [6, 4] },
    ],
  };
}

/** On a logarithmic axis only the powers of ten have a line. */
function decadeOnly(tick: number): number | null {
  const power = Math.log10(tick);
  return Math.abs(power - Math.round(power)) < 1e-9 ? tick : null;
}

function epochText(epoch: number): string {
  if (!Number.isInteger(epoch)) return "";
  return epoch >= 10_000 ? `${epoch / 1000}k` : String(epoch);
}

/** Short enough for the axis, however small or large a loss becomes. */
export function shortText(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e5)) return String(Number(value.toPrecision(3)));
  return String(Number(value.toPrecision(2)).toExponential()).replace("+", "").replace("-", "−");
}

export const createCurves: CreateView<CurvesProps> = (root, first) => {
  const frame = document.createElement("div");
  frame.className = "curves";
  frame.innerHTML = `
    <div class="curves-plot" role="img"></div>
    <div class="curves-key" aria-hidden="true">
      <span class="curves-train">Training <b></b></span><span class="curves-test">Test <b></b></span>
      <span class="curves-epoch"></span>
    </div>`;
  root.append(frame);
  const target = frame.querySelector<HTMLElement>(".curves-plot")!;
  const [trainText, testText] = [...frame.querySelectorAll("b")] as [HTMLElement, HTMLElement];
  const epochLabel = frame.querySelector<HTMLElement>(".curves-epoch")!;
  let props = first;
  let width = frame.clientWidth || WIDTH_WITHOUT_LAYOUT;
  let plot = build();

  function build(): uPlot {
    const made = new uPlot(options(props, readInk(frame, props.theme), width), alignedData(props), target);
    made.over.addEventListener("mouseleave", writeNumbers);
    made.over.addEventListener("mousemove", writeNumbers);
    return made;
  }

  /** The numbers under the pointer, or the newest. */
  function writeNumbers(): void {
    const last = props.epoch.length - 1;
    const hovered = plot.cursor.left !== undefined && plot.cursor.left >= 0 ? plot.cursor.idx : null;
    const index = hovered ?? last;
    trainText.textContent = numberText(props.train[index] ?? Number.NaN, 4);
    testText.textContent = numberText(props.test[index] ?? Number.NaN, 4);
    epochLabel.textContent = hovered === null || last < 0 ? "" : `epoch ${props.epoch[index]}`;
  }

  function describe(): void {
    const last = props.epoch.length - 1;
    const numbers = last < 0
      ? "nothing is trained yet"
      : `epoch ${props.epoch[last]}, training ${numberText(props.train[last]!, 4)}, test ${numberText(props.test[last]!, 4)}`;
    target.setAttribute("aria-label", `Curves of the ${props.measure} over the epochs: ${numbers}.`);
  }

  function update(next: CurvesProps): void {
    const before = props;
    props = next;
    const rebuild =
      next.theme !== before.theme || next.measure !== before.measure ||
      next.logarithmic !== before.logarithmic || next.height !== before.height;
    if (rebuild) {
      plot.destroy();
      plot = build();
    } else if (next.epoch !== before.epoch || next.train !== before.train) {
      plot.setData(alignedData(next));
    }
    writeNumbers();
    describe();
  }

  const resizing = new ResizeObserver(() => {
    const wanted = Math.floor(frame.clientWidth);
    if (wanted > 0 && wanted !== width) {
      width = wanted;
      plot.setSize({ width, height: props.height });
    }
  });
  resizing.observe(frame);
  writeNumbers();
  describe();
  return {
    update,
    destroy() {
      resizing.disconnect();
      plot.destroy();
      frame.remove();
    },
  };
};
