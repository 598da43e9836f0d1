import { randomUUID } from "node:crypto";
import type { Button } from "../../card/elements.ts";
import type { Question } from "../conversation.ts";
import type { Turn } from "../turn.ts";
import { saysFor } from "./list-code.ts";
import { newActionId, type StoredAction } from "./stored-action.ts";

/** Opens a question, and gives the button of each of its choices, in order. */
export async function askWithButtons(
  { conversation, person, chat, language, words }: Turn,
  question: Omit<Question, "id">,
): Promise<{ readonly button: Button }[]> {
  const questionId = randomUUID();
  const actions = new Map<string, StoredAction>();
  const buttons = question.choices.map((_, at): { button: Button } => {
    const actionId = newActionId();
    const number = at + 1;
    actions.set(actionId, { does: "choice", questionId, number, ownerId: person.id, chat, language });
    const typed = String(number);
    const says = saysFor(language === "zh" ? `选 ${number}` : `choose ${number}`, questionId);
    return { button: { label: words.choose, actionId, typed, says } };
  });
  await conversation.keepActions(actions);
  await conversation.ask({ ...question, id: questionId });
  return buttons;
}
