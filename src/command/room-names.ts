import { isHan, isLatin, normalise } from "./normalise.ts";
import { isKnown, type Names, type Sense } from "./token.ts";
import { Trie } from "./trie.ts";
import { within } from "./typo.ts";

const compiled = new WeakMap<readonly string[], Names>();

/** The rooms' names made ready to be found: whole, without 会议室 and 大 or 小, and with a slip or two. */
export function namesOf(roomNames: readonly string[]): Names {
  const known = compiled.get(roomNames);
  if (known !== undefined) return known;
  const names = compile(roomNames);
  compiled.set(roomNames, names);
  return names;
}

function compile(roomNames: readonly string[]): Names {
  const trie = new Trie<Sense>();
  const latin: { word: string; sense: Sense }[] = [];
  const han = new Map<string, { word: string; sense: Sense }[]>();
  const taken = new Set<string>();
  const add = (phrase: string, sense: Sense): void => {
    if (phrase === "" || taken.has(phrase)) return;
    taken.add(phrase);
    trie.add(phrase, sense);
  };
  for (const name of roomNames) {
    const sense: Sense = { kind: "roomName", key: name };
    const plain = normalise(name).trim().replace(/ +/g, " ");
    const short = aliasOf(plain);
    if (isTelling(plain)) add(plain, sense);
    for (const suffix of ["会议室", "大会议室", "小会议室", "室", "厅", " room", " meeting room", "room"])
      if (short !== "") add(short + suffix, sense);
    if (isTelling(short)) add(short, sense);
    const word = isTelling(short) ? short : plain;
    if (/^[a-z]{5,20}$/.test(word)) latin.push({ word, sense });
    for (const phrase of [word, `${short}会议室`]) {
      // Of 兰会议室 one wrong character would leave only what every room is called.
      if (phrase.length < 3 || short.length < 2 || ![...phrase].every(isHan)) continue;
      for (const key of [`0${phrase.charAt(0)}`, `1${phrase.charAt(1)}`])
        han.set(key, [...(han.get(key) ?? []), { word: phrase, sense }]);
    }
  }
  return {
    trie,
    misspelt(text, at, wordEnd) {
      if (isLatin(text.charAt(at))) {
        const word = text.slice(at, wordEnd);
        const meant =
          word.length > 24
            ? undefined
            : latin.find((entry) => within(word, entry.word, entry.word.length < 8 ? 1 : 2));
        return meant === undefined ? undefined : { end: wordEnd, sense: meant.sense };
      }
      const near = [...(han.get(`0${text.charAt(at)}`) ?? []), ...(han.get(`1${text.charAt(at + 1)}`) ?? [])];
      const meant = near.find(({ word }) => substitutions(word, text.slice(at, at + word.length)) === 1);
      return meant === undefined ? undefined : { end: at + meant.word.length, sense: meant.sense };
    },
  };
}

/** 珠峰大会议室 and 珠峰 (12F) are both called 珠峰. */
function aliasOf(plain: string): string {
  return plain
    .replace(/\([^()]{0,40}\)/g, "")
    .replace(/(大|小|中)?(会议室|会议厅|洽谈室|培训室|讨论室|接待室|室|厅)$/, "")
    .replace(/ ?(large |small |big )?(meeting |conference )?room$/, "")
    .replace(/^(meeting |conference )?room /, "")
    .trim();
}

/** Whether a name can be told from ordinary words and numbers when it stands alone. */
function isTelling(name: string): boolean {
  if (name === "" || /^[0-9 .:/-]+$/.test(name) || /^[a-z]$/.test(name)) return false;
  return !isKnown(name) && (name.length > 1 || !isHan(name));
}

function substitutions(a: string, b: string): number {
  if (a.length !== b.length || ![...b].every(isHan)) return 99;
  let count = 0;
  for (let index = 0; index < a.length; index++) if (a.charAt(index) !== b.charAt(index)) count++;
  return count;
}
