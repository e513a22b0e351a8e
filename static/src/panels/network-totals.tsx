import type { Signal } from "@preact/signals";
import { summary } from "../state/store";
import type { Parts } from "../views/network/edges";
import { countText } from "../views/number-text";
import { shareText } from "./figures";
import { removedCount } from "./network-parts";
import { useFrameText } from "./pictures";

const SPARSITY = "Share of weights closer to zero than 0.01: L1, removing and a limit of non-zero weights raise it.";

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
        {countText(known.parameters)} parameters
        {frozen > 0 && `, ${countText(frozen)} frozen`}
      </span>
      <span title={SPARSITY}><Sparsity /> near zero</span>
      <span title="What one sample costs on its way from the inputs to the output.">
        {countText(known.multiply_adds)} multiply-adds
      </span>
    </div>
  );
}

function Sparsity() {
  const text = useFrameText((frame) => shareText(frame?.metrics.sparsity));
  return <span ref={text} />;
}
