import { bookRoom } from "../../booking/book-room.ts";
import { type Booking, giveBack } from "../../booking/give-back.ts";
import type { BookingRequest } from "../../booking/journal.ts";
import type { Block } from "../../card/elements.ts";
import { describeError } from "../../core/errors.ts";
import type { CalendarEvent } from "../../core/model.ts";
import type { OpenOffer } from "../conversation.ts";
import { outcomeCard } from "../replies/booking-card.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Turn } from "../turn.ts";
import { offerRooms } from "./offering.ts";

/** A booking that was decided on. */
export interface BookingDecision {
  readonly request: BookingRequest;
  readonly offer?: OpenOffer;
  readonly swapFor?: Booking;
  /** More to say when it is booked. */
  readonly note?: string;
}

/** Books, and tells what came of it; a refusal brings the next best along. */
export async function carryOutBooking(turn: Turn, decision: BookingDecision): Promise<void> {
  const { request, offer } = decision;
  const { desk, words, language } = turn;
  await turn.progress(
    simpleCard(language, words.booking(request.room.name), {
      tone: "busy",
      texts: [turn.range(request)],
    }),
  );
  const answer = await bookRoom(desk.booking, turn.id, request);
  desk.search.freeBusy.forget(request.room.id);

  if (answer.kind === "ask-event") return askWhichEvent(turn, request, answer.events);
  if (answer.kind === "booked") {
    const swapNote = decision.swapFor ? await swapAway(turn, decision.swapFor) : "";
    const card = outcomeCard(answer, request, turn);
    const more = [swapNote, decision.note ?? ""]
      .filter(Boolean)
      .map((text): Block => ({ kind: "text", text }));
    await turn.say({ ...card, blocks: [...card.blocks, ...more] }, "final");
    if (offer) {
      const { start, end } = request;
      await turn.conversation.close(offer, { eventId: answer.eventId, room: request.room.name, start, end });
    }
    return;
  }
  if (answer.kind === "refused" && offer) {
    await desk.search.directory.forgetRules(request.room.id);
    const excludeRoomIds = [...(offer.wish.excludeRoomIds ?? []), request.room.id];
    await offerRooms(
      turn,
      {
        wish: { ...offer.wish, excludeRoomIds },
        attendees: offer.attendees,
        title: offer.title,
        before: outcomeCard(answer, request, turn),
      },
      "final",
    );
    return;
  }
  await turn.say(outcomeCard(answer, request, turn), "final");
}

/** Gives the earlier room back after the new one is booked; a failure is told, with what to do. */
async function swapAway(turn: Turn, earlier: Booking): Promise<string> {
  const names = earlier.rooms.map((room) => room.name).join(", ");
  try {
    await giveBack(turn.desk.booking, turn.person, earlier);
    for (const room of earlier.rooms) turn.desk.search.freeBusy.forget(room.id);
    return turn.words.swapped(names);
  } catch (error) {
    turn.logger.error("the earlier room of a swap could not be given back", { error: describeError(error) });
    return turn.words.swapLeft(names);
  }
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
  const lines = [...events.map((event) => words.eventLine(event.title, turn.range(event))), words.newEvent];
  const options: Block = {
    kind: "options",
    options: lines.map((line, at) => ({ number: at + 1, title: line, details: [] })),
  };
  await turn.say(simpleCard(language, words.whichEvent(turn.range(request)), { blocks: [options] }), "once");
}
