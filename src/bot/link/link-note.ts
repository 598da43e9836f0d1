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
