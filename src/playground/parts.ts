import { readMarkdown } from "../sandbox/dingtalk/markdown.ts";
import { type CardNode, isNode } from "../sandbox/feishu/card.ts";
import { viewCard } from "../sandbox/feishu/card-text.ts";
import type { ChatLine } from "../sandbox/sandbox.ts";
import type { VendorName } from "./stage.ts";

/** A piece of a message, with the buttons that stand in it or below it. */
export interface Part {
  readonly text: string;
  readonly isTitle: boolean;
  readonly buttons: readonly PartButton[];
}

export interface PartButton {
  readonly label: string;
  /** Its place among all of the line's buttons. */
  readonly index: number;
}

interface Piece {
  readonly text: string;
  readonly isTitle: boolean;
  readonly labels: readonly string[];
}

/** The name of a person whom a message mentions by the vendor's id. */
export type NameOf = (id: string) => string;

/**
 * A line in pieces, so that a button shows beside what it is about: paragraphs of DingTalk's markdown, elements of
 * Feishu's card. One piece where that cannot be told from what the vendor was sent.
 */
export function partsOf(vendor: VendorName, line: ChatLine, nameOf: NameOf): Part[] {
  const whole: Piece = { text: line.text, isTitle: false, labels: line.buttons.map(({ label }) => label) };
  const pieces = vendor === "dingtalk" ? paragraphs(line.raw, nameOf) : elements(line.raw, nameOf);
  let index = 0;
  return (tellTheSame(pieces, whole) ? pieces : [whole]).map(({ text, isTitle, labels }) => ({
    text,
    isTitle,
    buttons: labels.map((label) => ({ label, index: index++ })),
  }));
}

function paragraphs(raw: unknown, nameOf: NameOf): Piece[] {
  const { markdown, at } = isNode(raw) ? raw : {};
  if (!isNode(markdown) || typeof markdown.text !== "string") return [];
  const mentioned = isNode(at) && Array.isArray(at.atUserIds) ? at.atUserIds.map(String) : [];
  return markdown.text.split(/\n{2,}/).map((paragraph) => {
    const { text, links } = readMarkdown(paragraph);
    return {
      text: mentioned.reduce((named, id) => named.replaceAll(`@${id}`, `@${nameOf(id)}`), text),
      isTitle: paragraph.startsWith("#"),
      labels: links.map(({ label }) => label),
    };
  });
}

function elements(raw: unknown, nameOf: NameOf): Piece[] {
  if (!isNode(raw) || !isNode(raw.body) || !Array.isArray(raw.body.elements)) return [];
  const pieceOf = (card: CardNode, isTitle: boolean): Piece => {
    const { text, buttons } = viewCard(card, nameOf);
    return { text, isTitle, labels: buttons.map(({ label }) => label) };
  };
  const body = raw.body.elements.map((element: unknown) => pieceOf({ body: { elements: [element] } }, false));
  return [pieceOf({ header: raw.header }, true), ...body].filter(
    ({ text, labels }) => text !== "" || labels.length > 0,
  );
}

/** Whether the pieces are all of the line and nothing else. */
function tellTheSame(pieces: readonly Piece[], whole: Piece): boolean {
  const textOf = (...texts: readonly string[]) => texts.join("").replace(/\s/g, "");
  return (
    textOf(...pieces.map(({ text }) => text)) === textOf(whole.text) &&
    JSON.stringify(pieces.flatMap(({ labels }) => labels)) === JSON.stringify(whole.labels)
  );
}
