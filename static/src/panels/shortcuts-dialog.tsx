import { useEffect, useRef } from "preact/hooks";
import { isShortcutsOpen, shortcuts } from "./shortcuts";

export function ShortcutsDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="shortcuts" aria-labelledby="shortcuts-title" onClose={() => { isShortcutsOpen.value = false; }}>
      <h2 id="shortcuts-title">Keyboard shortcuts</h2>
      <table>
        <tbody>
          {shortcuts.map(({ keys, does }) => (
            <tr key={keys}>
              <th scope="row"><kbd>{keys}</kbd></th>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>In the network, the arrow keys move between units, and Enter opens a unit's weights.</p>
      <p>
        On the plot of the output, the arrow keys read predictions, and N goes from sample to sample. While you draw, Space
        draws a point, a digit picks its class, M picks a point up and drops it, and Delete erases it.
      </p>
      <form method="dialog"><button type="submit">Close</button></form>
    </dialog>
  );
}
