/** How a room is called, in what matters: a person writes `kilimanjaro` for `Kilimanjaro 会议室（大）`. */

/** Case, width, spaces and punctuation do not matter. */
const folded = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");

const unlessEmpty = (text: string, otherwise: string): string => text || otherwise;

/** Without the words that only say that it is a room. */
const withoutKind = (name: string): string =>
  unlessEmpty(
    folded(name.replace(/\b(?:the|meeting|conference|board)?\s*room\b/gi, " ")).replace(
      /会议室|會議室|会议厅|会客室|洽谈室/g,
      "",
    ),
    folded(name),
  );

/** And without the words for its size. */
const withoutSize = (name: string): string => {
  const core = withoutKind(name);
  return unlessEmpty(core.replace(/^[大中小]|[大中小]$/g, ""), core);
};

const HAN = /\p{Script=Han}/u;
const numbersIn = (name: string): string => (name.match(/\d+/g) ?? []).join(",");

/** Part of a name: two Han characters or three letters at least, and never half of a number. */
function contains(whole: string, part: string): boolean {
  if (part.length < (HAN.test(part) ? 2 : 3)) return false;
  const at = whole.indexOf(part);
  if (at < 0) return false;
  const cutsNumber = (left: string | undefined, right: string | undefined) =>
    /\d/.test(left ?? "") && /\d/.test(right ?? "");
  return !cutsNumber(whole[at - 1], part[0]) && !cutsNumber(part[part.length - 1], whole[at + part.length]);
}

/** The fewest insertions, removals, replacements and swaps of neighbours that make one text the other. */
export function editDistance(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  let beforeLast: number[] = [];
  let last = b.map((_, j) => j + 1);
  last.unshift(0);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? (beforeLast[j - 2] ?? 0) + 1
          : Number.POSITIVE_INFINITY;
      row.push(Math.min(replaced, swapped, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}

/** One slip in four letters, two in eight; one in three Han characters. A number is never a slip: 1204 is another room. */
function isTypo(name: string, written: string): boolean {
  if (numbersIn(name) !== numbersIn(written)) return false;
  const length = Math.min([...name].length, [...written].length);
  const slips = HAN.test(written) ? (length >= 3 ? 1 : 0) : Math.min(2, Math.floor(length / 4));
  return slips > 0 && editDistance(name, written) <= slips;
}

/** From the surest way to mean a room to the least sure. */
const WAYS: readonly ((name: string, written: string) => boolean)[] = [
  (name, written) => name.trim() === written.trim(),
  (name, written) => folded(name) === folded(written),
  (name, written) => withoutKind(name) === withoutKind(written),
  (name, written) => withoutSize(name) === withoutSize(written),
  (name, written) =>
    contains(withoutKind(name), withoutSize(written)) || contains(withoutKind(written), withoutSize(name)),
  (name, written) => isTypo(withoutSize(name), withoutSize(written)),
];

/** Those that a person can mean by `written`: all that match in the surest way in which any does. */
export function byName<Named extends { readonly name: string }>(
  named: readonly Named[],
  written: string,
): Named[] {
  if (written.trim() === "") return [];
  for (const means of folded(written) === "" ? WAYS.slice(0, 1) : WAYS) {
    const found = named.filter(({ name }) => means(name, written));
    if (found.length > 0) return found;
  }
  return [];
}
