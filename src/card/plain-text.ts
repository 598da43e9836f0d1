import type { Block, Card } from "./elements.ts";

const rendered = (block: Block): string[] => {
  switch (block.kind) {
    case "text":
    case "note":
      return [block.text];
    case "options":
      return [
        ...(block.heading ? [block.heading] : []),
        ...block.options.map(
          (option) => `${option.number}. ${[option.title, ...option.details].join(" · ")}`,
        ),
      ];
    case "buttons":
      return [];
  }
};

/** The card as plain text, every word of it but the buttons: for logs, tests and chats without markup. */
export function plainText(card: Card): string {
  return [card.title, ...card.blocks.flatMap(rendered)].join("\n");
}
