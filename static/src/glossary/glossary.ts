/** Every term that the page uses, in a sentence or two: a file for each group of terms. */
import data from "./data.json";
import looking from "./looking.json";
import measures from "./measures.json";
import network from "./network.json";
import optimization from "./optimization.json";
import training from "./training.json";
import troubles from "./troubles.json";

export interface Term {
  id: string;
  term: string;
  /** Other words for it, and its other forms. */
  also: readonly string[];
  says: string;
}

export interface TermGroup {
  title: string;
  terms: readonly Term[];
}

interface TermFile {
  title: string;
  terms: { [id: string]: { term: string; also?: string[]; says: string } };
}

const files: readonly TermFile[] = [training, optimization, network, data, measures, troubles, looking];

export const groups: readonly TermGroup[] = files.map(({ title, terms }) => ({
  title, terms: Object.entries(terms).map(([id, { term, also = [], says }]) => ({ id, term, also, says })),
}));

const all: readonly Term[] = groups.flatMap(({ terms }) => terms);
const byWord = new Map(all.flatMap((entry) => [entry.term, ...entry.also].map((word) => [word.toLowerCase(), entry])));
const byId = new Map(all.map((entry) => [entry.id, entry]));

/** A term by its name in the page's sources or by any of its words. */
export function termOf(name: string): Term | null {
  return byId.get(name) ?? byWord.get(name.toLowerCase()) ?? null;
}

/** Those in whose words or explanation everything that was typed occurs. */
export function searchTerms(text: string): readonly TermGroup[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return groups
    .map(({ title, terms }) => ({
      title,
      terms: terms.filter(({ term, also, says }) => {
        const searched = [term, ...also, says].join(" ").toLowerCase();
        return words.every((word) => searched.includes(word));
      }),
    }))
    .filter(({ terms }) => terms.length > 0);
}

/** Longer words first: "dead unit" before "unit". */
const pattern = new RegExp(
  `\\b(?:${[...byWord.keys()].sort((one, other) => other.length - one.length).map(escaped).join("|")})\\b`, "gi",
);

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

export interface Piece {
  text: string;
  /** The term that it is; null for what lies between terms. */
  term: string | null;
}

/** A sentence cut at the terms in it, each term only where it comes first. */
export function pieces(sentence: string): readonly Piece[] {
  const found: Piece[] = [];
  const known = new Set<string>();
  let end = 0;
  for (const match of sentence.matchAll(pattern)) {
    const entry = termOf(match[0]);
    if (!entry || known.has(entry.id)) continue;
    known.add(entry.id);
    found.push({ text: sentence.slice(end, match.index), term: null }, { text: match[0], term: entry.id });
    end = match.index + match[0].length;
  }
  found.push({ text: sentence.slice(end), term: null });
  return found.filter(({ text }) => text !== "");
}
