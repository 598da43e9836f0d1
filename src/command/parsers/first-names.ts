import type { Reading } from "../piece.ts";

/** First names that are words of the grammar too: after "with" and with a capital they are people. */
const NAMES =
  /^(tom|mon|dawn|may|eve|april|june|august|jan|sun|max|will|mark|bill|art|chase|grant|frank|pat|rose|hope|joy|grace|summer|sydney|london|paris|berlin|austin|houston|dallas|madrid|guy|gene|dean|don|rich|drew|rob|sue|jack|ray|page)$/;

/** Of these a capital alone says little: a day or a part of it may begin a text, and "3pm Tom" is tomorrow. */
const TIMES = /^(tom|dawn|eve)$/;

const isCapital = ({ tokens, original }: Reading, at: number): boolean => {
  const first = original.charAt(tokens.at(at).at);
  return first !== first.toLowerCase();
};

/** Whether the word at `at` may be a name, said after "with". */
export const mayBeNamed = (reading: Reading, at: number): boolean =>
  reading.tokens.at(at).senses.length === 0 || NAMES.test(reading.tokens.text(at));

/** Whether a word for a time at `at` is somebody: "is Tom free", "meeting Tom Friday", "Dawn and I", "with tom". */
export function isSomebody(reading: Reading, at: number): boolean {
  const { tokens } = reading;
  if (!TIMES.test(tokens.text(at))) return false;
  if (tokens.text(at - 1) === "with" || tokens.text(at + 1) === "'s") return true;
  if (/^(and|&)$/.test(tokens.text(at + 1)) && /^(i|me|we|us)\b/.test(tokens.text(at + 2))) return true;
  const isInside = at > 0 && isCapital(reading, at) && !isCapital(reading, at - 1);
  const isDated =
    tokens.at(at - 1).number !== undefined ||
    tokens.is(at - 1, "meridiem") ||
    tokens.is(at - 1, "oclock") ||
    tokens.is(at - 1, "link") ||
    tokens.is(at - 1, "verb", "book") ||
    /^[^a-z]/.test(tokens.text(at - 1));
  return isInside && !isDated;
}
