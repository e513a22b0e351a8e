/** Hidden space: the samples as each layer sees them, moving while it learns. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Help } from "../../../controls/help";
import { newestFrame } from "../../../state/actions";
import { ask } from "../../../state/asking";
import { nodes } from "../../../state/nodes";
import { status, summary } from "../../../state/store";
import { theme } from "../../../state/theme";
import { createHidden, explainedText } from "../../../views/hidden/hidden";
import { classesApart } from "../../../views/hidden/places";
import { nodeName } from "../../../views/network/names";
import type { HiddenNode } from "../../../wire/protocol";
import { Term } from "../../glossary/term";
import { INSIDE, usePicture } from "../../pictures";
import { isStacked } from "../../stacking";
import { drawerHeight } from "../opened";
import { TableTwin } from "../table-twin";

const HELP =
  "Every layer moves the samples to other places: it turns, stretches and folds the plane. A layer of two units is shown " +
  "as it is; of a wider one the plane in which its samples differ most, with its share of all their variance. Where a straight line tells the classes apart " +
  "before the output, the network has done its work. Click a picture to enlarge it.";

const noSpaces: readonly HiddenNode[] = [];
/** What stands around the large picture in the drawer, and how large it is on a page that scrolls as a whole. */
const AROUND = 100;
const STACKED_ROOM = 320;

const enlarged = signal<string | null>(null);

export function Tab() {
  useEffect(() => ask("hidden"), []);
  const root = usePicture(createHidden, (frame) => ({
    theme: theme.value,
    task: summary.value?.task ?? "binary",
    nodes: nodes.value,
    spaces: frame?.probes.hidden?.nodes ?? noSpaces,
    targets: frame?.probes.hidden?.targets ?? null,
    enlarged: enlarged.value,
    room: isStacked.value ? STACKED_ROOM : drawerHeight.value - AROUND,
    onEnlarge: (node) => { enlarged.value = node; },
  }), INSIDE);
  return (
    <div class="hidden-tab">
      <div class="inside-tools">
        <span>The same samples as each layer sees them</span>
        <Help title="Hidden space" description={HELP} />
      </div>
      <div ref={root} />
      <TableTwin class="inside-twin"><Numbers /></TableTwin>
    </div>
  );
}

/** Written anew when training stops or goes on: numbers that move cannot be read. */
function Numbers() {
  void status.value;
  const hidden = newestFrame()?.probes.hidden;
  const known = summary.value;
  if (!hidden || !known) return <p>Not measured yet.</p>;
  const isClasses = known.task !== "regression";
  return (
    <table class="numbers inside-numbers">
      <thead>
        <tr>
          <th scope="col">Layer</th>
          <th scope="col"><Term name="principal-axes">Shown</Term></th>
          {isClasses && <th scope="col"><Term name="classes-apart">Classes apart</Term></th>}
        </tr>
      </thead>
      <tbody>
        {hidden.nodes.map((space) => (
          <tr key={space.id}>
            <th scope="row">{nodeName(nodes.value, space.id)}</th>
            <td>{explainedText(nodes.value.find(({ id }) => id === space.id)?.units ?? 0, space.explained)}</td>
            {isClasses && <td>{classesApart(space, hidden.targets, known.task).toFixed(2)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
