/** The loss over a slice through the weights, with the way that training takes on it. */
import { effect, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Help } from "../../../controls/help";
import { newestFrame, onFrame } from "../../../state/actions";
import { nodes } from "../../../state/nodes";
import { catalog, status } from "../../../state/store";
import { theme } from "../../../state/theme";
import { createLandscape, type LandscapeForm } from "../../../views/landscape";
import { lossWord, sliceWords } from "../../../views/landscape/words";
import { parameterTitle } from "../../../views/network/parameters";
import type { LandscapePicture, LandscapeProbe } from "../../../wire/protocol";
import { choose, chosen, form, otherDirections, type Plane, plane, span } from "../../landscape/choices";
import { Race } from "../../landscape/race";
import { watchLandscape } from "../../landscape/watching";
import { WeightChoice } from "../../landscape/weight-choice";
import { Explained } from "../../glossary/explained";
import { paced } from "../../../views/paced";
import { INSIDE, INSIDE_WORDS, usePicture } from "../../pictures";
import { Segments } from "../../segments";
import { clicked } from "../arithmetic-look";

const planes: { value: Plane; title: string; term: string }[] = [
  { value: "trajectory", title: "The path", term: "trajectory" },
  { value: "random", title: "Random", term: "random-directions" },
  { value: "weights", title: "Two weights", term: "weight" },
];
const forms: { value: LandscapeForm; title: string; term: string }[] = [
  { value: "contour", title: "Contour", term: "contour" }, { value: "relief", title: "3-D", term: "relief" },
];
const SPANS = [0.25, 0.5, 1, 2, 4, 8];
const DESCRIPTION =
  "How the loss would change if training went another way. Drag the 3-D view to turn it, or use the arrow keys; on the " +
  "contour they read the loss anywhere. N goes through the moments of the path; in 3-D each stands as high as its own loss, " +
  "which may be above or below the slice.";

export function Tab() {
  const probe = useSignal<LandscapeProbe | null>(null);
  useEffect(() => {
    const words = paced(() => { probe.value = newestFrame()?.probes.landscape ?? null; }, INSIDE_WORDS);
    const stops = [watchLandscape(), onFrame(words.call), words.stop, takeClicks()];
    return () => stops.forEach((stop) => stop());
  }, []);
  const picture = probe.value?.picture ?? null;
  return (
    <div class="landscape">
      <LandscapePlot />
      <div class="landscape-side">
        <Choices />
        {probe.value?.problem && <p class="landscape-problem" role="status">{probe.value.problem}</p>}
        {picture && <p class="landscape-slice"><Explained text={sliceWords(picture)} /></p>}
        <Race picture={picture} />
        {picture && <PathTable picture={picture} />}
      </div>
    </div>
  );
}

/** Numbers that are clicked on in the diagram are laid across and up in turn. */
function takeClicks(): () => void {
  let side = 0;
  let before = clicked.peek();
  return effect(() => {
    const subject = clicked.value;
    if (subject === before) return;
    before = subject;
    if (subject === null || !("parameter" in subject) || plane.peek() !== "weights") return;
    choose(side, subject.parameter);
    side = 1 - side;
  });
}

function LandscapePlot() {
  const root = usePicture(createLandscape, (frame) => {
    const picture = frame?.probes.landscape?.picture ?? null;
    return { theme: theme.value, form: form.value, epoch: frame?.epoch ?? status.value.epoch, picture, names: namesOf(picture) };
  }, INSIDE);
  return <div ref={root} class="landscape-place" />;
}

/** Weights have names on the page; of directions the server knows what they are. */
let written = { x: "", y: "" };
function namesOf(picture: LandscapePicture | null): { x: string; y: string } {
  const [first, second] = chosen.value;
  const isOfWeights = picture?.plane === "weights" && first && second;
  const x = isOfWeights ? parameterTitle(nodes.value, first) : (picture?.axes[0] ?? "");
  const y = isOfWeights ? parameterTitle(nodes.value, second) : (picture?.axes[1] ?? "");
  if (written.x !== x || written.y !== y) written = { x, y };
  return written;
}

function Choices() {
  return (
    <div class="landscape-choices">
      <div class="landscape-row">
        <Segments label="Plane of the landscape" value={plane.value} options={planes} onChoose={(value) => { plane.value = value; }} />
        <Help title="Loss landscape" description={DESCRIPTION} kind={catalog.value?.families.probes?.kinds.landscape ?? null} />
      </div>
      <div class="landscape-row">
        <Segments label="Form of the landscape" value={form.value} options={forms} onChoose={(value) => { form.value = value; }} />
        <label class="landscape-span">
          <span>Width</span>
          <select value={String(span.value)} onChange={(event) => { span.value = Number(event.currentTarget.value); }}>
            {SPANS.map((value) => <option key={value} value={String(value)} selected={value === span.value}>× {value}</option>)}
          </select>
        </label>
        {plane.value === "random" && <button type="button" onClick={otherDirections}>Other directions</button>}
      </div>
      {plane.value === "weights" && ["Across", "Up"].map((label, side) => {
        const place = chosen.value[side];
        return place && <WeightChoice key={label} label={label} place={place} onChoose={(next) => choose(side, next)} />;
      })}
      {plane.value === "weights" && <p class="landscape-slice">Or click on connections of the diagram: one goes across, the next one up.</p>}
    </div>
  );
}

const MOST_ROWS = 60;

/** The path for those who do not see it. */
function PathTable({ picture }: { picture: LandscapePicture }) {
  const isOpen = useSignal(false);
  const { path, path_epochs: epochs, path_losses: losses } = picture;
  const stride = Math.ceil(epochs.data.length / MOST_ROWS);
  return (
    <details onToggle={(event) => { isOpen.value = event.currentTarget.open; }}>
      <summary>The path as a table</summary>
      {isOpen.value && (
        <div class="table-scroll" tabIndex={0} role="group" aria-label="The path">
          <table>
            <thead><tr>{["Epoch", "Across", "Up", "Loss"].map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
            <tbody>
              {Array.from(epochs.data).map((epoch, index) => index % stride === 0 && (
                <tr key={epoch}>
                  <th scope="row">{epoch}</th>
                  <td>{path.data[2 * index]!.toFixed(3)}</td>
                  <td>{path.data[2 * index + 1]!.toFixed(3)}</td>
                  <td>{lossWord(losses.data[index]!)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
