import type { Card } from "../../card/elements.ts";
import { wishForm } from "../actions/wish-form.ts";
import { examplesIn, helpCard, simpleCard } from "../replies/simple-card.ts";
import type { Handler, Turn } from "../turn.ts";

/** How one asks. */
export const help: Handler = (turn) => sayWithForm(turn, helpCard(turn.language, turn.words));

/** Text that is no request: answered only where the bot was spoken to alone. */
export const unknown: Handler = (turn) =>
  sayWithForm(
    turn,
    simpleCard(turn.language, turn.words.notUnderstood, {
      notes: [examplesIn(turn.words)],
    }),
  );

/** A request for something impossible: says what, and gives an example that works. */
export const impossible: Handler = (turn) => {
  const { command, words, language } = turn;
  const card = simpleCard(language, words.errors[command.error ?? "date"], {
    tone: "warning",
    notes: [examplesIn(words)],
  });
  return sayWithForm(turn, card);
};

/** What could not be said in words can be picked, where the platform has pickers. */
async function sayWithForm(turn: Turn, card: Card): Promise<void> {
  await turn.say({ ...card, blocks: [...card.blocks, ...(await wishForm(turn))] }, "once");
}

/** Drops what is open between us, never a booking; of a question beside an open list only the question. */
export const decline: Handler = async ({ conversation, words, language, say }) => {
  const aside = (await conversation.question())?.isAside;
  if (aside) {
    await conversation.drop("question");
    await say(simpleCard(language, aside.dropped), "once");
    return;
  }
  await conversation.drop("all");
  await say(simpleCard(language, words.dropped), "once");
};
