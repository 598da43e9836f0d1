import { readMarkdown } from "../sandbox/dingtalk/markdown.ts";
import { isNode } from "../sandbox/feishu/card.ts";
import { viewCard } from "../sandbox/feishu/card-text.ts";
import type { ChatLine } from "../sandbox/sandbox.ts";
import type { VendorName } from "./stage.ts";

/** A piece of a message, with the buttons that stand in it or below it. */
export interface Part {
  readonly text: string;
  readonly buttons: readonly PartButton[];
}

export interface PartButton {
  readonly label: string;
  /** Its place among all of the line's buttons. */
  readonly index: number;
}

interface Piece {
  readonly text: string;
  readonly labels: readonly string[];
}

/**
 * A line in pieces, so that a button shows beside what it is about: paragraphs of DingTalk's markdown, elements of
 * Feishu's card. One piece where that cannot be told from what the vendor was sent.
 */
export function partsOf(vendor: VendorName, line: ChatLine, nameOf: (openId: string) => string): Part[] {
  const whole: Piece = { text: line.text, labels: line.buttons.map(({ label }) => label) };
  const pieces = vendor === "dingtalk" ? paragraphs(line.raw) : elements(line.raw, nameOf);
  let index = 0;
  return (tellTheSame(pieces, whole) ? pieces : [whole]).map(({ text, labels }) => ({
    text,
    buttons: labels.map((label) => ({ label, index: index++ })),
  }));
}

function paragraphs(raw: unknown): Piece[] {
  const { markdown } = isNode(raw) ? raw : {};
  if (!isNode(markdown) || typeof markdown.text !== "string") return [];
  return markdown.text.split(/\n{2,}/).map((paragraph) => {
    const { text, links } = readMarkdown(paragraph);
    return { text, labels: links.map(({ label }) => label) };
  });
}

function elements(raw: unknown, nameOf: (openId: string) => string): Piece[] {
  if (!isNode(raw) || !isNode(raw.body) || !Array.isArray(raw.body.elements)) return [];
  const cards = [
    { header: raw.header },
    ...raw.body.elements.map((element: unknown) => ({ body: { elements: [element] } })),
  ];
  return cards.map((card) => {
    const { text, buttons } = viewCard(card, nameOf);
    return { text, labels: buttons.map(({ label }) => label) };
  });
}

/** Whether the pieces are all of the line and nothing else. */
function tellTheSame(pieces: readonly Piece[], whole: Piece): boolean {
  const textOf = (...texts: readonly string[]) => texts.join("").replace(/\s/g, "");
  return (
    textOf(...pieces.map(({ text }) => text)) === textOf(whole.text) &&
    JSON.stringify(pieces.flatMap(({ labels }) => labels)) === JSON.stringify(whole.labels)
  );
}
