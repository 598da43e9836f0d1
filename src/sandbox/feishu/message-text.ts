import { isNode } from "./card.ts";
import type { Message } from "./messages.ts";

/** A text or post as its reader sees it: mentions as names, and an app's markup gone. What a person types is no markup. */
export function showText(
  { from, type, content, mentions }: Pick<Message, "from" | "type" | "content" | "mentions">,
  nameOf: (id: string) => string,
): string {
  const value: unknown = JSON.parse(content);
  if (!isNode(value)) return "";
  if (type === "post") return showPost(value, nameOf);
  let text = String(value.text);
  // From the last to the first, for @_user_1 is also the beginning of @_user_10.
  for (const { key, name } of [...mentions].reverse()) text = text.replaceAll(key, `@${name}`);
  if (from !== "bot") return text;
  return text
    .replace(/<at\s+(?:user_id|id)=["']([^"']+)["']\s*>.*?<\/at>/g, (_, id: string) => `@${nameOf(id)}`)
    .replace(/<\/?[bius]>/g, "");
}

/** A post holds one version a language; the first is shown. */
function showPost(value: Readonly<Record<string, unknown>>, nameOf: (id: string) => string): string {
  const post = isNode(value.zh_cn) ? value.zh_cn : isNode(value.en_us) ? value.en_us : value;
  const lines = Array.isArray(post.content) ? (post.content as unknown[]) : [];
  const shown = lines.map((line) =>
    (Array.isArray(line) ? (line as unknown[]) : [])
      .map((part) => {
        if (!isNode(part)) return "";
        if (part.tag === "at") return `@${nameOf(String(part.user_id))}`;
        return String(part.text ?? "");
      })
      .join(""),
  );
  return [String(post.title ?? ""), ...shown].filter((line) => line !== "").join("\n");
}
