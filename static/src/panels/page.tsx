import { ControlContext } from "../controls/context";
import { catalog, fieldError, schema } from "../state/store";
import { hidden } from "../state/looks";
import { isListOpen } from "../state/presets";
import { theme } from "../state/theme";
import { DataPanel } from "./data";
import { NetworkPanel } from "./network";
import { ConnectionBanner, LiveRegion, Notices } from "./notices";
import { isGlossaryOpen } from "./glossary/opened";
import { onDemand } from "./on-demand";
import { OutputPanel } from "./output";
import { RunBar } from "./run-bar";
import { SettingsPanel } from "./settings";
import { isShortcutsOpen } from "./shortcuts";

const LookInside = onDemand(() => import("./inside/drawer").then((module) => module.LookInside));
const PresetsDialog = onDemand(() => import("./presets-dialog").then((module) => module.PresetsDialog));
const GlossaryDialog = onDemand(() => import("./glossary/glossary-dialog").then((module) => module.GlossaryDialog));
const ShortcutsDialog = onDemand(() => import("./shortcuts-dialog").then((module) => module.ShortcutsDialog));
const Advice = onDemand(() => import("./advice").then((module) => module.Advice));
const Coach = onDemand(() => import("./coach/coach").then((module) => module.Coach));

/** The whole workspace. */
export function Page() {
  if (!catalog.value || !schema.value) return null;
  const refusal = fieldError.value;
  const surroundings = {
    catalog: catalog.value,
    definitions: schema.value.$defs ?? {},
    theme: theme.value,
    error: refusal?.path ? { path: refusal.path, message: refusal.message, hint: refusal.hint } : null,
  };
  return (
    <ControlContext.Provider value={surroundings}>
      <RunBar />
      <ConnectionBanner />
      <main class="workspace">
        <DataPanel />
        <div class="middle">
          <NetworkPanel />
          <div class="inside-place"><LookInside /></div>
          <Advice />
          <SettingsPanel />
        </div>
        <div class="side">
          {!hidden.value.includes("coach") && <Coach />}
          <OutputPanel />
        </div>
      </main>
      <Notices />
      {isShortcutsOpen.value && <ShortcutsDialog />}
      {isListOpen.value && <PresetsDialog />}
      {isGlossaryOpen.value && <GlossaryDialog />}
      <LiveRegion />
    </ControlContext.Provider>
  );
}
