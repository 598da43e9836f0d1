import type { Block, Card } from "../../card/elements.ts";
import { drawing, type Element } from "./card-elements.ts";
import type { Pictures } from "./picture.ts";

export interface CardContext {
  /** The open_id of who is mentioned above the text. */
  readonly mention?: string;
  /** What of the card is shown as a picture, by its key. */
  readonly pictures?: Pictures;
}

/** A card message may have 30 KB as it is sent, escaped inside the request, and 200 elements. */
const MOST_BYTES = 30 * 1024;
const MOST_ELEMENTS = 200;
/** How long one text may be, tried in order until the card fits. */
const TEXT_LIMITS = [Number.POSITIVE_INFINITY, 8_000, 4_000, 2_000, 1_000, 500, 200, 100, 50, 20];

const TEMPLATES = { neutral: "blue", good: "green", warning: "orange", bad: "red", busy: "wathet" } as const;

/**
 * The card as the JSON string that a message carries. All words are `plain_text`, which has no markup, so that a room
 * called `<at id=all></at>` stays a name; only the mention is markdown.
 */
export function renderCard(card: Card, context: CardContext): string {
  let json = "";
  for (const most of TEXT_LIMITS) {
    json = JSON.stringify(build(card, context, most));
    if (Buffer.byteLength(JSON.stringify(json)) <= MOST_BYTES) break;
  }
  return json;
}

/** Whether an id can stand in a mention's markup, and is nothing more than an id. */
export const isMentionable = (openId: string): boolean => /^[\w-]+$/.test(openId);

function build(card: Card, { mention, pictures }: CardContext, mostText: number): Element {
  const draw = drawing(mostText, pictures);
  const elements = [
    ...(mention && isMentionable(mention) ? [{ tag: "markdown", content: `<at id=${mention}></at>` }] : []),
    ...card.blocks.flatMap((block, at) => [
      ...(at > 0 && isSection(block) ? [RULE] : []),
      ...draw.block(block),
    ]),
  ];
  const header = { title: draw.words(card.title), template: TEMPLATES[card.tone] };
  return {
    schema: "2.0",
    config: { update_multi: true },
    header,
    body: { elements: fewEnough(elements, MOST_ELEMENTS - countOf(header) - countOf(draw.text("…"))) },
  };
}

const RULE: Element = { tag: "hr" };

/** What is headed stands apart: near misses, the next best, what can still be had. */
const isSection = (block: Block): boolean =>
  block.kind === "form" || (block.kind === "options" && Boolean(block.heading));

/** As many as the limit allows, and a sign where some were left out. */
function fewEnough(elements: readonly Element[], most: number): readonly Element[] {
  let count = 0;
  const fitting = elements.findIndex((element) => {
    count += countOf(element);
    return count > most;
  });
  return fitting < 0 ? elements : [...elements.slice(0, fitting), drawing(1).text("…")];
}

/** Everything with a tag counts. */
function countOf(part: unknown): number {
  if (Array.isArray(part)) return part.reduce((sum: number, item) => sum + countOf(item), 0);
  if (typeof part !== "object" || part === null) return 0;
  return Object.values(part).reduce((sum: number, item) => sum + countOf(item), "tag" in part ? 1 : 0);
}
