/** What a person sees of a message's markdown, and what can be pressed in it. */
export interface ReadText {
  readonly text: string;
  /** Links that make the reader's client send `says` in their name. */
  readonly links: readonly { readonly label: string; readonly says: string }[];
}

const SEND_MESSAGE = "dtmd://dingtalkclient/sendMessage?";

/** The text that a `dtmd://dingtalkclient/sendMessage?content=…` link sends, where it is one. */
export const saysOf = (url: string): string | undefined =>
  url.startsWith(SEND_MESSAGE)
    ? (new URLSearchParams(url.slice(SEND_MESSAGE.length)).get("content") ?? undefined)
    : undefined;

/**
 * DingTalk's subset: headings, quotes, bold, italic, links, images and lists; no tables, no code. A single line
 * break is not one: it needs two spaces before it, an empty line, or the start of another block.
 */
export function readMarkdown(markdown: string): ReadText {
  const links: { label: string; says: string }[] = [];
  const text = lines(markdown)
    .map((line) => inline(line, links))
    .join("\n");
  return { text, links };
}

const BLOCK_START = /^\s*(#{1,6}\s|>|[-*+]\s|\d+[.)]\s)/;
const HEADING = /^\s*#{1,6}\s/;

function lines(markdown: string): string[] {
  const out: string[] = [];
  let continues = false;
  for (const raw of markdown.split("\n")) {
    const line = raw
      .replace(/^\s*#{1,6}\s+/, "")
      .replace(/^\s*>\s?/, "")
      .replace(/^(\s*)[*+]\s/, "$1- ")
      .trimEnd();
    const isEmpty = line.trim() === "";
    if (isEmpty) continues = false;
    else if (continues && !BLOCK_START.test(raw)) out.push(`${out.pop() ?? ""} ${line.trim()}`);
    else out.push(line.trim());
    if (!isEmpty) continues = !raw.endsWith("  ") && !HEADING.test(raw);
  }
  return out;
}

/** What a backslash keeps from being markup, in a form that nothing below takes for markup. */
const ESCAPED = /\\([!-/:-@[-`{-~])/g;
const SET_ASIDE = /\uE000(\d+)\uE001/g;

function inline(line: string, links: { label: string; says: string }[]): string {
  const literals: string[] = [];
  const back = (text: string): string =>
    text.replace(SET_ASIDE, (_, index: string) => literals[Number(index)] ?? "");
  const bare = line
    .replace(ESCAPED, (_, character: string) => `\uE000${literals.push(character) - 1}\uE001`)
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, (_, alt: string) => alt || "[图片]")
    .replace(/\[([^\]]*)\]\(([^)\s]*)\)/g, (_, label: string, url: string) => {
      const says = saysOf(back(url));
      if (says !== undefined) links.push({ label: back(unstyled(label)), says });
      return label;
    });
  return back(unstyled(bare));
}

const unstyled = (text: string): string =>
  text.replace(/(\*\*|__)(?=\S)(.+?)\1/g, "$2").replace(/(?<![\w*])([*_])(?=[^\s*_])([^*_]+)\1(?!\w)/g, "$2");
