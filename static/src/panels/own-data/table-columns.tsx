import { countText, numberText } from "../../views/number-text";
import {
  canBeInput, type Choice, choice, type Column, obstacleTo, takeTable, type TableAnswer, type Task, tasksOf, withInput, withTarget,
} from "./table";

const taskTitles: { [task in Task]: string } = {
  binary: "One of two classes", classes: "One of several classes", regression: "A number",
};
const kindTitles: { [kind in Column["kind"]]: string } = {
  number: "Number", category: "Category", text: "Text", constant: "One value only", empty: "Empty",
};

/** Which columns are inputs, which is the target, and what the table looks like. */
export function TableColumns({ found }: { found: TableAnswer }) {
  const chosen = choice.value;
  if (!chosen) return null;
  const obstacle = obstacleTo(chosen);
  return (
    <div class="table-columns">
      <p>{countText(found.rows)} rows, {found.columns.length} columns. {found.text ? "Short enough to travel in the link." : "Too long for a link: it is kept on this server."}</p>
      {found.notes.length > 0 && <ul class="table-notes">{found.notes.map((note) => <li key={note}>{note}</li>)}</ul>}
      <div class="table-scroll" tabIndex={0} role="group" aria-label="Columns">
        <table>
          <thead>
            <tr>
              <th scope="col">Column</th><th scope="col">Input</th><th scope="col">Target</th>
              <th scope="col">Type</th><th scope="col">Values</th><th scope="col">Missing</th>
            </tr>
          </thead>
          <tbody>{found.columns.map((column) => <Row key={column.name} column={column} chosen={chosen} found={found} />)}</tbody>
        </table>
      </div>
      <div class="table-choices">
        <TaskChoice found={found} chosen={chosen} />
        <label>
          <span>Test fraction</span>
          <input
            type="number" min={0} max={0.9} step={0.05} value={chosen.testFraction}
            onChange={(event) => {
              const share = Math.min(0.9, Math.max(0, Number(event.currentTarget.value) || 0));
              choice.value = { ...chosen, testFraction: share };
            }}
          />
        </label>
      </div>
      <Preview found={found} />
      <div class="table-done">
        <button type="button" class="primary" disabled={obstacle !== null} onClick={takeTable}>Use these data</button>
        <span>{obstacle ?? "The network stays, with inputs and outputs that fit the data."}</span>
      </div>
    </div>
  );
}

function Row({ column, chosen, found }: { column: Column; chosen: Choice; found: TableAnswer }) {
  const { name, kind, missing } = column;
  return (
    <tr>
      <th scope="row" title={name}>{name}</th>
      <td>
        <input
          type="checkbox" aria-label={`${name} is an input`} checked={chosen.inputs.has(name)}
          disabled={!canBeInput(column) || chosen.target === name}
          onChange={(event) => { choice.value = withInput(chosen, name, event.currentTarget.checked); }}
        />
      </td>
      <td>
        <input
          type="radio" name="table-target" aria-label={`${name} is the target`} checked={chosen.target === name}
          disabled={tasksOf(column).length === 0}
          onChange={() => { choice.value = withTarget(chosen, column, found.columns); }}
        />
      </td>
      <td>{kindTitles[kind]}</td>
      <td title={column.values?.join(", ")}>{valuesText(column)}</td>
      <td>{missing === 0 ? "–" : countText(missing)}</td>
    </tr>
  );
}

export function valuesText({ kind, low, high, distinct, values }: Column): string {
  if (kind === "number" && low !== null && high !== null) return `${numberText(low, 2)} to ${numberText(high, 2)}`;
  if (kind === "category" && values && values.length > 0) {
    return `${values.slice(0, 3).join(", ")}${distinct > 3 ? `, … (${distinct})` : ""}`;
  }
  return distinct > 0 ? `${countText(distinct)} different` : "–";
}

function TaskChoice({ found, chosen }: { found: TableAnswer; chosen: Choice }) {
  const target = found.columns.find(({ name }) => name === chosen.target);
  const tasks = target ? tasksOf(target) : [];
  return (
    <label>
      <span>To be predicted</span>
      <select
        disabled={tasks.length === 0}
        onChange={(event) => {
          const task = tasks[event.currentTarget.selectedIndex];
          if (task) choice.value = { ...chosen, task };
        }}
      >
        {tasks.map((task) => <option key={task} selected={task === chosen.task}>{taskTitles[task]}</option>)}
      </select>
    </label>
  );
}

function Preview({ found }: { found: TableAnswer }) {
  return (
    <details>
      <summary>First {found.preview.length} rows</summary>
      <div class="table-scroll" tabIndex={0} role="group" aria-label="First rows">
        <table>
          <thead><tr>{found.columns.map(({ name }) => <th key={name} scope="col">{name}</th>)}</tr></thead>
          <tbody>
            {found.preview.map((row, index) => <tr key={index}>{row.map((text, place) => <td key={place}>{text}</td>)}</tr>)}
          </tbody>
        </table>
      </div>
    </details>
  );
}
