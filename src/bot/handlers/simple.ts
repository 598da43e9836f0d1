import { helpCard, simpleCard } from "../replies/simple-card.ts";
import type { Handler } from "../turn.ts";

/** How one asks. */
export const help: Handler = (turn) => turn.say(helpCard(turn.language, turn.words), "once");

/** Text that is no request: answered only where the bot was spoken to alone. */
export const unknown: Handler = ({ words, language, say }) =>
  say(simpleCard(language, words.notUnderstood, { notes: [words.examples.join(" · ")] }), "once");

/** A request for something impossible: says what, and gives an example that works. */
export const impossible: Handler = ({ command, words, language, say }) =>
  say(
    simpleCard(language, words.errors[command.error ?? "date"], {
      tone: "warning",
      notes: [words.examples.join(" · ")],
    }),
    "once",
  );

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
