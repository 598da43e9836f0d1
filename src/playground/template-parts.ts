import { OFFICE_TEMPLATE } from "../sandbox/dingtalk/card-template.ts";
import { readMarkdown } from "../sandbox/dingtalk/markdown.ts";
import { isNode } from "../sandbox/feishu/card.ts";
import type { Part } from "./parts.ts";

/**
 * DingTalk's interactive card, as the template lays its variables out: whom it mentions, its title, and each text
 * with the button that follows it beside it. Nothing where it is none.
 */
export function templateParts(raw: unknown, text: string): Part[] {
  if (!isNode(raw) || raw.cardTemplateId !== OFFICE_TEMPLATE.id || !isNode(raw.cardParamMap)) return [];
  const data = raw.cardParamMap;
  const shownBy = (variable: string): string => String(data[variable] ?? "");
  const mentioned = /^(?:@.*\n)+/.exec(text)?.[0].trim();
  const parts: Part[] = mentioned ? [{ kind: "text", text: mentioned }] : [];
  let index = 0;
  for (const part of OFFICE_TEMPLATE.parts) {
    if (part.kind === "private") continue;
    const shown = shownBy(part.kind === "button" ? part.label : part.variable);
    if (shown === "") continue;
    if (part.kind === "plain") parts.push({ kind: "title", text: shown });
    else if (part.kind === "markdown") parts.push({ kind: "text", text: readMarkdown(shown).text });
    else parts.push({ kind: "button", label: shown, index: index++ });
  }
  return besides(parts);
}

/** A text and the one button after it become a row; several buttons in a line stay below. */
function besides(parts: readonly Part[]): Part[] {
  const rows: Part[] = [];
  for (const part of parts) {
    const before = rows.at(-1);
    if (part.kind === "button" && before?.kind === "text") {
      rows[rows.length - 1] = {
        kind: "row",
        columns: [
          { grows: true, parts: [before] },
          { grows: false, parts: [part] },
        ],
      };
    } else rows.push(part);
  }
  return rows;
}
