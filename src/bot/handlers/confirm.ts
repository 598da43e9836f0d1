import { stillToTake } from "../conversation.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Handler } from "../turn.ts";
import { book } from "./book.ts";

/** A yes. It can mean only one thing where only one thing is open; else the numbers are asked for. */
export const confirm: Handler = async (turn) => {
  const question = await turn.conversation.question();
  const offer = await turn.conversation.offer();
  const isClear = question
    ? question.takesYes
    : offer && stillToTake(offer) > 0 && offer.options.length === 1;
  if (isClear) return book({ ...turn, command: { ...turn.command, choice: 1 } });
  const last = question ? question.choices.length : offer?.options.at(-1)?.number;
  const { words, language } = turn;
  await turn.say(simpleCard(language, last ? words.listGoesTo(last) : words.noOpenList), "once");
};
