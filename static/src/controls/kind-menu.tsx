import { useRef, useState } from "preact/hooks";
import type { Family, KindDescription } from "../wire/protocol";
import { PictureOf } from "./picture";
import { Popover } from "./popover";

export interface KindChoice {
  /** Empty for none of them. */
  kind: string;
  title: string;
  described: KindDescription | undefined;
}

interface KindMenuProps {
  /** What is chosen here, such as "Activation". */
  title: string;
  family: Family;
  choices: KindChoice[];
  chosen: string;
  disabled: boolean;
  choose: (kind: string) => void;
}

const pictureSize = 120;

/** A button that opens all kinds beside each other, each with its picture, its figures and a sentence. */
export function KindMenu({ title, family, choices, chosen, disabled, choose }: KindMenuProps) {
  const [opened, setOpened] = useState(false);
  const list = useRef<HTMLDivElement>(null);

  function take(kind: string): void {
    list.current?.closest<HTMLElement>("[popover]")?.hidePopover();
    choose(kind);
  }

  /** Arrows walk through the list, letters jump to the next title that begins so. */
  function walk(event: KeyboardEvent): void {
    const options = [...(list.current?.querySelectorAll<HTMLElement>("[role=option]") ?? [])];
    const at = options.indexOf(event.target as HTMLElement);
    const next = placeAfter(event.key, at, choices);
    if (next === null || at < 0) return;
    event.preventDefault();
    options[next]?.focus();
  }

  if (disabled) return null;
  return (
    <Popover
      face={<CurveIcon />} label={`Compare: ${title}`} buttonClass="quiet kind-menu-button" cardClass="kind-menu"
      onOpen={() => setOpened(true)} onClose={() => setOpened(false)}
      onOpened={() => list.current?.querySelector<HTMLElement>("[aria-selected=true]")?.focus()}
    >
      {opened && (
        <>
          <h3>{title}</h3>
          <p class="kind-menu-explanation">{family.explanation}</p>
          <Key choices={choices} />
          <div
            ref={list} class={`kind-menu-list ${choices.some(({ described }) => described?.picture) ? "" : "kind-menu-words"}`}
            role="listbox" aria-label={title} onKeyDown={walk}
          >
            {choices.map((choice) => (
              <Option key={choice.kind} {...choice} isChosen={choice.kind === chosen} take={take} />
            ))}
          </div>
        </>
      )}
    </Popover>
  );
}

function Option({ kind, title, described, isChosen, take }: KindChoice & { isChosen: boolean; take: (kind: string) => void }) {
  const figures = Object.entries(described?.figures ?? {}).map(([name, value]) => `${name} ${value}`).join(" · ");
  const words = described ? (described.outliers ?? sentences(described.explanation, described.picture ? 1 : 2)) : "";
  return (
    <div
      role="option" class="kind-option" aria-selected={isChosen} tabIndex={isChosen ? 0 : -1}
      onClick={() => take(kind)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        take(kind);
      }}
    >
      {described?.picture && <PictureOf picture={described.picture} size={pictureSize} small />}
      <div class="kind-option-words">
        <strong>{title}</strong>
        {figures && <span>{figures}</span>}
        {described?.formula && !described.picture && <Formula mathml={described.formula} />}
        {words && <span class="kind-explanation">{words}</span>}
        {!described?.picture && described?.use_when && (
          <span class="kind-explanation">Use it when: {described.use_when}</span>
        )}
      </div>
    </div>
  );
}

/** MathML that our own server made from its own catalog; never anything a person typed. */
function Formula({ mathml }: { mathml: string }) {
  return <div class="kind-formula" dangerouslySetInnerHTML={{ __html: mathml }} />;
}

/** What the lines in the pictures are. */
function Key({ choices }: { choices: KindChoice[] }) {
  const picture = choices.map(({ described }) => described?.picture).find((found) => found !== null && found !== undefined);
  if (!picture || !("names" in picture) || !picture.names) return null;
  const { names } = picture;
  return (
    <p class="kind-menu-key" aria-hidden="true">
      {"value" in names && <span class="key-value">{names.value}</span>}
      {"slope" in names && names.slope && <span class="key-slope">{names.slope}</span>}
      {/* Losses of classes and of values have axes of their own. */}
      {choices.every(({ described }) => !described?.picture || nameOfAxis(described) === names.x) && <span>{names.x}</span>}
    </p>
  );
}

function nameOfAxis({ picture }: KindDescription): string | undefined {
  return picture && "names" in picture ? picture.names?.x : undefined;
}

export function placeAfter(key: string, at: number, choices: { title: string }[]): number | null {
  const last = choices.length - 1;
  if (key === "ArrowDown" || key === "ArrowRight") return Math.min(last, at + 1);
  if (key === "ArrowUp" || key === "ArrowLeft") return Math.max(0, at - 1);
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (key.length !== 1 || key === " ") return null;
  const from = at + 1;
  const turned = [...choices.slice(from), ...choices.slice(0, from)];
  const found = turned.findIndex(({ title }) => title.toLowerCase().startsWith(key.toLowerCase()));
  return found < 0 ? null : (from + found) % choices.length;
}

/** The first sentences of a text; the first one ends at a colon already. */
function sentences(text: string, count: number): string {
  if (count > 1) return text.split(/(?<=\.) /).slice(0, count).join(" ");
  const end = text.search(/[.:] /);
  return end < 0 ? text : `${text.slice(0, end)}.`;
}

function CurveIcon() {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d="M2.5 2v11.5H14M5 10.5c4.5 0 3-6.5 8-6.5" fill="none" stroke="currentColor" stroke-width="1.5"
        stroke-linecap="round" stroke-linejoin="round"
      />
    </svg>
  );
}
