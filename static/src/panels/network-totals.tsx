import type { Signal } from "@preact/signals";
import { summary } from "../state/store";
import type { Parts } from "../views/network/edges";
import { countText } from "../views/number-text";
import { shareText } from "./figures";
import { removedCount } from "./network-parts";
import { Term } from "./glossary/term";
import { useFrameText } from "./pictures";

interface TotalsProps {
  parts: Parts;
  showRemoved: Signal<boolean>;
}

/** What the network consists of, in numbers. */
export function Totals({ parts, showRemoved }: TotalsProps) {
  const known = summary.value;
  if (!known) return null;
  const removed = removedCount(parts);
  const frozen = known.nodes.reduce((sum, { id, parameters }) => sum + (parts.frozen.has(id) ? parameters : 0), 0);
  return (
    <div class="network-totals">
      {removed > 0 && (
        <label class="toggle" title="Show removed connections as dotted stubs">
          <input
            type="checkbox" checked={showRemoved.value}
            onChange={(event) => { showRemoved.value = event.currentTarget.checked; }}
          />
          {countText(removed)} removed
        </label>
      )}
      <span>
        {countText(known.parameters)} <Term name="parameter">parameters</Term>
        {frozen > 0 && `, ${countText(frozen)} frozen`}
      </span>
      <span><Sparsity /> <Term name="sparsity">near zero</Term></span>
      <span>
        {countText(known.multiply_adds)} <Term name="multiply-adds">multiply-adds</Term>
      </span>
    </div>
  );
}

function Sparsity() {
  const text = useFrameText((frame) => shareText(frame?.metrics.sparsity));
  return <span ref={text} />;
}
