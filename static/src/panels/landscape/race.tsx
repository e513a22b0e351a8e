/** Several optimizers from the same start: who they are, and how far each of them came. */
import { useSignal } from "@preact/signals";
import { catalog, isPlaying, status } from "../../state/store";
import { theme } from "../../state/theme";
import { racerStyle, racerTitle, type WayStyle } from "../../views/landscape/ways";
import { countText } from "../../views/number-text";
import type { Kind, LandscapePicture } from "../../wire/protocol";
import { Term } from "../glossary/term";
import { lossText } from "../figures";
import { MOST_RACERS, racers } from "./choices";

const OWN: WayStyle = { color: "var(--text)", dash: [] };

/** Also the legend of the picture, and what the picture says in numbers. */
export function Race({ picture }: { picture: LandscapePicture | null }) {
  const kinds = catalog.value?.families.optimizers?.kinds ?? {};
  return (
    <div class="landscape-race">
      <table>
        <caption class="visually-hidden">Ways on the landscape</caption>
        <thead>
          <tr>
            <th scope="col">Way</th>
            <th scope="col"><Term name="learning-rate">Rate</Term></th>
            <th scope="col"><Term name="step">Steps</Term></th>
            <th scope="col"><Term name="loss">Loss</Term></th>
            <td />
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row"><Line {...OWN} />This training</th>
            <td />
            <td>{countText((isPlaying.value ? picture?.center.step : null) ?? status.value.step)}</td>
            <td>{lossText(picture?.now.loss)}</td>
            <td />
          </tr>
          {racers.value.map((racer, index) => {
            const found = picture?.racers[index];
            const title = kinds[racer.kind]?.title ?? racer.kind;
            return (
              <tr key={index}>
                <th scope="row"><Line {...racerStyle(theme.value, index)} />{title}</th>
                <td>
                  <Rate label={`Learning rate of ${title}`} rate={Number(racer.learning_rate)} onChange={(rate) => setRate(index, rate)} />
                </td>
                <td>{found ? countText(found.step) : "–"}</td>
                <td title={found && racerTitle(found)}>{found?.diverged ? "diverged" : lossText(found?.loss)}</td>
                <td><button type="button" class="quiet" aria-label={`Take ${title} out of the race`} onClick={() => drop(index)}>×</button></td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {racers.value.length < MOST_RACERS && (
        <select
          aria-label="Add an optimizer to the race" value=""
          onChange={(event) => {
            const kind = kinds[event.currentTarget.value];
            event.currentTarget.value = "";
            if (kind) racers.value = [...racers.value, kind.defaults];
          }}
        >
          <option value="">Race against …</option>
          {Object.values(kinds).map(({ kind, title }) => <option key={kind} value={kind}>{title}</option>)}
        </select>
      )}
      {racers.value.length > 0 && (
        <p>Each starts where this training started and sees the same batches, for as many steps as it has taken.</p>
      )}
    </div>
  );
}

/** What is being typed stays, however often the losses beside it change. */
function Rate({ label, rate, onChange }: { label: string; rate: number; onChange: (rate: number) => void }) {
  const typed = useSignal<string | null>(null);
  return (
    <input
      type="number" aria-label={label} min={0} step="any" value={typed.value ?? String(rate)}
      onInput={(event) => { typed.value = event.currentTarget.value; }}
      onChange={(event) => {
        typed.value = null;
        onChange(event.currentTarget.valueAsNumber);
      }}
      onBlur={() => { typed.value = null; }}
    />
  );
}

function setRate(index: number, rate: number): void {
  if (!(rate > 0)) return;
  racers.value = racers.value.map((racer, place): Kind => (place === index ? { ...racer, learning_rate: rate } : racer));
}

function drop(index: number): void {
  racers.value = racers.value.filter((_, place) => place !== index);
}

function Line({ color, dash }: WayStyle) {
  return (
    <svg class="landscape-line" viewBox="0 0 32 8" aria-hidden="true">
      <line x1="1" y1="4" x2="31" y2="4" stroke={color} stroke-width="2" stroke-dasharray={dash.join(" ")} />
    </svg>
  );
}
