import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { answer, isOpen, isReading, openTable, readTable, refusal } from "./table";
import { TableColumns } from "./table-columns";

/** Where a table is brought and its columns are given their meaning. */
export function TableDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const found = answer.value;
  return (
    <dialog ref={dialog} class="table-dialog" aria-labelledby="table-title" onClose={() => { isOpen.value = false; }}>
      <div class="table-head">
        <h2 id="table-title">Your own table</h2>
        <button type="button" class="quiet" aria-label="Close" onClick={() => { isOpen.value = false; }}>×</button>
      </div>
      {found ? <TableColumns key={found.table} found={found} /> : <Source />}
      {refusal.value && <p class="control-error" role="alert">{refusal.value.message} {refusal.value.hint}</p>}
      {found && <button type="button" class="quiet table-other" onClick={openTable}>Bring another table</button>}
    </dialog>
  );
}

function Source() {
  const pasted = useSignal("");
  const file = useRef<HTMLInputElement>(null);
  return (
    <div class="table-source">
      <p>One row for each sample, one column for each number or word that is known of it, names in the first row.</p>
      <div class="table-drop">
        <button type="button" disabled={isReading.value} onClick={() => file.current?.click()}>Choose a file</button>
        <span>or drop one here: CSV with commas, semicolons or tabs, up to 1 MB.</span>
        <input
          ref={file} type="file" class="visually-hidden" tabIndex={-1} aria-label="Table file" accept=".csv,.tsv,.txt,text/csv,text/plain"
          onChange={(event) => {
            const chosen = event.currentTarget.files?.[0];
            event.currentTarget.value = "";
            if (chosen) void readTable(chosen);
          }}
        />
      </div>
      <label class="table-paste">
        <span>Or paste rows, from a spreadsheet for example</span>
        <textarea
          rows={7} spellcheck={false} value={pasted.value} placeholder={"length, width, kind\n5.1, 3.5, setosa"}
          onInput={(event) => { pasted.value = event.currentTarget.value; }}
        />
      </label>
      <button type="button" class="primary" disabled={isReading.value || pasted.value.trim() === ""} onClick={() => void readTable(pasted.value)}>
        {isReading.value ? "Reading …" : "Read the rows"}
      </button>
    </div>
  );
}
