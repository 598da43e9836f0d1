import { en } from "./lexicon/en.ts";
import { KINDS, type Kind, type Lexicon } from "./lexicon/lexicon.ts";
import { zh } from "./lexicon/zh.ts";
import { isDigit, isHan, isLatin } from "./normalise.ts";
import { chineseNumber } from "./numerals.ts";
import { Trie } from "./trie.ts";
import { within } from "./typo.ts";
import { weekWordEnd } from "./week-words.ts";

/** One thing that a word can be: its kind and which of that kind. */
export interface Sense {
  readonly kind: Kind;
  readonly key: string;
}

/** A stretch of the text with everything that it can be. */
export interface Token {
  readonly at: number;
  readonly end: number;
  readonly text: string;
  readonly senses: readonly Sense[];
  /** Where it is a number, in digits or in words. */
  readonly number?: number;
  /** Digits as typed, for leading zeros and `1430`; absent for numbers in words. */
  readonly digits?: string;
  /** Whether a blank stands before it. */
  readonly gap: boolean;
}

const NOTHING: Token = { at: -1, end: -1, text: "", senses: [], gap: true };

/** Tokens by index; outside of the text there is an empty token, so that looking ahead needs no check. */
export class Tokens {
  constructor(readonly list: readonly Token[]) {}
  get length(): number {
    return this.list.length;
  }
  at(index: number): Token {
    return this.list[index] ?? NOTHING;
  }
  /** The key of a sense of `kind` at `index`, where the token has one. */
  key(index: number, kind: Kind): string | undefined {
    return keyOf(this.at(index), kind);
  }
  is(index: number, kind: Kind, ...keys: string[]): boolean {
    return this.at(index).senses.some(
      (sense) => sense.kind === kind && (keys.length === 0 || keys.includes(sense.key)),
    );
  }
  /** The index, from `from` on, of the first token at or behind character `end`. */
  after(from: number, end: number): number {
    let index = from;
    while (index < this.length && this.at(index).at < end) index++;
    return index;
  }
  text(index: number): string {
    return this.at(index).text;
  }
  /** Whether `index` is a token that touches the one before it. */
  glued(index: number): boolean {
    return index < this.length && index > 0 && !this.at(index).gap;
  }
}

export function keyOf(token: Token, kind: Kind): string | undefined {
  return token.senses.find((sense) => sense.kind === kind)?.key;
}

function addTable(trie: Trie<Sense>, lexicon: Lexicon): void {
  for (const kind of KINDS) {
    for (const [key, phrases] of Object.entries(lexicon[kind] ?? {})) {
      for (const phrase of phrases.split("|")) trie.add(phrase, { kind, key });
    }
  }
}

const words = new Trie<Sense>();
addTable(words, en);
addTable(words, zh);

/** Whether the lexicon knows exactly this phrase. */
export const isKnown = (phrase: string): boolean => words.longest(phrase, 0)?.end === phrase.length;

/** Words that are recognised with a slip of the finger in them. Short and easily confused ones stay out. */
const FORGIVEN = (
  "monday tuesday wednesday thursday saturday tomorrow afternoon morning evening tonight weekday january february " +
  "september october november december minutes projector whiteboard available meeting conference people"
).split(" ");

/** Short words: two neighbours swapped, or a letter inside of them dropped. */
const SHORT = "friday sunday today april august".split(" ");
const SWAPPED = "march hours".split(" ");

function slipOf(word: string): string | undefined {
  const isLike = (known: string): boolean =>
    word.charAt(0) === known.charAt(0) && word.length <= known.length && within(word, known, 1);
  const hasLetters = (known: string): boolean => [...word].sort().join("") === [...known].sort().join("");
  return (
    SWAPPED.find((known) => isLike(known) && hasLetters(known)) ??
    SHORT.find(
      (known) =>
        isLike(known) && (hasLetters(known) || (word.length < known.length && word.at(-1) === known.at(-1))),
    )
  );
}

function forgive(word: string): readonly Sense[] {
  const slip = word.length >= 4 && word.length <= 6 ? slipOf(word) : undefined;
  if (slip !== undefined) return words.longest(slip, 0)?.values ?? [];
  if (word.length < 5 || word.length > 14) return [];
  const meant = FORGIVEN.find(
    (known) => known.charAt(0) === word.charAt(0) && within(word, known, known.length < 8 ? 1 : 2),
  );
  return meant === undefined ? [] : (words.longest(meant, 0)?.values ?? []);
}

/** The office's room names as tokens see them: phrases and what to do with a word nobody knows. */
export interface Names {
  readonly trie: Trie<Sense>;
  /** The room that an unknown word or stretch starting at `at` is a misspelling of. */
  misspelt(text: string, at: number, wordEnd: number): { end: number; sense: Sense } | undefined;
}

/** Cuts normalised text into tokens, the longest known phrase first; a room's name wins over an equally long word. */
export function tokenise(text: string, names?: Names): Tokens {
  const list: Token[] = [];
  let at = 0;
  let gap = true;
  while (at < text.length) {
    if (text.charAt(at) === " ") {
      gap = true;
      at++;
      continue;
    }
    const token = tokenAt(text, at, gap, names);
    list.push(token);
    at = token.end;
    gap = false;
  }
  return new Tokens(joinNumberWords(list));
}

