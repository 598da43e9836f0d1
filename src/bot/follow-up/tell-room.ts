import { withoutName } from "../../availability/wish.ts";
import type { Booking } from "../../booking/bookings.ts";
import { giveBack } from "../../booking/give-back.ts";
import type { Card } from "../../card/elements.ts";
import type { CalendarEvent } from "../../core/model.ts";
import { offerRooms } from "../handlers/offering.ts";
import { offerForBooking } from "../handlers/rooms-for-booking.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Turn } from "../turn.ts";
import type { FollowUp } from "./follow-ups.ts";
import { tellOf } from "./tell-of.ts";

/** Somebody has approved it. */
export async function tellApproved(turn: Turn, followUp: FollowUp): Promise<void> {
  const { words, language } = turn;
  await turn.say(
    simpleCard(language, words.approved(followUp.room.name), {
      tone: "good",
      texts: [whenAndWhere(turn, followUp)],
      notes: [howToCancel(turn)],
    }),
    "final",
  );
}

/** It was said to be booked, and has to be approved: its rules are not what they were. */
export async function tellToBeApproved(turn: Turn, followUp: FollowUp): Promise<void> {
  const { words, language, desk } = turn;
  await desk.search.directory.forgetRules(followUp.room.id);
  await turn.say(
    simpleCard(language, words.approvalAfterAll(followUp.room.name), {
      tone: "warning",
      texts: [whenAndWhere(turn, followUp), words.waitsForApproval],
      notes: [howToCancel(turn)],
    }),
    "final",
  );
}

/** Nobody has answered, and it begins soon. */
export async function tellStillWaiting(turn: Turn, followUp: FollowUp): Promise<void> {
  const { words, language } = turn;
  await turn.say(
    simpleCard(language, words.stillWaiting(followUp.room.name), {
      tone: "warning",
      texts: [whenAndWhere(turn, followUp), words.startsSoon],
      notes: [howToCancel(turn)],
    }),
    "final",
  );
}

/** The event is on a calendar that the bot may not look at any more. */
export async function tellUnseen(turn: Turn, followUp: FollowUp): Promise<void> {
  const { words, language } = turn;
  await turn.say(
    simpleCard(language, words.notSeenAnyMore(followUp.room.name), {
      tone: "warning",
      texts: [whenAndWhere(turn, followUp), words.notLinkedAnyMore],
    }),
    "final",
  );
}

/** What of an event is told, and offered other rooms for. */
type Told = Pick<CalendarEvent, "title" | "start" | "end"> & Partial<Pick<CalendarEvent, "isRecurring">>;

/** Under which the room is given back that was refused. */
const giveBackKey = ({ id }: Turn): string => `${id}:back`;

/** Whether the turn has given the room back already that was refused. */
export const wasGivenBack = async (turn: Turn): Promise<boolean> =>
  (await turn.desk.booking.journal.find(giveBackKey(turn))) !== undefined;

/** Nobody approved it: the event that was made for it goes, and the next best is offered. */
export async function tellRefused(turn: Turn, followUp: FollowUp, event: Told): Promise<void> {
  const { words, language, desk } = turn;
  const { room, ownsEvent } = followUp;
  const booking = bookingOf(followUp, event);
  const tell = tellOf(turn, { kind: "cancel", bookings: [booking] });
  const request = { booking, organiser: turn.person };
  const outcome = await giveBack(desk.booking, giveBackKey(turn), request, tell);
  const title = turn.titleHere(event.title);
  const whatOfEvent = ownsEvent ? words.eventRemovedToo(title) : words.eventStays(title);
  const card = simpleCard(language, words.notApproved(room.name), {
    tone: "bad",
    texts: [
      whenAndWhere(turn, followUp),
      outcome.kind === "given-back" ? whatOfEvent : words.maybeLeft(turn.range(event)),
    ],
  });
  await offerNextBest(turn, followUp, event, card);
}

/**
 * The room was had, and it says no by now, or somebody took it off the event. Others may count on the meeting: the event
 * stays, and rooms for it are offered.
 */
export async function tellTakenOff(turn: Turn, followUp: FollowUp, event: CalendarEvent): Promise<void> {
  const { words, language } = turn;
  const { room, offer } = followUp;
  turn.desk.search.freeBusy.forget(room.id);
  const card = simpleCard(language, words.roomTakenBack(room.name), {
    tone: "bad",
    texts: [whenAndWhere(turn, followUp), words.takenBackBy, words.eventStays(turn.titleHere(event.title))],
  });
  const { start, end } = event;
  if (end <= turn.now || event.isRecurring) return turn.say(card, "final");
  const booking = { ...bookingOf(followUp, event), rooms: [] };
  const when = { kind: "at" as const, interval: { start, end } };
  const { roomCount: _, ...wish } = offer ? withoutName(offer.wish) : { equipment: [] };
  const excludeRoomIds = [...(offer?.wish.excludeRoomIds ?? []), room.id];
  const wanted = { ...wish, when, excludeRoomIds };
  await offerForBooking(turn, { kind: "rooms-for", booking, wish: wanted, before: card }, "final");
}

/** As an offer like any other: where the event stays, a room for its time goes there. */
async function offerNextBest(
  turn: Turn,
  { room, offer }: FollowUp,
  event: Told,
  before: Card,
): Promise<void> {
  const { start, end } = event;
  turn.desk.search.freeBusy.forget(room.id);
  if (end <= turn.now) return turn.say(before, "final");
  const { roomCount: _, ...wish } = offer
    ? withoutName(offer.wish)
    : { when: { kind: "at" as const, interval: { start, end } }, equipment: [] };
  await offerRooms(
    turn,
    {
      wish: { ...wish, excludeRoomIds: [...(wish.excludeRoomIds ?? []), room.id] },
      attendees: offer?.attendees ?? [],
      named: offer?.named ?? [],
      title: event.title || offer?.title,
      before,
    },
    "final",
  );
}

const bookingOf = ({ eventId, room, ownsEvent }: FollowUp, event: Told): Booking => ({
  eventId,
  title: event.title,
  start: event.start,
  end: event.end,
  rooms: [{ id: room.id, name: room.name, isTentative: false }],
  ownsEvent,
  isOrganiser: true,
  ...(event.isRecurring ? { isSeries: true } : {}),
});

const whenAndWhere = (turn: Turn, { start, end, room }: FollowUp): string =>
  [turn.range({ start, end }), room.place].filter(Boolean).join(" · ");

const howToCancel = ({ words, typed, language }: Turn): string =>
  words.howToCancel(typed(language === "zh" ? "取消" : "cancel"));
