import { dayLines } from "../../card/day-strip.ts";
import type { Block, Button, Card, Option } from "../../card/elements.ts";
import {
  bold,
  escapeMarkdown,
  heading,
  LINE_BREAK,
  PARAGRAPH,
  pageLink,
  quote,
  sendMessageLink,
} from "./markdown.ts";

/** A markdown message: `title` is what the chat list shows, as plain text. */
export interface MarkdownMessage {
  readonly title: string;
  readonly text: string;
}

/** More would not be seen in a chat list. */
const LONGEST_TITLE = 64;

/**
 * The card as a markdown message. In a one-to-one chat a button is a link that says what one would type; a group has
 * none, because whether the robot would hear it there is not known, so the card's own words say how to answer.
 */
export function renderCard(card: Card, chat: "group" | "direct"): MarkdownMessage {
  const blocks = card.blocks.map((block) => renderBlock(block, chat)).filter(Boolean);
  return {
    title: [...card.title.replace(/\s+/g, " ")].slice(0, LONGEST_TITLE).join(""),
    text: [heading(card.title), ...blocks].join(PARAGRAPH),
  };
}

/** An empty string where there is nothing to show. */
function renderBlock(block: Block, chat: "group" | "direct"): string {
  switch (block.kind) {
    case "text":
      return escapeMarkdown(block.text);
    case "note":
      return quote(block.text);
    case "options": {
      const title = block.heading ? [bold(block.heading)] : [];
      return [...title, ...block.options.map((option) => renderOption(option, chat))].join(PARAGRAPH);
    }
    case "link":
      return pageLink(block.label, block.url);
    case "buttons":
      return chat === "direct" ? block.buttons.map(renderButton).join(" · ") : "";
    case "form":
      return "";
    case "day":
      return dayLines(block.days, block.view, block.legend).map(escapeMarkdown).join(PARAGRAPH);
  }
}

function renderOption(option: Option, chat: "group" | "direct"): string {
  const { number, title, strip } = option;
  const pressed = chat === "direct" ? option.button : undefined;
  const words = rowWords(option);
  // A line that nothing is told about is its own link.
  if (words.length === 0 && pressed) return renderButton({ ...pressed, label: `${number}. ${title}` });
  const lines = [
    bold(`${number}. ${title}`),
    ...words,
    strip ? escapeMarkdown(strip) : "",
    // On a line of its own, where a thumb finds it.
    pressed ? renderButton(pressed) : "",
  ];
  return lines.filter(Boolean).join(LINE_BREAK);
}

/** What a row says below its title, line by line. */
export const rowWords = ({ lead = [], details, why = [] }: Option): string[] =>
  [lead, [...details, ...why]].map((line) => line.map(escapeMarkdown).join(" · ")).filter(Boolean);

const renderButton = ({ label, typed, says }: Button): string => sendMessageLink(label, says ?? typed);
