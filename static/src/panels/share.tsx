import { useRef, useState } from "preact/hooks";
import { Popover } from "../controls/popover";
import { schema, spec } from "../state/store";
import { writeLink } from "../state/link";
import { ShareIcon } from "./icons";

/** The link that opens this experiment anywhere the playground is served. */
export function ShareButton() {
  const field = useRef<HTMLInputElement>(null);
  const [link, setLink] = useState("");
  const [copied, setCopied] = useState(false);

  async function prepare(): Promise<void> {
    setCopied(false);
    if (!spec.value || !schema.value) return;
    const url = new URL(location.href);
    url.hash = await writeLink(spec.value, schema.value);
    setLink(url.href);
  }

  async function copy(): Promise<void> {
    field.current?.select();
    // Browsers give the clipboard to secure pages only; in a class on plain HTTP the selection remains.
    if (!navigator.clipboard) return;
    await navigator.clipboard.writeText(link);
    setCopied(true);
  }

  return (
    <Popover face={<ShareIcon />} label="Share" buttonClass="quiet" onOpen={() => void prepare()}>
      <div class="share">
        <h3>Share this experiment</h3>
        <p>The link holds the whole experiment: whoever opens it trains the same run.</p>
        <div class="share-row">
          <input ref={field} type="text" readOnly value={link} aria-label="Link to this experiment" onFocus={(event) => event.currentTarget.select()} />
          <button type="button" onClick={() => void copy()}>{copied ? "Copied" : "Copy"}</button>
        </div>
      </div>
    </Popover>
  );
}
