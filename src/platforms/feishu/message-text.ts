import { z } from "zod";

/** A mention as a message lists it; `key` is what stands in the text. */
export interface Mention {
  readonly key: string;
  readonly openId: string;
  readonly name: string;
  readonly isBot: boolean;
}

const text = z.object({ text: z.string() });
const element = z.looseObject({
  tag: z.string().catch(""),
  text: z.string().optional().catch(undefined),
  user_id: z.string().optional().catch(undefined),
  user_name: z.string().optional().catch(undefined),
});
const post = z.object({ title: z.string().optional().catch(undefined), content: z.array(z.array(element)) });
/** Sent by a program, a post may come wrapped in its language. */
const localised = z.record(z.string(), post);

/**
 * The words of a message's content (a JSON string), mentions still as keys; `undefined` where it has none.
 * `text` is `{"text"}`; `post` is `{"title","content":[[{tag,…}]]}`.
 */
export function wordsOf(type: string, content: string): string | undefined {
  const data = parsed(content);
  if (type === "text") return text.safeParse(data).data?.text;
  if (type !== "post") return undefined;
  const found = post.safeParse(data).data ?? Object.values(localised.safeParse(data).data ?? {})[0];
  if (!found) return undefined;
  const lines = found.content.map((line) => line.map(wordOf).join(""));
  return [found.title ?? "", ...lines].filter((line) => line.trim() !== "").join("\n");
}

function wordOf({ tag, text: said, user_id: id, user_name: name }: z.infer<typeof element>): string {
  if (tag !== "at") return said ?? "";
  if (id?.startsWith("@")) return id;
  if (id === "all") return EVERYONE;
  return name ? `@${name}` : "";
}

/** The key of `@all`, which is neither the bot nor a person. */
export const EVERYONE = "@_all";
const MENTION = /@_user_\d+|@_all/g;

/** Whether the text begins with the mention of this key. */
export const beginsWith = (words: string, key: string): boolean =>
  words.match(MENTION)?.[0] === key && words.trimStart().startsWith(key);

/** Mentions written out: a person as `@Name`, the bot and `@all` not at all. */
export function spelledOut(words: string, mentions: readonly Mention[]): string {
  const byKey = new Map(mentions.map((mention) => [mention.key, mention]));
  return words
    .replace(MENTION, (key) => {
      const mention = byKey.get(key);
      return mention && !mention.isBot && key !== EVERYONE ? `@${mention.name} ` : " ";
    })
    .replace(/[^\S\n]+/g, " ")
    .replace(/ *\n */g, "\n")
    .trim();
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
