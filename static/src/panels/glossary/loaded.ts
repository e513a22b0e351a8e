/** The words of the glossary, fetched when somebody first wants to read one. */
import { signal } from "@preact/signals";

type Glossary = typeof import("../../glossary/glossary");

export const glossary = signal<Glossary | null>(null);

export async function fetchGlossary(): Promise<Glossary> {
  const found = glossary.peek() ?? await import("../../glossary/glossary");
  glossary.value = found;
  return found;
}
