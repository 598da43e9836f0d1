import type { Block, Button, Card, Option } from "../../card/elements.ts";
import type { Chat } from "../../core/model.ts";
import { buttonValue } from "./card-action.ts";
import { clip } from "./clip.ts";

/**
 * An element of a card, JSON 2.0 (Feishu "Card JSON 2.0 structure"): an attribute that it does not know is an error, so
 * none is set for its looks alone.
 */
type Element = Readonly<Record<string, unknown>>;

export interface CardContext {
  readonly chat: Chat["kind"];
  /** The open_id of who is mentioned above the text. */
  readonly mention?: string;
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

function build(card: Card, { chat, mention }: CardContext, mostText: number): Element {
  const draw = drawing(chat, mostText);
  const elements = [
    ...(mention && isMentionable(mention) ? [{ tag: "markdown", content: `<at id=${mention}></at>` }] : []),
    ...card.blocks.flatMap((block) => draw.block(block)),
  ];
  const header = { title: draw.words(card.title), template: TEMPLATES[card.tone] };
  return {
    schema: "2.0",
    config: { update_multi: true },
    header,
    body: { elements: fewEnough(elements, MOST_ELEMENTS - countOf(header) - countOf(draw.text("…"))) },
  };
}

/** As many as the limit allows, and a sign where some were left out. */
function fewEnough(elements: readonly Element[], most: number): readonly Element[] {
  let count = 0;
  const fitting = elements.findIndex((element) => {
    count += countOf(element);
    return count > most;
  });
  return fitting < 0 ? elements : [...elements.slice(0, fitting), drawing("direct", 1).text("…")];
}

/** Everything with a tag counts. */
function countOf(part: unknown): number {
  if (Array.isArray(part)) return part.reduce((sum: number, item) => sum + countOf(item), 0);
  if (typeof part !== "object" || part === null) return 0;
  return Object.values(part).reduce((sum: number, item) => sum + countOf(item), "tag" in part ? 1 : 0);
}

/** How each part looks, with texts of at most `mostText`. */
function drawing(chat: Chat["kind"], mostText: number) {
  const words = (content: string): Element => ({ tag: "plain_text", content: clip(content, mostText) });
  const text = (content: string): Element => ({ tag: "div", text: words(content) });
  const button = ({ label, actionId, style }: Button): Element => ({
    tag: "button",
    text: words(label),
    type: style ?? "default",
    behaviors: [{ type: "callback", value: buttonValue(actionId, chat) }],
  });
  const column = (width: "auto" | "weighted", elements: readonly Element[]): Element => ({
    tag: "column",
    width,
    ...(width === "weighted" && { weight: 1 }),
    elements,
  });
  const option = ({ number, title, details, button: pressed }: Option): Element => ({
    tag: "column_set",
    columns: [
      column("weighted", [
        text(`${number}. ${title}`),
        ...(details.length > 0 ? [text(details.join(" · "))] : []),
      ]),
      ...(pressed ? [column("auto", [button(pressed)])] : []),
    ],
  });
  const block = (given: Block): Element[] => {
    switch (given.kind) {
      case "text":
      case "note":
        return given.text ? [text(given.text)] : [];
      case "options":
        return [...(given.heading ? [text(given.heading)] : []), ...given.options.map(option)];
      case "link":
        return [
          {
            tag: "button",
            text: words(given.label),
            type: "primary",
            behaviors: [{ type: "open_url", default_url: given.url }],
          },
        ];
      case "buttons":
        return given.buttons.length > 0
          ? [
              {
                tag: "column_set",
                columns: given.buttons.map((each) => column("auto", [button(each)])),
              },
            ]
          : [];
    }
  };
  return { words, text, block };
}
