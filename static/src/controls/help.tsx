import { useState } from "preact/hooks";
import type { KindDescription } from "../wire/protocol";
import { PictureOf } from "./picture";
import { Popover } from "./popover";

interface HelpProps {
  title: string;
  description: string;
  /** The kind that is chosen, explained beneath the field itself. */
  kind?: KindDescription | null;
}

/** The "?" of a control: a plain sentence, and all about the chosen kind. */
export function Help({ title, description, kind }: HelpProps) {
  const [opened, setOpened] = useState(false);
  if (!description && !kind) return null;
  return (
    <Popover face="?" label={`About ${title}`} buttonClass="help-button" onOpen={() => setOpened(true)}>
      {opened && (
        <div class="help">
          <h3>{title}</h3>
          {description && <p>{description}</p>}
          {kind && <KindHelp kind={kind} />}
        </div>
      )}
    </Popover>
  );
}

export function KindHelp({ kind }: { kind: KindDescription }) {
  return (
    <section class="help-kind">
      <h4>{kind.title}</h4>
      {kind.formula && <Formula mathml={kind.formula} label={`Formula of ${kind.title}`} />}
      {kind.picture && <PictureOf picture={kind.picture} label={kind.title} size={240} />}
      <p>{kind.explanation}</p>
      <dl>
        <Entry term="Use it when" text={kind.use_when} />
        <Entry term="Avoid it when" text={kind.avoid_when} />
        <Entry term="Source" text={kind.source} />
      </dl>
    </section>
  );
}

/** MathML that our own server made from its own catalog; never anything a person typed. */
export function Formula({ mathml, label }: { mathml: string; label: string }) {
  return <div class="formula" role="group" tabIndex={0} aria-label={label} dangerouslySetInnerHTML={{ __html: mathml }} />;
}

function Entry({ term, text }: { term: string; text: string }) {
  if (!text) return null;
  return (
    <>
      <dt>{term}</dt>
      <dd>{text}</dd>
    </>
  );
}
