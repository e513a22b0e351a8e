import { useRef, useState } from "preact/hooks";
import { Popover } from "../controls/popover";
import { limitOfLink, writeLink } from "../state/link";
import { discrete, hidden, showTest, withHidden } from "../state/looks";
import { catalog, schema, spec } from "../state/store";
import { ShareIcon } from "./icons";

interface Links {
  own: string;
  foreign: string;
  /** What the foreign link makes something else of. */
  lost: string[];
}

const none: Links = { own: "", foreign: "", lost: [] };

/** The link that opens this experiment anywhere the playground is served, and one for TensorFlow Playground. */
export function ShareButton() {
  const [links, setLinks] = useState(none);
  const limit = spec.value && limitOfLink(spec.value);

  async function prepare(): Promise<void> {
    setLinks(none);
    if (!spec.value || !schema.value) return;
    const url = new URL(location.href);
    url.hash = withHidden(await writeLink(spec.value, schema.value));
    const { lostOnTheWay, writeForeignLink } = await import("../state/tensorflow-playground-link");
    const foreign = writeForeignLink(spec.value, {
      hidden: hidden.value, showTest: showTest.value, discrete: discrete.value,
    });
    setLinks({ own: url.href, foreign, lost: lostOnTheWay(spec.value, foreign, schema.value, catalog.value) });
  }

  return (
    <Popover face={<ShareIcon />} label="Share" buttonClass="quiet" onOpen={() => void prepare()}>
      <div class="share">
        <h3>Share this experiment</h3>
        <p>{limit ?? "The link holds the whole experiment: whoever opens it trains the same run."}</p>
        <Link key={links.own} link={links.own} label="Link to this experiment" />
        <details>
          <summary>As a TensorFlow Playground link</summary>
          {links.lost.length > 0 && (
            <>
              <p>It cannot say everything. On the way there</p>
              <ul>{links.lost.map((change) => <li key={change}>{change}</li>)}</ul>
            </>
          )}
          <p>Samples and first weights are another random draw there.</p>
          <Link key={links.foreign} link={links.foreign} label="Link to TensorFlow Playground" />
        </details>
      </div>
    </Popover>
  );
}

function Link({ link, label }: { link: string; label: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);

  async function copy(): Promise<void> {
    field.current?.select();
    // Browsers give the clipboard to secure pages only; in a class on plain HTTP the selection remains.
    if (!navigator.clipboard) return;
    await navigator.clipboard.writeText(link);
    setCopied(true);
  }

  return (
    <div class="share-row">
      <input ref={field} type="text" readOnly value={link} aria-label={label} onFocus={(event) => event.currentTarget.select()} />
      <button type="button" onClick={() => void copy()}>{copied ? "Copied" : "Copy"}</button>
    </div>
  );
}
