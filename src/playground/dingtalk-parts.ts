import { OFFICE_TEMPLATE } from "../sandbox/dingtalk/card-template.ts";
import { readMarkdown } from "../sandbox/dingtalk/markdown.ts";
import { isNode } from "../sandbox/feishu/card.ts";
import type { NameOf, Part } from "./parts.ts";

/** The paragraphs of a markdown message, each with its own links; nothing where it is none. */
export function paragraphs(raw: unknown, nameOf: NameOf): Part[] {
  const { markdown, at } = isNode(raw) ? raw : {};
  if (!isNode(markdown) || typeof markdown.text !== "string") return [];
  const mentioned = isNode(at) && Array.isArray(at.atUserIds) ? at.atUserIds.map(String) : [];
  let index = 0;
  return markdown.text.split(/\n{2,}/).map((paragraph): Part => {
    const { links, ...read } = readMarkdown(paragraph);
    const text = mentioned.reduce((named, id) => named.replaceAll(`@${id}`, `@${nameOf(id)}`), read.text);
    if (paragraph.startsWith("#")) return { kind: "title", text };
    if (paragraph.startsWith(">")) return { kind: "text", text, isAside: true };
    const buttons = links.map(({ label }) => ({ label, index: index++ }));
    return { kind: "text", text, ...leadOf(paragraph, text), ...(buttons.length > 0 && { buttons }) };
  });
}

/**
 * An interactive card, as the template lays its variables out: whom it mentions, its title, and each row's text with
 * the row's button beside it. Nothing where it is none.
 */
export function templateParts(raw: unknown, text: string): Part[] {
  if (!isNode(raw) || raw.cardTemplateId !== OFFICE_TEMPLATE.id || !isNode(raw.cardParamMap)) return [];
  const data = raw.cardParamMap;
  const mentioned = /^(?:@.*\n)+/.exec(text)?.[0].trim();
  const parts: Part[] = mentioned ? [{ kind: "text", text: mentioned }] : [];
  let index = 0;
  let before = "";
  for (const part of OFFICE_TEMPLATE.parts) {
    if (part.kind === "private") continue;
    const variable = part.kind === "button" ? part.label : part.variable;
    const shown = String(data[variable] ?? "");
    if (shown === "") continue;
    if (part.kind === "plain") parts.push({ kind: "title", text: shown });
    else if (part.kind === "markdown")
      parts.push({ ...textOf(shown), ...(variable === "note" && { isAside: true }) });
    else {
      const button: Part = { kind: "button", label: shown, index: index++ };
      const isRows = variable.startsWith(`${before}_`);
      parts.push(isRows ? beside(parts.splice(-1), button) : button);
    }
    before = variable;
  }
  return parts;
}

const beside = (parts: readonly Part[], button: Part): Part => ({
  kind: "row",
  columns: [
    { grows: true, parts },
    { grows: false, parts: [button] },
  ],
});

function textOf(markdown: string): Part {
  const { text } = readMarkdown(markdown);
  return { kind: "text", text, ...leadOf(markdown, text) };
}

/** What the text begins with in bold. */
function leadOf(markdown: string, text: string): { lead?: string } {
  const bold = /^\*\*(.+?)\*\*/.exec(markdown)?.[1];
  const lead = bold === undefined ? "" : readMarkdown(bold).text;
  return lead !== "" && text.startsWith(lead) ? { lead } : {};
}
