import type { Block, Card } from "../../card/elements.ts";
import type { Language } from "../../time/format.ts";
import type { Words } from "./words.ts";

/** A card of a title and paragraphs; empty ones are left out. */
export function simpleCard(
  language: Language,
  title: string,
  parts: {
    tone?: Card["tone"];
    texts?: readonly string[];
    notes?: readonly string[];
    blocks?: readonly Block[];
  } = {},
): Card {
  const texts = (parts.texts ?? []).filter(Boolean).map((text): Block => ({ kind: "text", text }));
  const notes = (parts.notes ?? []).filter(Boolean).map((text): Block => ({ kind: "note", text }));
  return {
    title,
    language,
    tone: parts.tone ?? "neutral",
    blocks: [...texts, ...(parts.blocks ?? []), ...notes],
  };
}

/** What to write, to be copied. */
export const examplesIn = (words: Words): string => words.trySaying(words.examples.join(" · "));

/** What the bot does and how one asks. */
export function helpCard(language: Language, words: Words): Card {
  return simpleCard(language, words.help, { texts: [words.helpLines.join("\n")] });
}

/** One line of help, for an empty mention. */
export function hintCard(language: Language, words: Words): Card {
  return simpleCard(language, words.help, { notes: [examplesIn(words)] });
}
