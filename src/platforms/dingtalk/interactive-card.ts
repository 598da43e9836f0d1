import { dayLines } from "../../card/day-strip.ts";
import type { Block, Button, Card, Option } from "../../card/elements.ts";
import { rowWords } from "./card.ts";
import { bold, escapeMarkdown, LINE_BREAK, PARAGRAPH, pageLink } from "./markdown.ts";

/**
 * The variables of the card template, all of them strings (docs/dingtalk-card.md): a variable that has nothing to show
 * is empty, and its element is hidden. Every card sets every variable, so that nothing of the card before is left.
 */
export type CardVariables = Readonly<Record<string, string>>;

/** Rows and buttons that the template has. */
export const MOST_ROWS = 10;
export const MOST_BUTTONS = 4;
/** "value: 不超过 1KB", "key: 不超过 100B" (Create and deliver cards, privateData); taken for all data. */
const MOST_VALUE_BYTES = 1024;
/** The action id that every button of the template has, and the parameter in which it carries its own id. */
export const PRESS_ACTION = "press";
export const PRESS_PARAMETER = "a";
/** Only whoever pressed sees it. */
export const SAID = "said";

/** The card as the template's variables; `undefined` where it does not fit, and is to be sent as a text. */
export function renderVariables(card: Card): CardVariables | undefined {
  const rows = card.blocks.flatMap((block) => (block.kind === "options" ? block.options : []));
  const buttons = card.blocks.flatMap((block) => (block.kind === "buttons" ? block.buttons : []));
  if (rows.length > MOST_ROWS || buttons.length > MOST_BUTTONS) return undefined;
  const heading = card.blocks.flatMap((block) =>
    block.kind === "options" && block.heading ? [block.heading] : [],
  );
  const variables: CardVariables = {
    title: card.title.replace(/\s+/g, " "),
    tone: card.tone,
    text: paragraphs(card, "text"),
    heading: heading.map(escapeMarkdown).join(PARAGRAPH),
    ...numbered(MOST_ROWS, rows, rowOf),
    ...numbered(MOST_BUTTONS, buttons, (button, at) => buttonOf(button, `button${at}`)),
    note: paragraphs(card, "note"),
  };
  const fits = Object.values(variables).every((value) => Buffer.byteLength(value) <= MOST_VALUE_BYTES);
  return fits ? variables : undefined;
}

const paragraphs = (card: Card, kind: "text" | "note"): string =>
  card.blocks
    .flatMap((block) => wordsOf(block, kind))
    .filter(Boolean)
    .join(PARAGRAPH);

function wordsOf(block: Block, kind: "text" | "note"): string[] {
  if (block.kind === kind) return [escapeMarkdown(block.text)];
  if (kind === "note") return [];
  if (block.kind === "day") return dayLines(block.days, block.view, block.legend).map(escapeMarkdown);
  return block.kind === "link" ? [pageLink(block.label, block.url)] : [];
}

/** Variables for each of `most` places, empty for those that are not used. Places count from 1. */
function numbered<T>(
  most: number,
  things: readonly T[],
  variablesOf: (thing: T | undefined, at: number) => CardVariables,
): CardVariables {
  const all = Array.from({ length: most }, (_, at) => variablesOf(things[at], at + 1));
  return Object.assign({}, ...all);
}

function rowOf(option: Option | undefined, at: number): CardVariables {
  const strip = option?.strip ? escapeMarkdown(option.strip) : "";
  const text = option ? [bold(`${option.number}. ${option.title}`), ...rowWords(option), strip] : [];
  return { [`row${at}`]: text.filter(Boolean).join(LINE_BREAK), ...buttonOf(option?.button, `row${at}`) };
}

const buttonOf = (button: Button | undefined, name: string): CardVariables => ({
  [`${name}_label`]: button?.label ?? "",
  [`${name}_id`]: button?.actionId ?? "",
});
