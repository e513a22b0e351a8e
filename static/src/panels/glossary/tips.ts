/** Notices when a term is pointed at, focused or tapped; what explains it is fetched then. */

const TERM = "[data-term]";
const FIELD = "[data-path] > .control-head > :is(label, .control-title)";
/** Pointers wander over many words (milliseconds). */
const POINTING = 350;
/** So long the card waits for a pointer that moves from the word onto it. */
const LEAVING = 200;

type Card = typeof import("./tip-card");

let timer = 0;
let shown: Element | null = null;
let wanted: Element | null = null;

async function show(word: Element): Promise<void> {
  wanted = word;
  let card: Card;
  try {
    card = await import("./tip-card");
    // Meanwhile the pointer may have gone on.
    if (wanted !== word || !(await card.showCard(word)) || wanted !== word) return;
  } catch {
    // The word stands there without it; the help beside it and the list say when the server is away.
    return;
  }
  shown = word;
}

async function hide(): Promise<void> {
  wanted = null;
  clearTimeout(timer);
  if (!shown) return;
  shown = null;
  (await import("./tip-card")).hideCard();
}

/** A word that is focused may be scrolled into sight by that; one that is pointed at moves away under the pointer. */
async function follow(): Promise<void> {
  if (!shown) return;
  if (shown === document.activeElement) (await import("./tip-card")).placeCard();
  else await hide();
}

function soon(action: () => Promise<void>, after: number): void {
  clearTimeout(timer);
  timer = window.setTimeout(() => void action(), after);
}

function wordAt(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest(`${TERM}, ${FIELD}`) : null;
}

export function startTips(): void {
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch") return;
    const word = wordAt(target);
    if (word && word !== shown) soon(() => show(word), POINTING);
    else if (word || (target instanceof Element && target.closest(".term-card"))) clearTimeout(timer);
    else if (shown || wanted) soon(hide, LEAVING);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", ({ target }) => {
    const word = target instanceof Element && target.matches(":focus-visible") ? target.closest(TERM) : null;
    if (word) void show(word);
    else if (shown) void hide();
  });
  document.addEventListener("focusout", () => void hide());
  document.addEventListener("click", ({ target }) => {
    const word = target instanceof Element ? target.closest(`button${TERM}.term`) : null;
    if (word) void show(word);
    else void hide();
  });
  document.addEventListener("scroll", () => void follow(), { capture: true, passive: true });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shown) return;
    // The card alone goes, not what lies beneath it.
    event.preventDefault();
    event.stopPropagation();
    void hide();
  }, { capture: true });
}
