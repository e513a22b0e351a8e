import { useEffect } from "preact/hooks";
import { fetchGlossary, glossary } from "./loaded";
import { Term } from "./term";

/** A sentence whose terms explain themselves; plain until the glossary is there. */
export function Explained({ text }: { text: string }) {
  useEffect(() => {
    // A sentence is a sentence without it.
    fetchGlossary().catch(() => undefined);
  }, []);
  const cut = glossary.value?.pieces(text) ?? [{ text, term: null }];
  return (
    <>
      {cut.map((piece, place) => (piece.term ? <Term key={`${place} ${piece.term}`} name={piece.term}>{piece.text}</Term> : piece.text))}
    </>
  );
}
