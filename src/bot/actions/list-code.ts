import { createHash } from "node:crypto";

/**
 * A link in a message can only say a text in the reader's name, and an old message keeps its links. So the text ends
 * in a short code of the list, or the question, that it stands beside: `book 2 #k3f9`.
 */
const SAID = /^((?:book|choose) \d{1,2}|more|(?:订|选) \d{1,2}|更多) #([0-9a-z]{4})$/;

/** The code of a list or a question, from its id. */
export const listCode = (id: string): string =>
  BigInt(`0x${createHash("sha256").update(id).digest("hex").slice(0, 12)}`)
    .toString(36)
    .slice(-4)
    .padStart(4, "0");

/** What a link says. */
export const saysFor = (typed: string, id: string): string => `${typed} #${listCode(id)}`;

/** A text that a link said, and the code of its list; `undefined` for any other text. */
export function readLinkText(text: string): { readonly text: string; readonly code: string } | undefined {
  const [, typed, code] = SAID.exec(text.trim()) ?? [];
  return typed !== undefined && code !== undefined ? { text: typed, code } : undefined;
}
