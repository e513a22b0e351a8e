/** Gradient flow: how much of the gradient reaches each layer, now and since training began. */
import { Help } from "../../../controls/help";
import { edgesByGradient } from "../../../state/looks";
import { nodes } from "../../../state/nodes";
import { theme } from "../../../state/theme";
import { EdgeLegend } from "../../../views/flow/edge-legend";
import { sizeText } from "../../../views/flow/decades";
import { createFlow } from "../../../views/flow/flow";
import { createStrip } from "../../../views/flow/strip";
import { flowSentence } from "../../../views/flow/words";
import { nodeName } from "../../../views/network/names";
import { INSIDE, useFrameText, usePicture } from "../../pictures";
import { gradientMemory } from "../gradient-memory";
import { TableTwin } from "../table-twin";

const HELP =
  "On its way back from the loss the gradient is multiplied by the weights and slopes of every layer. Where those are " +
  "small it shrinks from layer to layer, and the first layers hardly learn; where they are large it grows. The bars are " +
  "the root mean square of all gradients of a layer. A step of about a thousandth of the weights is usual: much less " +
  "is slow, much more is wild. Saturated units are flat for nearly every sample, dead ones for every one. Before anything " +
  "is learned the ratio of the first layer to the last can look better than it is: the deep layers hardly tell samples " +
  "apart, and there the errors of two equally frequent classes cancel.";

/** So many moments stand in the table. */
const COLUMNS = 8;

export function Tab() {
  const flow = usePicture(createFlow, (frame) => ({ nodes: nodes.value, measured: frame?.probes.gradients ?? null }), INSIDE);
  const strip = usePicture(createStrip, () => ({ theme: theme.value, nodes: nodes.value, memory: gradientMemory.value }), INSIDE);
  return (
    <div class="flow">
      <div class="flow-head">
        <Sentence />
        <Help title="Gradient flow" description={HELP} />
        <label class="toggle">
          <input
            type="checkbox" checked={edgesByGradient.value}
            onChange={(event) => { edgesByGradient.value = event.currentTarget.checked; }}
          />
          Connections by gradient
        </label>
      </div>
      {edgesByGradient.value && <EdgeLegend theme={theme.value} />}
      <div ref={flow} class="flow-place" />
      <h3>Since training began</h3>
      <div ref={strip} />
      <TableTwin class="flow-memory"><Moments /></TableTwin>
    </div>
  );
}

/** How the first hidden layer does against the last. */
function Sentence() {
  const text = useFrameText((frame) => (frame?.probes.gradients ? flowSentence(frame.probes.gradients.first_to_last) : ""));
  return <p ref={text as never} class="flow-sentence" />;
}

function Moments() {
  const { epochs, sizes, nodes: measured } = gradientMemory.value;
  const last = epochs.length - 1;
  const shown = [...new Set(Array.from({ length: COLUMNS }, (_, place) => Math.round((place * last) / (COLUMNS - 1))))];
  if (last < 0) return <p>Nothing is measured yet.</p>;
  return (
    <div class="flow-scroll" role="group" tabIndex={0} aria-label="Gradients by layer and epoch">
      <table class="numbers flow-moments">
        <thead>
          <tr>
            <th scope="col">Epoch</th>
            {shown.map((place) => <th key={place} scope="col">{epochs[place]!.toLocaleString("en-US")}</th>)}
          </tr>
        </thead>
        <tbody>
          {measured.map((node, row) => (
            <tr key={node}>
              <th scope="row">{nodeName(nodes.value, node)}</th>
              {shown.map((place) => <td key={place}>{sizeText(sizes[place]?.[row] ?? Number.NaN)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
