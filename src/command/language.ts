/**
 * The language to answer in: Chinese where `text` outside of `names` has a Han character, English where it has a
 * Latin word, else undefined. `names` are those of rooms and people: "珠峰 3pm" is English.
 */
export function languageOf(text: string, names: readonly string[]): "zh" | "en" | undefined {
  let rest = plain(text);
  for (const name of names.map(plain).sort((a, b) => b.length - a.length)) {
    if (/\p{Script=Han}/u.test(name) || name.length > 1) rest = rest.replaceAll(name, " ");
  }
  if (/\p{Script=Han}/u.test(rest)) return "zh";
  return /\p{Script=Latin}/u.test(rest) ? "en" : undefined;
}

const plain = (text: string): string => text.normalize("NFKC").toLowerCase().trim();
