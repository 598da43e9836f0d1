import { isDigit, isHan, isLatin } from "./normalise.ts";

interface Node<T> {
  readonly next: Map<string, Node<T>>;
  values: T[];
}

/** At most this many blanks may stand inside of a phrase; more are never walked over, which keeps the search linear. */
const MAX_BLANKS = 3;

/** Phrases, found by the longest match at a place. Blanks are ignored where each Han character is set apart: 下 午 is 下午. */
export class Trie<T> {
  readonly #root: Node<T> = { next: new Map(), values: [] };

  add(phrase: string, value: T): void {
    let node = this.#root;
    for (const char of phrase.split("")) {
      let next = node.next.get(char);
      if (next === undefined) {
        next = { next: new Map(), values: [] };
        node.next.set(char, next);
      }
      node = next;
    }
    node.values.push(value);
  }

  /** The longest phrase that begins at `at`: its values and where it ends. Latin words match whole words only. */
  longest(text: string, at: number, limit = text.length): { end: number; values: readonly T[] } | undefined {
    let node = this.#root;
    let found: { end: number; values: readonly T[] } | undefined;
    let index = at;
    let last = "";
    while (index < limit) {
      let char = text.charAt(index);
      if (char === " " && last !== "") {
        let blanks = index;
        while (text.charAt(blanks) === " " && blanks - index <= MAX_BLANKS) blanks++;
        if (blanks - index > MAX_BLANKS || blanks >= text.length) break;
        const spaced = node.next.get(" ");
        if (spaced !== undefined) {
          node = spaced;
          index = blanks;
          last = " ";
          continue;
        }
        if (!isHan(last) || !isHan(text.charAt(blanks)) || !standsAlone(text, index - 1)) break;
        index = blanks;
        char = text.charAt(index);
      }
      const next = node.next.get(char);
      if (next === undefined) break;
      node = next;
      last = char;
      index++;
      if (node.values.length > 0 && endsWord(text, index)) found = { end: index, values: node.values };
    }
    return found;
  }
}

/** Whether the character at `index` is typed apart from the one before it, as all are in 下 午. */
const standsAlone = (text: string, index: number): boolean => index === 0 || text.charAt(index - 1) === " ";

/** Whether a phrase may end before `index`: not in the middle of a Latin word, nor of a number. */
function endsWord(text: string, index: number): boolean {
  const before = text.charAt(index - 1);
  const after = text.charAt(index);
  return !(isLatin(before) && isLatin(after)) && !(isDigit(before) && isDigit(after));
}
