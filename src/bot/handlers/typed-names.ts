import type { Turn } from "../turn.ts";

/** How to invite people whose names were only typed: a name alone may mean anybody. Empty where there are none. */
export async function typedNamesNote(turn: Turn): Promise<string> {
  const { words, language, command } = turn;
  if (!command.people?.length) return "";
  const mentioned = await mentionedNames(turn);
  const typed = command.people.filter((name) => !mentioned.includes(name));
  return typed.length > 0 ? words.typedNames(typed.join(language === "zh" ? "、" : ", ")) : "";
}

/** Some platforms tell who is mentioned by id alone, while the text has the names. */
function mentionedNames({ mentions, desk }: Turn): Promise<readonly string[]> {
  const { directory } = desk.platform;
  return Promise.all(
    mentions.map(async ({ id, name }) => name || ((await directory.nameOf(id).catch(() => undefined)) ?? "")),
  );
}
