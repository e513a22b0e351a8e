import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/kind-menu.css";
import "../styles/layout.css";
import "../styles/run-bar.css";
import "../styles/data.css";
import "../styles/settings.css";
import "../styles/output.css";
import "../styles/own-data.css";
import "../styles/messages.css";
import "../styles/presets.css";
import "../styles/hidden.css";
import "../styles/coach.css";
import "../styles/glossary.css";
import "../styles/network/panel.css";
import "../styles/network/headers.css";
import "../styles/network/diagram.css";
import "../styles/network/cards.css";
import "../styles/network/optimizer.css";
import "../styles/inside.css";
import "../styles/arithmetic.css";
import "../styles/inside/flow.css";
import "../styles/inside/pictures.css";
import "../styles/landscape.css";
import "../styles/by-hand.css";
import "../styles/views.css";
import "uplot/dist/uPlot.min.css";
import { render } from "preact";
import { startTips } from "./panels/glossary/tips";
import { listenForShortcuts } from "./panels/shortcuts";
import { Page } from "./panels/page";
import { begin, load } from "./state/actions";
import { experimentInAddress, followAddress, wantedByAddress } from "./state/address";
import { startAnnouncing } from "./state/announce";
import { withDefaults } from "./state/defaults";
import { startHiding } from "./state/looks";
import { catalog, expectedSpec, schema } from "./state/store";
import { watchWaiting } from "./state/sharing";
import { watchStops } from "./state/stop";
import { startTheme } from "./state/theme";
import type { Catalog, SchemaNode, Spec } from "./wire/protocol";

async function fetchJson<Answer>(path: string): Promise<Answer> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`The server answered ${path} with status ${answer.status}.`);
  return (await answer.json()) as Answer;
}

function socketUrl(): string {
  const url = new URL("/ws", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

async function start(root: HTMLElement): Promise<void> {
  startTheme();
  startHiding();
  watchStops();
  watchWaiting();
  const [foundCatalog, foundSchema] = await Promise.all([
    fetchJson<Catalog>("/api/catalog"),
    fetchJson<SchemaNode>("/api/schema"),
  ]);
  const linked = await experimentInAddress(foundSchema);
  catalog.value = foundCatalog;
  schema.value = foundSchema;
  const safe = foundCatalog.presets[0]?.spec ?? {};
  expectedSpec.value = withDefaults(linked ?? safe, foundSchema, foundSchema.$defs ?? {}) as Spec;
  begin({
    url: socketUrl(),
    firstSpec: linked ?? safe,
    safeSpec: safe,
    isWanted: wantedByAddress(linked, foundSchema),
  });
  root.replaceChildren();
  render(<Page />, root);
  listenForShortcuts();
  startAnnouncing();
  startTips();
  followAddress(foundSchema, load);
}

const root = document.querySelector<HTMLElement>("#playground");
if (root) {
  start(root).catch((cause: unknown) => {
    root.textContent = `The playground could not start: ${String(cause)} Load the page again in a moment.`;
  });
}
