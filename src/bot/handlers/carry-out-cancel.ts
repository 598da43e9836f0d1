import type { Booking } from "../../booking/bookings.ts";
import { giveBack } from "../../booking/give-back.ts";
import type { GiveBackOutcome } from "../../booking/outcomes.ts";
import type { Card } from "../../card/elements.ts";
import { tellOf } from "../follow-up/tell-of.ts";
import { notChangedCard, roomsOf } from "../replies/change-card.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Turn } from "../turn.ts";
import type { DecisionTo } from "./decision.ts";

/** Gives bookings back, and tells what became of each and of its event. */
export async function carryOutCancel(turn: Turn, { bookings }: DecisionTo<"cancel">): Promise<void> {
  const cards: Card[] = [];
  for (const [at, booking] of bookings.entries()) {
    const key = at === 0 ? turn.id : `${turn.id}:${at}`;
    const tell = tellOf(turn, { kind: "cancel", bookings: [booking] });
    const outcome = await giveBack(turn.desk.booking, key, { booking, organiser: turn.person }, tell);
    cards.push(await cancelledCard(turn, booking, outcome));
  }
  const [first, ...others] = cards;
  if (!first) return;
  const more = others.flatMap(({ title, blocks }) => [{ kind: "text" as const, text: title }, ...blocks]);
  await turn.say({ ...first, blocks: [...first.blocks, ...more] }, "final");
}

/** What came of giving a booking back; nothing is waited for any more. */
export async function cancelledCard(turn: Turn, booking: Booking, outcome: GiveBackOutcome): Promise<Card> {
  const { words, language, desk } = turn;
  for (const { id } of booking.rooms) {
    if (outcome.kind === "given-back" && !booking.isSeries) desk.search.freeBusy.freed(id, booking);
    else desk.search.freeBusy.forget(id);
  }
  if (outcome.kind !== "given-back")
    return notChangedCard(words.notCancelled(roomsOf(booking)), booking, outcome, turn);
  await desk.followUps.drop(booking.eventId);
  await turn.conversation.outdate(booking.eventId);
  const title = turn.titleHere(booking.title);
  const what = outcome.event === "removed" ? words.eventRemoved(title) : words.eventKept(title);
  return simpleCard(language, words.cancelled(roomsOf(booking)), {
    tone: "good",
    texts: [turn.range(booking), booking.isSeries ? words.seriesGone : "", what],
  });
}
