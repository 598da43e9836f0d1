import { askWithButtons } from "../actions/ask-with-buttons.ts";
import type { Question } from "../conversation.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Turn } from "../turn.ts";
import type { Decision } from "./decision.ts";

/** One line of a question, and what its number does. */
export interface Choice {
  readonly line: string;
  readonly decision: Decision;
}

/** Opens a question of a few lines; the card shows them numbered. Without any it only says what it says. */
export async function askChoice(
  turn: Turn,
  { title, texts = [], choices }: { title: string; texts?: readonly string[]; choices: readonly Choice[] },
  how: Partial<Pick<Question, "takesYes">> = {},
): Promise<Decision> {
  const { language, words } = turn;
  const isEmpty = choices.length === 0;
  const decisions = choices.map(({ decision }) => decision);
  const buttons = isEmpty ? [] : await askWithButtons(turn, { language, choices: decisions, ...how });
  const options = choices.map(({ line }, at) => ({
    number: at + 1,
    title: line,
    details: [],
    ...buttons[at],
  }));
  return {
    kind: "say",
    card: simpleCard(language, title, {
      tone: "warning",
      texts,
      blocks: isEmpty ? [] : [{ kind: "options", options }],
      notes: [isEmpty ? "" : words.replyWith(turn.typed("1"))],
    }),
  };
}
