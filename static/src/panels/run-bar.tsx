import { schemaAt } from "../controls/resolve";
import { Control } from "../controls/control";
import { Help } from "../controls/help";
import { PressButton } from "../controls/press-button";
import { edit, playOrPause, redo, reset, setSpeed, stepEpoch, undo } from "../state/actions";
import { hidden, showAll, wantedInside } from "../state/looks";
import { valueAt } from "../state/paths";
import { connection, isPlaying, isStarting, schema, shownSpec, speed, status } from "../state/store";
import { theme, toggleTheme } from "../state/theme";
import { canRedo, canUndo } from "../state/undo";
import type { Speed } from "../wire/protocol";
import { epochText } from "./figures";
import {
  BookIcon, EyeIcon, HandIcon, KeysIcon, MoonIcon, PauseIcon, PlayIcon, RedoIcon, ResetIcon, StepIcon, SunIcon,
  UndoIcon,
} from "./icons";
import { isGlossaryOpen } from "./glossary/opened";
import { Term } from "./glossary/term";
import { useFrameText } from "./pictures";
import { Presets } from "./presets";
import { RunState } from "./run-state";
import { ShareButton } from "./share";
import { showShortcuts } from "./shortcuts";
import { isStacked } from "./stacking";

const speeds: Speed[] = [1, 2, 5, 10, 30, 60, 100, 300, 1000, 3000, "max"];
const learningRatePath = "optimizer.learning_rate";

export function RunBar() {
  return (
    <header class="run-bar">
      <div class="brand">
        <h1>Neural network playground</h1>
        <Presets />
      </div>
      <div class="run" role="group" aria-label="Training">
        <RunButtons />
        <Epoch />
      </div>
      <div class="run-settings">
        <SpeedChoice />
        <LearningRate />
      </div>
      <Tools />
      {isStacked.value && <RunState quiet />}
    </header>
  );
}

function RunButtons() {
  const offline = connection.value.kind !== "open" || isStarting.value;
  const playing = isPlaying.value;
  const again = status.value.state === "diverged";
  return (
    <>
      <PressButton class="round" onClick={reset} off={offline} data-control="reset" aria-label="Reset" title="Reset to the same start (R)">
        <ResetIcon />
      </PressButton>
      <PressButton
        class="round play" onClick={playOrPause} off={offline} data-control="play"
        aria-label={playing ? "Pause" : "Play"}
        title={playing ? "Pause (space)" : again ? "Start again and play (space)" : "Play (space)"}
      >
        {playing ? <PauseIcon /> : <PlayIcon />}
      </PressButton>
      <PressButton class="round" onClick={stepEpoch} off={offline || playing || again} data-control="step" aria-label="Step" title="One epoch (→)">
        <StepIcon />
      </PressButton>
      <PressButton class="round" onClick={beTheOptimizer} off={offline} aria-label="By hand" title="Be the optimizer: lower the loss by hand">
        <HandIcon />
      </PressButton>
    </>
  );
}

/** Training stands still, and the drawer shows what a hand can move. */
function beTheOptimizer(): void {
  if (isPlaying.peek()) playOrPause();
  wantedInside.value = "by-hand";
}

function Epoch() {
  const text = useFrameText((frame) => {
    const known = status.value.epoch;
    return epochText(Math.max(frame?.epoch ?? 0, known === 0 && !isPlaying.value ? 0 : known));
  });
  return (
    <div class="epoch">
      <span class="epoch-label" id="epoch-label"><Term name="epoch">Epoch</Term></span>
      <span class="epoch-number" ref={text} role="status" aria-live="off" aria-labelledby="epoch-label" />
    </div>
  );
}

function SpeedChoice() {
  return (
    <div class="control speed">
      <div class="control-head">
        <label for="speed">Speed</label>
        <Help
          title="Speed"
          description="How many times a second the network sees all training samples. Slow lets you watch; as fast as it goes takes all the server can give you."
        />
      </div>
      <select
        id="speed" value={String(speed.value)}
        onChange={(event) => {
          const value = event.currentTarget.value;
          setSpeed(value === "max" ? "max" : Number(value));
        }}
      >
        {speeds.map((value) => (
          <option key={value} value={String(value)}>
            {value === "max" ? "As fast as it goes" : `${value} epoch${value === 1 ? "" : "s"} / s`}
          </option>
        ))}
      </select>
    </div>
  );
}

function LearningRate() {
  const root = schema.value;
  const experiment = shownSpec.value;
  if (!root || !experiment) return null;
  const value = valueAt(experiment, learningRatePath);
  const own = schemaAt(root, learningRatePath, experiment, root.$defs ?? {});
  if (!own || value === undefined) return null;
  return <Control schema={own} path={learningRatePath} value={value} onChange={edit} disabled={isStarting.value} />;
}

function Tools() {
  const dark = theme.value === "dark";
  return (
    <div class="tools" role="group" aria-label="Page">
      {hidden.value.length > 0 && (
        <button type="button" class="quiet" onClick={showAll} aria-label="Show all controls" title="Show all controls: some are out of sight for this lesson"><EyeIcon /></button>
      )}
      <PressButton class="quiet" onClick={undo} off={!canUndo.value} aria-label="Undo" title="Undo (Ctrl+Z)"><UndoIcon /></PressButton>
      <PressButton class="quiet" onClick={redo} off={!canRedo.value} aria-label="Redo" title="Redo (Ctrl+Shift+Z)"><RedoIcon /></PressButton>
      <ShareButton />
      <button type="button" class="quiet" onClick={() => { isGlossaryOpen.value = true; }} aria-label="Glossary" title="Glossary"><BookIcon /></button>
      <button type="button" class="quiet" onClick={toggleTheme} aria-label={dark ? "Light theme" : "Dark theme"} title={dark ? "Light theme" : "Dark theme"}>
        {dark ? <SunIcon /> : <MoonIcon />}
      </button>
      <button type="button" class="quiet keys-button" onClick={showShortcuts} aria-label="Keyboard shortcuts" title="Keyboard shortcuts (?)"><KeysIcon /></button>
    </div>
  );
}
