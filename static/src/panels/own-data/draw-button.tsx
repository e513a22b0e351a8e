import { Popover } from "../../controls/popover";
import { summary } from "../../state/store";
import { PencilIcon } from "../icons";
import { drawOnEmptyPlot, drawOnTheseData, isDrawing, kindWith, mostClasses, points } from "./drawing";
import { obstacleToDrawing } from "./points";

/** Begins to draw: on one's own points at once, on other data by the choice of what becomes of them. */
export function DrawButton() {
  const known = summary.value;
  if (!known || !kindWith("points")) return null;
  if (points.value !== null) {
    return (
      <button
        type="button" class="quiet draw-button" aria-label="Draw points" title="Draw points" aria-pressed={isDrawing.value}
        onClick={() => { isDrawing.value = !isDrawing.value; }}
      >
        <PencilIcon />
      </button>
    );
  }
  const obstacle = obstacleToDrawing(known, mostClasses.value);
  const begin = (how: () => void) => (event: MouseEvent) => {
    (event.currentTarget as HTMLElement).closest<HTMLElement>("[popover]")?.hidePopover();
    how();
  };
  return (
    <Popover face={<PencilIcon />} label="Draw your own points" buttonClass="quiet draw-button">
      <div class="draw-choice">
        <h3>Draw your own points</h3>
        <button type="button" disabled={obstacle !== null} onClick={begin(drawOnTheseData)}>
          {known.raw_inputs.length === 1 ? "Make these points mine" : "Draw on this data"}
        </button>
        <p>{obstacle ?? "The samples on the plot become points that you can move, erase and add to."}</p>
        <button type="button" onClick={begin(drawOnEmptyPlot)}>Start with an empty plot</button>
        <p>The network stays. Undo brings the present data back.</p>
      </div>
    </Popover>
  );
}
