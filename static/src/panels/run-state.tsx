import { playOrPause } from "../state/actions";
import { sharingLine, sharingText } from "../state/sharing";
import { lastStop, type Stop } from "../state/stop";
import { connection, isStarting, status } from "../state/store";
import type { RunState as State } from "../wire/protocol";

const words: { [state in State]: string } = {
  empty: "", ready: "Ready to train.", playing: "Training …", paused: "Paused.", finished: "Finished.", diverged: "Diverged.",
};

const starting = {
  connecting: "Connecting to the server …", open: "The engine is starting …", waiting: "Waiting for the server …", refused: "",
};

/** What the run is doing, in a sentence, or why it stopped until it goes on; `quiet` says only what nobody expects. */
export function RunState({ quiet = false }: { quiet?: boolean }) {
  if (isStarting.value) return quiet ? <p class="run-state run-state-late">{starting[connection.value.kind]}</p> : null;
  const { state, reason } = status.value;
  const stop = lastStop.value;
  if (stop) return <Stopped {...stop} />;
  const isNews = reason !== null || state === "diverged";
  const sentence = reason ?? ((state === "playing" && (quiet ? sharingLine : sharingText).value) || (quiet ? "" : words[state]));
  if (sentence === "") return null;
  const tone = state === "diverged" ? "run-state-problem" : isNews ? "run-state-news" : "";
  return <p class={`run-state ${tone}`}>{sentence}</p>;
}

function Stopped({ reason, canGoOn }: Stop) {
  return (
    <div class={`run-state run-stop ${canGoOn ? "" : "run-stop-problem"}`}>
      <p>{reason}</p>
      <button type="button" onClick={playOrPause}>{canGoOn ? "Go on" : "Start again"}</button>
    </div>
  );
}

/** Stands where the network will be, until there is one. */
export function Starting() {
  return (
    <div class="starting-place">
      <p class="starting-title">{starting[connection.value.kind]}</p>
      <p class="starting-more">
        The first start after an update compiles it and takes about a minute; later ones take a second or two.
      </p>
    </div>
  );
}
