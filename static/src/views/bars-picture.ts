/** How often each value comes, as bars: the first weights that an initializer draws. */
import type { BarsPicture } from "../wire/protocol";
import { readInk } from "./ink";
import { niceTicks, tickText } from "./number-text";
import { DATA_COLORS, cssColor, type Theme } from "./palette";
import { labelPicture } from "./picture-label";
import { fitCanvas } from "./pixels";
import type { CreateView } from "./view";

export interface BarsPictureProps {
  theme: Theme;
  width: number;
  height: number;
  picture: BarsPicture;
  label?: string;
}

const AXIS = 16;
const AIR = 6;
/** Bars that would leave the picture end at its top; with all in one value there is just one bar. */
const HIGHEST = 0.12;

export const createBarsPicture: CreateView<BarsPictureProps> = (root, first) => {
  const canvas = document.createElement("canvas");
  canvas.className = "bars-picture";
  root.append(canvas);

  function update(props: BarsPictureProps): void {
    labelPicture(canvas, props.label);
    const context = fitCanvas(canvas, props.width, props.height);
    if (context === null) return;
    const ink = readInk(root, props.theme);
    const { x, value } = props.picture;
    const step = (x[1] ?? 1) - (x[0] ?? 0);
    const left = (x[0] ?? 0) - step / 2;
    const right = (x.at(-1) ?? 1) + step / 2;
    const across = (at: number) => ((at - left) / (right - left)) * props.width;
    const floor = props.height - AXIS;
    context.clearRect(0, 0, props.width, props.height);
    context.fillStyle = cssColor(DATA_COLORS[props.theme].positive);
    value.forEach((share, index) => {
      const tall = Math.min(1, share / HIGHEST) * (floor - AIR);
      const from = across(x[index]! - step / 2);
      if (share > 0) context.fillRect(from + 0.5, floor - tall, across(x[index]! + step / 2) - from - 1, tall);
    });
    context.fillStyle = ink.line;
    context.fillRect(0, floor, props.width, 1);
    context.fillStyle = ink.muted;
    context.font = ink.font(11);
    context.textAlign = "center";
    context.textBaseline = "top";
    const { ticks, step: apart } = niceTicks(left, right, 4);
    for (const tick of ticks) {
      const at = across(tick);
      if (at > 10 && at < props.width - 10) context.fillText(tickText(tick, apart), at, floor + 4);
    }
  }

  update(first);
  return { update, destroy: () => canvas.remove() };
};
