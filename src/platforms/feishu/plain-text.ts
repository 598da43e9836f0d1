import { dayLines } from "../../card/day-strip.ts";
import type { Block, Button, Card } from "../../card/elements.ts";
import { type CardContext, isMentionable } from "./card.ts";
import { clip } from "./clip.ts";

/** A text message may have 150 KB; nobody reads as much. */
const LONGEST = 10_000;

/**
 * The card in words, as the JSON string that a message of type `text` carries: for a card that Feishu does not take.
 * A button becomes what to type instead. Nobody is mentioned but whom the card mentions.
 */
export function renderText(card: Card, { mention }: CardContext): string {
  const asker = mention && isMentionable(mention) ? [`<at user_id="${mention}"></at>`] : [];
  const words = clip([card.title, ...card.blocks.flatMap(linesOf)].map(unmarked).join("\n"), LONGEST);
  return JSON.stringify({ text: [...asker, words].join(" ") });
}

function linesOf(block: Block): string[] {
  switch (block.kind) {
    case "text":
    case "note":
      return block.text ? [block.text] : [];
    case "options":
      return [
        ...(block.heading ? [block.heading] : []),
        ...block.options.map(({ number, title, lead = [], details, why = [], strip, button }) =>
          [
            `${number}. ${title}`,
            ...lead,
            ...details,
            ...why,
            ...(strip ? [strip] : []),
            ...(button ? [typedFor(button)] : []),
          ].join(" · "),
        ),
      ];
    case "link":
      return [`${block.label}: ${block.url}`];
    case "buttons":
      return block.buttons.map(typedFor);
    case "form":
      return [];
    case "day":
      return dayLines(block.days, block.view, block.legend);
  }
}

const typedFor = ({ label, typed }: Button): string => `${label} → ${typed}`;

/** A text message knows tags and links, and no page tells how to escape them: their first sign is made another one. */
const unmarked = (words: string): string => words.replace(/<(?=[a-z/!])/gi, "＜").replaceAll("](", "]（");
