import { changeTime } from "../../booking/change-time.ts";
import type { ChangeOutcome } from "../../booking/outcomes.ts";
import { localMinuteOf } from "../../time/zone.ts";
import { bookingButtons } from "../actions/booking-buttons.ts";
import { followRoom } from "../follow-up/follow-room.ts";
import { tellOf } from "../follow-up/tell-of.ts";
import { notChangedCard, roomsOf } from "../replies/change-card.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Turn } from "../turn.ts";
import { act, type DecisionTo } from "./decision.ts";
import { planTime } from "./plan-change.ts";
import { offerForBooking } from "./rooms-for-booking.ts";

/** Gives a booking another time, and tells what came of it. */
export async function carryOutChange(turn: Turn, decision: DecisionTo<"change">): Promise<void> {
  const { booking, to, needsApproval } = decision;
  const { words, language, desk, person } = turn;
  await turn.progress(
    simpleCard(language, words.changing(roomsOf(booking)), { tone: "busy", texts: [turn.range(to)] }),
  );
  const request = { booking, to, organiser: person, needsApproval };
  const outcome = await changeTime(desk.booking, turn.id, request, tellOf(turn, decision));
  await tellChanged(turn, decision, outcome);
}

/** Tells what came of another time. Where the minutes were taken meanwhile, what can be had instead comes along. */
export async function tellChanged(
  turn: Turn,
  decision: DecisionTo<"change">,
  outcome: ChangeOutcome,
): Promise<void> {
  const { what, booking, to } = decision;
  const { words, language, desk } = turn;
  const rooms = roomsOf(booking);
  const { freeBusy } = desk.search;
  for (const { id } of booking.rooms) {
    if (outcome.kind !== "changed") freeBusy.forget(id);
    freeBusy.freed(id, booking);
    freeBusy.taken(id, to);
  }
  if (outcome.kind === "changed") {
    await turn.conversation.outdate(booking.eventId);
    await followRoom(turn, { ...booking, start: to.start, end: to.end }, outcome.response);
    const isApproval = outcome.response === "approval";
    await turn.say(
      simpleCard(language, words.changed[what](rooms), {
        tone: isApproval ? "warning" : "good",
        texts: [turn.range(to), isApproval ? words.waitsForApproval : ""],
        blocks: await bookingButtons(turn, { ...booking, ...to }),
        notes: [words.howToUndo(turn.typed(undoOf(turn, decision)))],
      }),
      "final",
    );
    return;
  }
  const card = notChangedCard(words.notChanged[what](rooms), booking, outcome, turn);
  if (outcome.stands === "without-room") return offerAgain(turn, { booking, before: card });
  if (outcome.kind !== "refused" || outcome.stands !== "as-before") return turn.say(card, "final");
  const instead = await planTime(turn, what, booking, to);
  // The vendor says no and its calendar says nothing of why: then there is nothing better to offer here.
  if (instead.kind === "change") return turn.say(card, "final");
  if (instead.kind === "rooms-for") return offerForBooking(turn, { ...instead, before: card }, "final");
  if (instead.kind !== "say") return act(turn, instead);
  await turn.say(
    { ...instead.card, title: card.title, blocks: [...card.blocks.slice(0, 1), ...instead.card.blocks] },
    "final",
  );
}

/** The event has lost its room: rooms for it, at the time that it has. */
export function offerAgain(
  turn: Turn,
  {
    booking,
    before,
  }: { booking: DecisionTo<"change">["booking"]; before: NonNullable<DecisionTo<"rooms-for">["before"]> },
): Promise<void> {
  const interval = { start: booking.start, end: booking.end };
  return offerForBooking(
    turn,
    {
      kind: "rooms-for",
      booking: { ...booking, rooms: [] },
      wish: { when: { kind: "at", interval }, equipment: [] },
      before,
    },
    "final",
  );
}

/** What is typed to have it as it was. */
function undoOf({ language, office, length }: Turn, { what, booking, to }: DecisionTo<"change">): string {
  const isZh = language === "zh";
  const by = length(Math.abs(to.end - booking.end));
  if (what === "extend") return isZh ? `缩短${by}` : `shorten by ${by}`;
  if (what === "shorten") return isZh ? `延长${by}` : `extend by ${by}`;
  const [date = "", clock = ""] = localMinuteOf(booking.start, office.zone).split("T");
  const [, month, day] = date.split("-").map(Number);
  return isZh ? `改到${month}月${day}日 ${clock}` : `move to ${date} ${clock}`;
}
