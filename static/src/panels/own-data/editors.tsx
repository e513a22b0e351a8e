/** What stands in the data panel for data of one's own, instead of controls. */
import { effect } from "@preact/signals";
import type { JSX } from "preact";
import { shownSpec, summary } from "../../state/store";
import { countText } from "../../views/number-text";
import type { Kind } from "../../wire/protocol";
import { TableIcon } from "../icons";
import { form, isDrawing, points, setForm } from "./drawing";
import { columnNames, countsText, forms } from "./points";
import { canChooseAgain, chooseAgain, openTable } from "./table";

interface Editor {
  /** The fields of the data set that it edits, which so need no controls. */
  edits: readonly string[];
  Draw: (props: { data: Kind }) => JSX.Element | null;
}

/** By the field that makes data one's own. */
const editors: { [field: string]: Editor } = {
  points: { edits: ["points", "task", "inputs", "classes"], Draw: PointsEditor },
  table: { edits: ["table", "text", "task", "inputs", "target"], Draw: TableEditor },
};

/** The newest data of each sort: whoever looks at other data finds their own again. */
const lastData = new Map<string, Kind>();

effect(() => {
  const data = shownSpec.value?.data;
  if (data && fieldOf(data)) lastData.set(data.kind, data);
});

export function lastOwn(kind: string): Kind | undefined {
  return lastData.get(kind);
}

function fieldOf(properties: object | undefined): string | undefined {
  return Object.keys(editors).find((name) => properties && name in properties);
}

export function editorOf(properties: object | undefined): Editor | null {
  const field = fieldOf(properties);
  return field === undefined ? null : editors[field]!;
}

function PointsEditor() {
  const [held, chosen] = [points.value, form.value];
  if (held === null || chosen === null) return null;
  return (
    <div class="own-data">
      <label class="own-form">
        <span>To draw</span>
        <select onChange={(event) => setForm(forms[event.currentTarget.selectedIndex]!.form)}>
          {forms.map(({ form: own, title }) => <option key={own} selected={own === chosen}>{title}</option>)}
        </select>
      </label>
      <p>{countsText(held, chosen, summary.value?.class_names ?? null)}.</p>
      {!isDrawing.value && <button type="button" onClick={() => { isDrawing.value = true; }}>Draw on the plot</button>}
      {held.length > 0 && <PointsTable />}
    </div>
  );
}

/** The points for those who do not see them. */
function PointsTable() {
  const [held, chosen] = [points.value ?? [], form.value ?? 2];
  return (
    <details>
      <summary>Points as a table</summary>
      <div class="table-scroll own-points" tabIndex={0} role="group" aria-label="Points">
        <table>
          <thead><tr>{columnNames(chosen).map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
          <tbody>
            {held.map((point, index) => (
              <tr key={index}>{point.map((value, place) => <td key={place}>{value}</td>)}</tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function TableEditor({ data }: { data: Kind }) {
  const known = summary.value;
  return (
    <div class="own-data">
      {known && (
        <p>
          {countText(known.train_samples + known.test_samples)} rows; {known.target_name ?? "the target"} is predicted
          from {known.raw_inputs.length === 1 ? "1 input" : `${known.raw_inputs.length} inputs`}.
        </p>
      )}
      {canChooseAgain(data) && <button type="button" onClick={() => void chooseAgain()}>Choose columns</button>}
    </div>
  );
}

export function LoadTable() {
  return (
    <button type="button" class="load-table" onClick={openTable}>
      <TableIcon /> Load a table …
    </button>
  );
}