function tokenAt(text: string, at: number, gap: boolean, names: Names | undefined): Token {
  const char = text.charAt(at);
  const name = names?.trie.longest(text, at);
  const word = longestWord(text, at);
  if (name !== undefined && name.end >= (word?.end ?? 0) && !startsInWord(text, at))
    return make(text, at, name.end, gap, name.values);
  if (isDigit(char)) {
    let end = at + 1;
    while (isDigit(text.charAt(end))) end++;
    if (word !== undefined && word.end > end) return make(text, at, word.end, gap, word.values);
    const digits = text.slice(at, end);
    return { ...make(text, at, end, gap, []), number: Number(digits), digits };
  }
  const numeral = chineseNumber(text, at);
  if (numeral !== undefined && numeral.end > (word?.end ?? 0))
    return { ...make(text, at, numeral.end, gap, []), number: numeral.value };
  if (word !== undefined) {
    const value = word.values.find((sense) => sense.kind === "number")?.key;
    const token = make(text, at, word.end, gap, word.values);
    return value === undefined ? token : { ...token, number: Number(value) };
  }
  const end = meridiemEnd(text, at) ?? unknownEnd(text, at);
  if (end === at + 2 && meridiemEnd(text, at) !== undefined)
    return make(text, at, end, gap, words.longest(text.slice(at, end), 0)?.values ?? []);
  const misspelt = names?.misspelt(text, at, end);
  if (misspelt !== undefined) return make(text, at, misspelt.end, gap, [misspelt.sense]);
  return make(text, at, end, gap, isLatin(char) ? forgive(text.slice(at, end)) : []);
}

/** Words so telling that an earlier, vaguer word may not take their first character: 能坐的会议室 has no 的会. */
const TELLING: ReadonlySet<Kind> = new Set([
  "room",
  "dayPart",
  "dayOffset",
  "dayOffsetPart",
  "weekday",
  "unit",
  "equipment",
  "clockWord",
  "suffix",
  "now",
  "which",
]);

/** The longest phrase at `at` that does not cut into a telling word that begins inside of it and reaches further. */
function longestWord(text: string, at: number): ReturnType<Trie<Sense>["longest"]> {
  if (!isHan(text.charAt(at))) return words.longest(text, at);
  const week = weekWordEnd(text, at);
  const longest = (from: number): ReturnType<Trie<Sense>["longest"]> => {
    const word = words.longest(text, from);
    return week !== undefined && from < week && word?.end === week + 1
      ? words.longest(text, from, week)
      : word;
  };
  const found = longest(at);
  if (found === undefined) return found;
  for (let inside = at + 1; inside < found.end; inside++) {
    const other = longest(inside);
    if (other !== undefined && other.end > found.end && other.values.some(({ kind }) => TELLING.has(kind)))
      return words.longest(text, at, inside);
  }
  return found;
}

function startsInWord(text: string, at: number): boolean {
  const both = (test: (char: string) => boolean): boolean =>
    test(text.charAt(at)) && test(text.charAt(at - 1));
  return at > 0 && (both(isLatin) || both(isDigit));
}

/** "3pmtomorrow": where am or pm ends that a word known to the grammar is glued to. */
function meridiemEnd(text: string, at: number): number | undefined {
  const isHalf = isDigit(text.charAt(at - 1)) && /^[ap]m$/.test(text.slice(at, at + 2));
  if (!isHalf) return undefined;
  const end = unknownEnd(text, at);
  return end - at > 4 && isKnown(text.slice(at + 2, end)) ? at + 2 : undefined;
}

/** An unknown word is a run of Latin letters, or one character. */
function unknownEnd(text: string, at: number): number {
  let end = at + 1;
  if (!isLatin(text.charAt(at))) return (text.codePointAt(at) ?? 0) > 0xffff ? at + 2 : end;
  while (isLatin(text.charAt(end)) || (text.charAt(end) === "'" && isLatin(text.charAt(end + 1)))) end++;
  return end;
}

function make(text: string, at: number, end: number, gap: boolean, senses: readonly Sense[]): Token {
  return { at, end, text: text.slice(at, end), senses, gap };
}

/** "twenty five", "twenty-first", "one hundred and twenty" become one number each. */
function joinNumberWords(list: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (let index = 0; index < list.length; index++) {
    const token = list[index];
    if (token === undefined) break;
    const dash = list[index + 1]?.text === "-" ? 1 : 0;
    const next = list[index + 1 + dash];
    const previous = joined.at(-1);
    if (isTens(token) && next !== undefined && (dash === 0 || !next.gap)) {
      const ones = next.number !== undefined && next.digits === undefined ? next.number : undefined;
      const nth = Number(keyOf(next, "ordinal") ?? 0);
      const isHere = !isHan(next.text.charAt(0));
      if (isHere && ones !== undefined && ones > 0 && ones < 10 && keyOf(next, "number") !== undefined) {
        joined.push({
          ...token,
          end: next.end,
          text: `${token.text} ${next.text}`,
          number: (token.number ?? 0) + ones,
        });
        index += 1 + dash;
        continue;
      }
      if (nth > 0 && nth < 10) {
        const { number: tens = 0, ...rest } = token;
        joined.push({
          ...rest,
          end: next.end,
          text: `${token.text} ${next.text}`,
          senses: [{ kind: "ordinal", key: String(tens + nth) }],
        });
        index += 1 + dash;
        continue;
      }
    }
    if (
      token.number === 100 &&
      keyOf(token, "number") !== undefined &&
      previous?.number !== undefined &&
      (previous.number < 10 || (previous.number <= 24 && previous.digits === undefined))
    ) {
      joined[joined.length - 1] = { ...previous, end: token.end, number: previous.number * 100 };
      continue;
    }
    joined.push(token);
  }
  return joined;
}

function isTens(token: Token): boolean {
  const { number } = token;
  return (
    number !== undefined &&
    token.digits === undefined &&
    number >= 20 &&
    number <= 90 &&
    number % 10 === 0 &&
    keyOf(token, "number") !== undefined
  );
}
