/** The one card that explains the word it stands beside. */
import { describeField, schemaAt } from "../../controls/resolve";
import { place } from "../../controls/popover";
import { schema, shownSpec } from "../../state/store";
import { fetchGlossary } from "./loaded";

const ID = "term-card";

interface Words {
  title: string;
  says: string;
}

function cardElement(): HTMLElement {
  const known = document.getElementById(ID);
  if (known) return known;
  const made = document.createElement("div");
  made.id = ID;
  made.className = "popover term-card";
  made.popover = "manual";
  made.setAttribute("role", "tooltip");
  made.append(document.createElement("strong"), document.createElement("p"));
  document.body.append(made);
  return made;
}

let described: Element | null = null;

/** Shows what a word means; false where nothing is known of it. */
export async function showCard(word: Element): Promise<boolean> {
  const found = word.hasAttribute("data-term") ? await ofTerm(word.getAttribute("data-term") ?? "") : ofField(word);
  if (!found || !word.isConnected) return false;
  hideCard();
  const card = cardElement();
  card.querySelector("strong")!.textContent = found.title;
  card.querySelector("p")!.textContent = found.says;
  card.showPopover();
  word.setAttribute("aria-describedby", ID);
  described = word;
  placeCard();
  return true;
}

export function placeCard(): void {
  if (described) place(described, cardElement());
}

export function hideCard(): void {
  described?.removeAttribute("aria-describedby");
  described = null;
  const card = document.getElementById(ID);
  if (card?.matches(":popover-open")) card.hidePopover();
}

async function ofTerm(name: string): Promise<Words | null> {
  const found = (await fetchGlossary()).termOf(name);
  return found && { title: found.term, says: found.says };
}

/** A field of the experiment is explained by the schema that it is drawn from. */
function ofField(label: Element): Words | null {
  const path = label.closest<HTMLElement>("[data-path]")?.dataset.path;
  const [root, experiment] = [schema.peek(), shownSpec.peek()];
  if (path === undefined || !root || !experiment) return null;
  const definitions = root.$defs ?? {};
  const node = schemaAt(root, path, experiment, definitions);
  const field = node && describeField(node, definitions);
  return field?.description ? { title: label.textContent || field.title, says: field.description } : null;
}
