import { invitePeople } from "../../booking/invite-people.ts";
import type { InviteOutcome } from "../../booking/outcomes.ts";
import { tellOf } from "../follow-up/tell-of.ts";
import { failureSentence } from "../replies/booking-card.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Turn } from "../turn.ts";
import type { DecisionTo } from "./decision.ts";

/** Invites people who were only named to what was booked, now that the organiser has said so. */
export async function carryOutInvite(turn: Turn, decision: DecisionTo<"invite">): Promise<void> {
  const { eventIds, people } = decision;
  let outcome: InviteOutcome = { kind: "invited" };
  for (const [at, eventId] of eventIds.entries()) {
    const key = at === 0 ? turn.id : `${turn.id}:${at}`;
    const request = { eventId, people, organiser: turn.person };
    outcome = await invitePeople(turn.desk.booking, key, request, tellOf(turn, decision));
    if (outcome.kind !== "invited") break;
  }
  await tellInvited(turn, decision, outcome);
}

/** Tells what came of an invitation. */
export async function tellInvited(
  turn: Turn,
  { people }: DecisionTo<"invite">,
  outcome: InviteOutcome,
): Promise<void> {
  const { words, language } = turn;
  const names = people.map(({ name }) => name).join(language === "zh" ? "、" : ", ");
  if (outcome.kind === "invited")
    return turn.say(simpleCard(language, words.invited(names), { tone: "good" }), "final");
  const why =
    outcome.kind === "failed"
      ? failureSentence(outcome.because, words)
      : outcome.reason
        ? words.platformSays(outcome.reason)
        : "";
  await turn.say(
    simpleCard(language, words.notInvitedNow(names), { tone: "bad", texts: [why, words.inviteByHand] }),
    "final",
  );
}
