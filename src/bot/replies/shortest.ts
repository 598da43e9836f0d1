import type { Block, Card } from "../../card/elements.ts";
import type { Budget, Spent } from "../../ports/budget.ts";
import { WORDS } from "./words.ts";

const isUsedUp = ({ used, of }: Spent): boolean => of !== undefined && used >= of;

/**
 * The card as it is sent when the month's own count is used up: what there is to choose and what was assumed, without
 * why and without pictures, and the reason. The vendor itself may still answer, so nothing is stopped.
 */
export function shortest(card: Card, budget: Budget): Card {
  if (!isUsedUp(budget.calls()) && !isUsedUp(budget.messages())) return card;
  const blocks = card.blocks.flatMap((block): Block[] => {
    if (block.kind === "day" || block.kind === "form") return [];
    if (block.kind !== "options") return [block];
    return [{ ...block, options: block.options.map(({ why: _, strip: __, ...option }) => option) }];
  });
  return { ...card, blocks: [...blocks, { kind: "note", text: WORDS[card.language].monthUsed }] };
}
