import { byName } from "../../availability/name-match.ts";
import { withoutName } from "../../availability/wish.ts";
import type { BookingRequest } from "../../booking/journal.ts";
import { findRooms } from "../../search/find-rooms.ts";
import { type OfferedRoom, type OpenOffer, type Question, stillToTake } from "../conversation.ts";
import { namesOf } from "../replies/booking-card.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Handler, Turn } from "../turn.ts";
import { wishOf } from "../wish.ts";
import { type Decision, decideAndAct } from "./decision.ts";
import { offeredRoom, stillToTakeNote } from "./offering.ts";
import { typedNamesNote } from "./typed-names.ts";

/** Takes an option of the last answer, by its number or its room's name; a room that was not offered is a wish. */
export const book: Handler = (turn) => decideAndAct(turn, () => decide(turn));

async function decide(turn: Turn): Promise<Decision> {
  const { choice, room, start, date, window } = turn.command;
  if (choice !== undefined) return decideByNumber(turn, choice);
  const offer = await turn.conversation.offer();
  const saysTime = start !== undefined || date !== undefined || window !== undefined;
  const named = room && offer && !saysTime ? optionNamed(offer, room) : undefined;
  if (offer && named) return decideOption(turn, offer, named);
  return (await decideOutright(turn)) ?? { kind: "find" };
}

/**
 * A room, a start and a length, all said and nothing assumed: where that very room is free, it is booked. Whatever
 * is less clear is offered first.
 */
async function decideOutright(turn: Turn): Promise<Decision | undefined> {
  const { room, start, end, title, assumed = [] } = turn.command;
  if (!room || !start || !end || assumed.length > 0) return undefined;
  const reading = wishOf(turn.command, turn.now, turn.office);
  if (reading.kind !== "wish") return undefined;
  const { wish } = reading;
  const { offers } = await findRooms(turn.desk.search, {
    wish,
    asker: turn.person,
    limit: 2,
    nearMisses: false,
  });
  const [only, ...others] = offers;
  if (!only || others.length > 0 || only.approval) return undefined;
  const option = offeredRoom(only, 1);
  const offer: OpenOffer = {
    id: turn.id,
    // What is asked for when the named room turns out to be gone.
    wish: withoutName(wish),
    options: [option],
    attendees: turn.mentions,
    language: turn.language,
    passed: [],
    ...(title === undefined ? {} : { title }),
  };
  const note = await typedNamesNote(turn);
  return { ...bookingOf(turn, offer, option), ...(note && { note }) };
}

const say = (turn: Turn, title: string, notes: readonly string[] = []): Decision => ({
  kind: "say",
  card: simpleCard(turn.language, title, { tone: "warning", notes }),
});

/** A number answers the question that is open, else it takes from the list. */
async function decideByNumber(turn: Turn, choice: number): Promise<Decision> {
  const question = await turn.conversation.question();
  if (question) return answer(turn, question, choice);
  const offer = await turn.conversation.offer();
  const last = offer?.options.at(-1);
  if (!offer || !last) return say(turn, turn.words.noOpenList);
  const option = choice === -1 ? last : offer.options.find(({ number }) => number === choice);
  return option ? decideOption(turn, offer, option) : say(turn, turn.words.listGoesTo(last.number));
}

async function decideOption(turn: Turn, offer: OpenOffer, option: OfferedRoom): Promise<Decision> {
  const { words, language } = turn;
  if (option.end <= turn.now) return say(turn, words.timeIsOver(turn.range(option)));
  const last = offer.taken?.at(-1);
  if (last && stillToTake(offer) === 0) {
    await turn.conversation.ask({ kind: "again", language: turn.language, option });
    const rooms = namesOf(option, words);
    const lines = [words.swapIt(rooms), words.oneMore(rooms)];
    return {
      kind: "say",
      card: simpleCard(language, words.alreadyTaken(last.rooms, turn.range(last)), {
        blocks: [
          { kind: "options", options: lines.map((title, at) => ({ number: at + 1, title, details: [] })) },
        ],
      }),
    };
  }
  const same = offer.taken?.find(({ number }) => number === option.number);
  if (same) return say(turn, words.alreadyYours(same.rooms), [stillToTakeNote(turn, offer)]);
  // A further room for the same meeting is not the room of another event that begins then.
  const booking = bookingOf(turn, offer, option);
  return last ? onNewEvent(booking) : booking;
}

type Booking = Extract<Decision, { kind: "book" }>;

function bookingOf(turn: Turn, offer: OpenOffer, option: OfferedRoom): Booking {
  const request = requestOf(turn, offer, option);
  const { number, second } = option;
  if (!second) return { kind: "book", request, offer, number };
  const { room, start, end } = second;
  return onNewEvent({ kind: "book", request, second: { ...request, room, start, end }, offer, number });
}

const onNewEvent = (booking: Booking): Booking => ({
  ...booking,
  request: { ...booking.request, onto: "new" },
  ...(booking.second && { second: { ...booking.second, onto: "new" } }),
});

function requestOf(turn: Turn, offer: OpenOffer, option: OfferedRoom): BookingRequest {
  return {
    organiser: turn.person,
    attendees: offer.attendees.filter(({ id }) => id !== turn.person.id),
    room: option.room,
    title: offer.title ?? turn.words.defaultTitle,
    start: option.start,
    end: option.end,
    zone: turn.office.zone,
    onto: "fitting",
    needsApproval: option.needsApproval,
  };
}

/** The answer to a numbered question. */
async function answer(turn: Turn, question: Question, choice: number): Promise<Decision> {
  const answers = await answersTo(turn, question);
  const chosen = choice === -1 ? answers.at(-1) : answers[choice - 1];
  if (!chosen) return say(turn, turn.words.listGoesTo(answers.length));
  await turn.conversation.drop("question");
  return chosen;
}

async function answersTo(turn: Turn, question: Question): Promise<Decision[]> {
  const offer = await turn.conversation.offer();
  const withOffer = offer ? { offer } : {};
  switch (question.kind) {
    case "person":
      return question.candidates.map((person) => ({
        kind: "find",
        command: question.command,
        picked: [...question.picked, person],
      }));
    case "cancel":
      return question.bookings.map((booking) => ({ kind: "cancel", booking }));
    case "event":
      return [
        ...question.events.map(
          ({ id, title, start, end }): Decision => ({
            kind: "book",
            // The room is held for as long as the event that takes it.
            request: { ...question.request, start, end, onto: { eventId: id, title } },
            ...withOffer,
          }),
        ),
        { kind: "book", request: { ...question.request, onto: "new" }, ...withOffer },
      ];
    case "again": {
      const last = offer?.taken?.at(-1);
      if (!offer || !last) return [];
      const booking = onNewEvent(bookingOf(turn, offer, question.option));
      const records = await turn.desk.booking.records.of(turn.person.id);
      const swapFor = records
        .filter(({ eventId }) => last.eventIds.includes(eventId))
        .map((record) => ({
          ...record,
          rooms: [{ id: record.roomId, name: record.roomName, isTentative: false }],
          isOrganiser: true,
        }));
      return [{ ...booking, swapFor }, booking];
    }
  }
}

/** The offered room that a name means, where it means exactly one; a plan of two rooms is not meant by the name of one. */
function optionNamed(offer: OpenOffer, name: string): OfferedRoom | undefined {
  const named = byName(
    offer.options.filter(({ second }) => !second).map((option) => ({ name: option.room.name, option })),
    name,
  );
  return named.length === 1 ? named[0]?.option : undefined;
}
