import { withoutName } from "../../availability/wish.ts";
import type { SwapOutcome } from "../../booking/outcomes.ts";
import { swapRoom } from "../../booking/swap-room.ts";
import { bookingButtons } from "../actions/booking-buttons.ts";
import { followRoom } from "../follow-up/follow-room.ts";
import { tellOf } from "../follow-up/tell-of.ts";
import { notChangedCard, roomsOf } from "../replies/change-card.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Turn } from "../turn.ts";
import { askChoice } from "./ask-choice.ts";
import { offerAgain } from "./carry-out-change.ts";
import type { DecisionTo } from "./decision.ts";
import { offerForBooking } from "./rooms-for-booking.ts";

/** Gives a booking another room, and tells what came of it. */
export async function carryOutSwap(turn: Turn, decision: DecisionTo<"swap">): Promise<void> {
  const { booking, room, needsApproval, reason, mayReleaseFirst } = decision;
  const { words, language, desk, person } = turn;
  await turn.progress(
    simpleCard(language, words.booking(room.name), { tone: "busy", texts: [turn.range(booking)] }),
  );
  const request = {
    booking,
    room,
    organiser: person,
    needsApproval,
    mayReleaseFirst,
    ...(reason === undefined ? {} : { reason }),
  };
  const outcome = await swapRoom(desk.booking, turn.id, request, tellOf(turn, decision));
  await tellSwapped(turn, decision, outcome);
}

/** Tells what came of another room; a refusal brings the next best along. */
export async function tellSwapped(
  turn: Turn,
  decision: DecisionTo<"swap">,
  outcome: SwapOutcome,
): Promise<void> {
  const { booking, room, offer } = decision;
  const { words, desk } = turn;
  if (outcome.kind === "swapped" && outcome.stillHeld.length === 0) {
    for (const { id } of booking.rooms) desk.search.freeBusy.freed(id, booking);
    desk.search.freeBusy.taken(room.id, booking);
  } else for (const { id } of [...booking.rooms, room]) desk.search.freeBusy.forget(id);
  if (outcome.kind === "must-release-first") return askToRelease(turn, decision);
  if (outcome.kind === "swapped") return tellDone(turn, decision, outcome);
  await desk.search.directory.forgetRules(room.id);
  const card = notChangedCard(words.notBooked(room.name), booking, outcome, turn);
  if (outcome.stands === "without-room" && booking.rooms.length > 0)
    return offerAgain(turn, { booking, before: card });
  if (outcome.kind !== "refused" || outcome.stands === "unknown") return turn.say(card, "final");
  const wish = offer?.wish ?? {
    when: { kind: "at" as const, interval: { start: booking.start, end: booking.end } },
    equipment: [],
  };
  const any = withoutName(wish);
  const excludeRoomIds = [...(any.excludeRoomIds ?? booking.rooms.map(({ id }) => id)), room.id];
  return offerForBooking(
    turn,
    { kind: "rooms-for", booking, wish: { ...any, excludeRoomIds }, before: card },
    "final",
  );
}

async function tellDone(
  turn: Turn,
  { booking, room, offer, number }: DecisionTo<"swap">,
  { response, stillHeld }: Extract<SwapOutcome, { kind: "swapped" }>,
): Promise<void> {
  const { words, language } = turn;
  const isApproval = response === "approval";
  const old = roomsOf(booking);
  await followRoom(turn, { ...booking, rooms: [room] }, response, offer);
  const { eventId, start, end } = booking;
  if (offer && number !== undefined) {
    const taken = { number, rooms: room.name, eventIds: [eventId], start, end };
    await turn.conversation.open({ ...offer, taken: [...(offer.taken ?? []).slice(0, -1), taken] });
  } else await turn.conversation.outdate(eventId);
  await turn.say(
    simpleCard(language, isApproval ? words.requested(room.name) : words.booked(room.name), {
      tone: isApproval ? "warning" : "good",
      texts: [
        [turn.range(booking), room.place].filter(Boolean).join(" · "),
        isApproval ? words.waitsForApproval : "",
        old && stillHeld.length === 0 ? words.swapped(old) : "",
        stillHeld.length > 0 ? words.mayBeHeld(stillHeld.join(", "), turn.range(booking)) : "",
      ],
      blocks: await bookingButtons(turn, booking, offer?.wish),
      notes: [old ? words.howToUndo(turn.typed(language === "zh" ? `换到${old}` : `swap to ${old}`)) : ""],
    }),
    "final",
  );
}

/** The platform lets nobody hold two rooms at a time: giving the old one back first is the person's risk to take. */
async function askToRelease(turn: Turn, decision: DecisionTo<"swap">): Promise<void> {
  const { words, language } = turn;
  const { booking, room } = decision;
  const old = roomsOf(booking);
  const kept = simpleCard(language, words.keptRoom(old), { texts: [turn.range(booking)] });
  const asked = await askChoice(
    turn,
    {
      title: words.mustReleaseFirst(old, room.name),
      texts: [turn.range(booking)],
      choices: [
        { line: words.goAhead, decision: { ...decision, mayReleaseFirst: true } },
        { line: words.keepRoom(old), decision: { kind: "say", card: kept } },
      ],
    },
    { takesYes: true },
  );
  if (asked.kind === "say") await turn.say(asked.card, "final");
}
