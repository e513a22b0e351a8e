import type { ComponentChildren } from "preact";
import { summary } from "../../state/store";
import { numberText } from "../../views/number-text";
import { className } from "../../views/surface/reading";
import type { Tool } from "../../views/surface/sketch";
import { EraserIcon, MoveIcon, PencilIcon } from "../icons";
import { Segments } from "../segments";
import { ClassMark } from "./class-mark";
import {
  addClass, brushSize, chosenClass, chosenValue, clearPoints, form, isDrawing, isSpray, mostClasses, mostPoints, points, tool,
} from "./drawing";

const tools: { value: Tool; title: ComponentChildren }[] = [
  { value: "draw", title: <><PencilIcon /> Draw</> },
  { value: "move", title: <><MoveIcon /> Move</> },
  { value: "erase", title: <><EraserIcon /> Erase</> },
];
const sizes = { least: 6, most: 60 };
const leastReach = 1;

/** What one draws with; the plot itself takes the strokes. */
export function BrushBar() {
  const held = points.value;
  if (!isDrawing.value || held === null) return null;
  const isCurve = form.value === "curve";
  const hasSize = tool.value === "erase" || (tool.value === "draw" && isSpray.value && !isCurve);
  return (
    <div class="brush-bar" role="group" aria-label="Drawing">
      <div class="brush-row">
        <Segments label="Tool" value={tool.value} options={tools} onChoose={(next) => { tool.value = next; }} />
        <button type="button" onClick={() => { isDrawing.value = false; }}>Done</button>
      </div>
      {!isCurve && (
        <div class="brush-row">
          {typeof form.value === "number" ? <Classes count={form.value} /> : <Value />}
          <label class="toggle">
            <input type="checkbox" checked={isSpray.value} onChange={(event) => { isSpray.value = event.currentTarget.checked; }} />
            Spray
          </label>
        </div>
      )}
      <div class="brush-row brush-state">
        <span>{held.length === 0 ? hintFor(isCurve) : `${held.length} of ${mostPoints.value} points`}</span>
        {hasSize && (
          <input
            type="range" aria-label="Brush size" title="Brush size" min={sizes.least} max={sizes.most} value={brushSize.value}
            onInput={(event) => { brushSize.value = Number(event.currentTarget.value); }}
          />
        )}
        <button type="button" class="quiet" disabled={held.length === 0} onClick={clearPoints}>Clear</button>
      </div>
    </div>
  );
}

function hintFor(isCurve: boolean): string {
  return isCurve ? "Click on the plot to add points, drag them to move." : "Press on the plot to draw points.";
}

function Classes({ count }: { count: number }) {
  const names = summary.value?.class_names ?? null;
  const chosen = Math.min(chosenClass.value, count - 1);
  return (
    <div class="brush-classes" role="radiogroup" aria-label="Class of what is drawn">
      {Array.from({ length: count }, (_, index) => (
        <label key={index} class="brush-class" title={className(index, names)}>
          <input
            type="radio" name="drawn-class" checked={index === chosen} aria-label={className(index, names)}
            onChange={() => { chosenClass.value = index; }}
          />
          <span><ClassMark index={index} /> {index}</span>
        </label>
      ))}
      {count < mostClasses.value && (
        <button type="button" class="quiet" aria-label="Add a class" title="Add a class" onClick={addClass}>+</button>
      )}
    </div>
  );
}

function Value() {
  const largest = Math.max(leastReach, ...(points.value ?? []).map((point) => Math.abs(point[2] ?? 0)));
  const label = `Value of what is drawn: ${numberText(chosenValue.value, 2)}`;
  return (
    <label class="brush-value">
      <span>Value</span>
      <input
        type="range" aria-label="Value of what is drawn" aria-valuetext={label} min={-largest} max={largest} step={largest / 50}
        value={chosenValue.value} onInput={(event) => { chosenValue.value = Number(event.currentTarget.value); }}
      />
      <span class="brush-number">{numberText(chosenValue.value, 2)}</span>
    </label>
  );
}
