import { Popover } from "../controls/popover";
import { edit } from "../state/actions";
import { catalog, spec } from "../state/store";
import { newLayer, withLayer } from "./network-edits";

interface InsertLayerProps {
  /** The new layer comes before the one that stands at this index. */
  gap: number;
  center: number;
}

/** The "+" between two columns: a menu of the kinds of layers. */
export function InsertLayer({ gap, center }: InsertLayerProps) {
  const known = catalog.value;
  const experiment = spec.value;
  if (!known || !experiment) return null;
  const { layers } = experiment.network;

  function insert(kind: string, button: HTMLElement): void {
    button.closest<HTMLElement>("[popover]")?.hidePopover();
    if (known) edit("network.layers", withLayer(layers, gap, newLayer(layers, gap, kind, known)));
  }

  return (
    <div class="network-insert" style={{ left: `${center}px` }}>
      <Popover face="+" label={`Insert a layer at place ${gap + 1}`} buttonClass="network-insert-button">
        <div class="network-menu">
          {Object.values(known.families.layers?.kinds ?? {}).map(({ kind, title, explanation }, index) => (
            <button
              key={kind} type="button" class="quiet" autofocus={index === 0}
              onClick={(event) => insert(kind, event.currentTarget)}
            >
              <strong>{title}</strong>
              <span>{firstSentence(explanation)}</span>
            </button>
          ))}
        </div>
      </Popover>
    </div>
  );
}

function firstSentence(text: string): string {
  const end = text.indexOf(". ");
  return end < 0 ? text : text.slice(0, end + 1);
}
