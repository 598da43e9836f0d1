/** DingTalk's subset of markdown: headings, quotes, bold, links, lists. No tables, no code. */

/** Anywhere in a line these begin or end markup. */
const INLINE = /[\\`*_[\]~|]|<(?=[A-Za-z/!?])|&(?=#|\w+;)/g;
/** At the start of a line: headings, quotes, rules, lists. */
const AT_START = /^(\s*)([#>+\-=]|\d+(?=[.)]))/;

/** Text in the middle of a line. */
const escapeInline = (text: string): string => text.replace(INLINE, "\\$&");

/** A whole line. */
const escapeLine = (line: string): string =>
  escapeInline(line).replace(AT_START, (_, space: string, mark: string) =>
    /^\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`,
  );

/** Plain text as markdown that shows exactly this text, line breaks included. */
export const escapeMarkdown = (text: string): string => text.split("\n").map(escapeLine).join(LINE_BREAK);

/** Inside of a paragraph a line break needs two spaces before it. */
export const LINE_BREAK = "  \n";
export const PARAGRAPH = "\n\n";

const link = (label: string, url: string): string => `[${escapeInline(oneLine(label))}](${url})`;

export const bold = (text: string): string => `**${escapeInline(oneLine(text))}**`;

export const quote = (text: string): string =>
  text
    .split("\n")
    .map((line) => `> ${escapeLine(line)}`)
    .join(LINE_BREAK);

/** A `#` at the end of a heading would be taken for its closing mark. */
export const heading = (text: string): string =>
  `#### ${escapeInline(oneLine(text)).replace(/#+$/, (marks) => marks.replaceAll("#", "\\#"))}`;

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, " ").trim();

/** A link to a page. What would end the link is encoded. */
export const pageLink = (label: string, url: string): string =>
  link(
    label,
    encodeURI(url).replace(/[()]/g, (char) => (char === "(" ? "%28" : "%29")),
  );

/**
 * A link that makes the reader's client send `text` in the reader's name. Works in one-to-one chats; whether a group
 * passes it to the robot is documented nowhere. Parentheses would end the link, so they are encoded as well.
 */
export function sendMessageLink(label: string, text: string): string {
  const content = encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return link(label, `dtmd://dingtalkclient/sendMessage?content=${content}`);
}

const bytesInJson = (text: string): number => Buffer.byteLength(JSON.stringify(text)) - 2;
const CUT = "…";
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * `text`, cut where it would take more than `limitBytes` in JSON: at the end of a line where there is one in the last
 * half, so that no markup is torn, and never inside of what a reader sees as one character.
 */
export function cutToBytes(text: string, limitBytes: number): string {
  if (bytesInJson(text) <= limitBytes) return text;
  let bytes = bytesInJson(CUT);
  let end = 0;
  for (const { segment } of graphemes.segment(text)) {
    bytes += bytesInJson(segment);
    if (bytes > limitBytes) break;
    end += segment.length;
  }
  const lineEnd = text.lastIndexOf("\n", end - 1);
  return `${text.slice(0, lineEnd > end / 2 ? lineEnd : end).trimEnd()}${CUT}`;
}
