import type { Block } from "../../card/elements.ts";
import { newActionId } from "../actions/stored-action.ts";
import type { Turn } from "../turn.ts";

/**
 * What a booking's answer says of linking an account: once, that a link has ended; else, at most once a week, what a
 * link would add. Empty for most.
 */
export async function linkNote({ desk, person, words, language }: Turn): Promise<string> {
  const { accounts } = desk.platform;
  if (!accounts) return "";
  const typed = language === "zh" ? "授权" : "link";
  if (await accounts.hasEnded(person.id)) return words.linkEnded(typed);
  if (await accounts.isLinked(person.id)) return "";
  return (await desk.linkings.mayHint(person.id)) ? words.linkHint(typed) : "";
}

/** How a room that can be booked by hand only could be asked for from here; empty where a link adds nothing to that. */
export async function linkForApproval({ desk, person, words, language }: Turn): Promise<string> {
  const { accounts, rooms } = desk.platform;
  if (!accounts || !rooms.approvals || (await accounts.isLinked(person.id))) return "";
  return words.linkForApproval(language === "zh" ? "授权" : "link");
}

/** Begins to link in one press; where others read along there is none, for the page is for one person. */
export async function linkButton({ chat, person, conversation, language, words }: Turn): Promise<Block[]> {
  if (chat.kind !== "direct") return [];
  const actionId = newActionId();
  const command = { intent: "link" } as const;
  await conversation.keepActions(
    new Map([[actionId, { does: "say", command, ownerId: person.id, chat, language }]]),
  );
  const typed = language === "zh" ? "授权" : "link";
  return [{ kind: "buttons", buttons: [{ label: words.linkButton, actionId, typed }] }];
}
