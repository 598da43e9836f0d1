import type { Card } from "./elements.ts";

/**
 * What a reader does not see but their client obeys: control characters (line breaks are kept), marks that turn the
 * direction of writing, which can make a line read as another one, and the byte order mark.
 */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

const shown = (text: string): string => text.replace(UNSEEN, (mark) => (mark === "\n" ? mark : ""));

/** The same card without what a name, a title or a vendor's reason may hold to deceive a reader with. */
export function harmless(card: Card): Card {
  return cleaned(card) as Card;
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return shown(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cleaned(inner)]));
}
