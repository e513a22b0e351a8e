/** Histograms: how the numbers of each layer are spread, now and at any kept moment of the training. */
import { computed, signal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Help } from "../../../controls/help";
import { onFrame } from "../../../state/actions";
import { ask } from "../../../state/asking";
import { nodes } from "../../../state/nodes";
import { theme } from "../../../state/theme";
import { createHistograms } from "../../../views/histograms/histograms";
import { figuresOf, NO_MOMENTS, spread, withMoment, type Moments, type Quantity } from "../../../views/histograms/moments";
import { nodeName } from "../../../views/network/names";
import { numberText } from "../../../views/number-text";
import { Term } from "../../glossary/term";
import { INSIDE, usePicture } from "../../pictures";
import { Segments } from "../../segments";
import { TableTwin } from "../table-twin";

const HELP =
  "In front the numbers of one moment, behind them those of earlier ones. Each histogram is as tall as its fullest range. " +
  "In a healthy network preactivations spread where the activation is steep. Outputs that pile up at the ends of their " +
  "range are saturated, those that pile up at zero are dead, and a spread that shrinks or grows from layer to layer is " +
  "on its way to vanish or to explode.";

const quantities: { value: Quantity; title: string; term: string }[] = [
  { value: "weights", title: "Weights", term: "weight" }, { value: "biases", title: "Biases", term: "bias" },
  { value: "weight_gradients", title: "Gradients", term: "gradient" },
  { value: "preactivations", title: "Preactivations", term: "preactivation" },
  { value: "outputs", title: "Outputs", term: "output" },
];

/** So many moments of the past are fetched when the tab is opened. */
const FETCHED = 8;

const quantity = signal<Quantity>("weights");
const known = signal<Moments>(NO_MOMENTS);
/** The epochs that can be looked back at. */
const kept = signal<readonly number[]>([]);
/** The epoch that is looked at; null for now. */
const chosen = signal<number | null>(null);
const shown = computed(() => {
  const { list } = known.value;
  return chosen.value === null ? list : list.filter(({ epoch }) => epoch <= chosen.value!);
});

export function Tab() {
  const waiting = useSignal<readonly number[] | null>(null);
  const asked = useComputed(() => waiting.value?.[0] ?? chosen.value);
  useEffect(() => onFrame(({ probes: { histograms } }) => {
    if (!histograms) return;
    kept.value = histograms.moments;
    known.value = withMoment(known.peek(), histograms);
    if (chosen.peek() !== null && !histograms.moments.includes(chosen.peek()!)) chosen.value = null;
    // First of all the past is fetched, one moment after the other.
    const wanted = waiting.peek() ?? spread(histograms.moments, FETCHED);
    const missing = wanted.filter((epoch) => histograms.moments.includes(epoch) && !isKnown(epoch));
    if (missing.length !== waiting.peek()?.length) waiting.value = missing;
  }), []);
  useEffect(() => ask("histograms", { epoch: asked.value }), [asked.value]);
  const root = usePicture(createHistograms, () => ({
    theme: theme.value, nodes: nodes.value, quantity: quantity.value, moments: shown.value,
  }), INSIDE);
  return (
    <div class="histograms-tab">
      <div class="inside-tools">
        <Segments label="What is counted" value={quantity.value} options={quantities} onChoose={(next) => { quantity.value = next; }} />
        <Help title="Histograms" description={HELP} />
        <Scrub />
      </div>
      <div ref={root} />
      <TableTwin class="inside-twin"><Numbers /></TableTwin>
    </div>
  );
}

function isKnown(wanted: number): boolean {
  return known.peek().list.some(({ epoch }) => epoch === wanted);
}

/** A slider along the kept moments; its right end is now. */
function Scrub() {
  const epochs = kept.value;
  const place = chosen.value === null ? epochs.length : epochs.indexOf(chosen.value);
  const text = chosen.value === null ? "now" : `epoch ${chosen.value.toLocaleString("en-US")}`;
  return (
    <label class="histograms-scrub">
      <span data-term="moment">Moment</span>
      <input
        type="range" min={0} max={epochs.length} step={1} value={place} aria-valuetext={text}
        onInput={(event) => { chosen.value = epochs[Number(event.currentTarget.value)] ?? null; }}
      />
      <output>{text}</output>
    </label>
  );
}

function Numbers() {
  const front = shown.value.at(-1);
  const found = front?.quantities[quantity.value] ?? {};
  return (
    <table class="numbers inside-numbers">
      <thead>
        <tr>
          <th scope="col">Layer</th>
          <th scope="col">Numbers</th>
          <th scope="col">Mean</th>
          <th scope="col"><Term name="spread">Spread</Term></th>
          <th scope="col">In the fullest range</th>
        </tr>
      </thead>
      <tbody>
        {nodes.value.filter(({ id }) => id in found).map(({ id }) => {
          const { count, mean, deviation, fullest } = figuresOf(found[id]!);
          return (
            <tr key={id}>
              <th scope="row">{nodeName(nodes.value, id)}</th>
              <td>{count.toLocaleString("en-US")}</td>
              <td>{numberText(mean, 4)}</td>
              <td>{numberText(deviation, 4)}</td>
              <td>{Math.round(100 * fullest)} %</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
