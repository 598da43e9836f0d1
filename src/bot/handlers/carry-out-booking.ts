import { bookInTurn } from "../../booking/book-in-turn.ts";
import { bookRoom } from "../../booking/book-room.ts";
import type { BookingRequest } from "../../booking/journal.ts";
import type { Block } from "../../card/elements.ts";
import type { CalendarEvent } from "../../core/model.ts";
import { namesOf, outcomeCard } from "../replies/booking-card.ts";
import { planBookedCard, planNotBookedCard } from "../replies/plan-card.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Turn } from "../turn.ts";
import { tellBooked, tellNextBest } from "./after-booking.ts";
import type { Decision } from "./decision.ts";

/** A booking that was decided on. */
export type BookingDecision = Extract<Decision, { kind: "book" }>;

/** Books, and tells what came of it; a refusal brings the next best along. */
export async function carryOutBooking(turn: Turn, decision: BookingDecision): Promise<void> {
  const { request, second } = decision;
  const { words, language } = turn;
  const whole = { start: request.start, end: second?.end ?? request.end };
  await turn.progress(
    simpleCard(language, words.booking(namesOf({ ...request, ...(second && { second }) }, words)), {
      tone: "busy",
      texts: [turn.range(whole)],
    }),
  );
  return second ? carryOutPlan(turn, decision, second) : carryOutOne(turn, decision);
}

async function carryOutOne(turn: Turn, decision: BookingDecision): Promise<void> {
  const { request, offer } = decision;
  const { desk } = turn;
  const answer = await bookRoom(desk.booking, turn.id, request);
  desk.search.freeBusy.forget(request.room.id);

  if (answer.kind === "ask-event") return askWhichEvent(turn, request, answer.events);
  const card = outcomeCard(answer, request, turn);
  if (answer.kind === "booked") {
    const { start, end, room } = request;
    return tellBooked(turn, decision, card, { rooms: room.name, eventIds: [answer.eventId], start, end });
  }
  if (answer.kind === "refused" && offer) return tellNextBest(turn, offer, card, request.room.id);
  await turn.say(card, "final");
}

/** Two rooms one after the other, of which one alone is no use. */
async function carryOutPlan(turn: Turn, decision: BookingDecision, second: BookingRequest): Promise<void> {
  const { request: first, offer } = decision;
  const { desk, words } = turn;
  const answer = await bookInTurn(desk.booking, turn.id, [first, second]);
  for (const { room } of [first, second]) desk.search.freeBusy.forget(room.id);

  if (answer.kind === "booked") {
    return tellBooked(turn, decision, planBookedCard(answer, [first, second], turn), {
      rooms: namesOf({ ...first, second }, words),
      eventIds: [answer.first.eventId, answer.second.eventId],
      start: first.start,
      end: second.end,
    });
  }
  const card = planNotBookedCard(answer, [first, second], turn);
  const failed = answer.failed === "first" ? first : second;
  if (offer) return tellNextBest(turn, offer, card, failed.room.id);
  await turn.say(card, "final");
}

/** Which of the person's own events is the room for? The last number is a new one. */
async function askWhichEvent(
  turn: Turn,
  request: BookingRequest,
  events: readonly CalendarEvent[],
): Promise<void> {
  const { words, language } = turn;
  await turn.conversation.ask({
    kind: "event",
    language: turn.language,
    request,
    events: events.map(({ id, title, start, end }) => ({ id, title, start, end })),
  });
  const lines = [
    ...events.map((event) => words.eventLine(turn.titleHere(event.title), turn.range(event))),
    words.newEvent,
  ];
  const options: Block = {
    kind: "options",
    options: lines.map((line, at) => ({ number: at + 1, title: line, details: [] })),
  };
  await turn.say(
    simpleCard(language, words.whichEvent(turn.range(request)), {
      blocks: [options],
      notes: [words.replyWith(turn.typed("1"))],
    }),
    "once",
  );
}
