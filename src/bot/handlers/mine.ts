import { type Booking, bookingsOf } from "../../booking/give-back.ts";
import type { Option } from "../../card/elements.ts";
import { formatRange } from "../../time/format.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Handler, Turn } from "../turn.ts";

/** The person's coming bookings, numbered; the numbers can be used with `cancel`. */
export const mine: Handler = async (turn) => {
  const { words, language, desk } = turn;
  const bookings = await bookingsOf(desk.booking, turn.person, turn.now);
  const which = desk.booking.calendar.eventsOf ? words.allYours : words.onlyMine;
  if (bookings.length === 0) {
    await turn.say(simpleCard(language, words.noBookings, { notes: [which] }), "once");
    return;
  }
  const options = bookings.map((booking, at) => bookingLine(turn, booking, at + 1));
  const example = language === "zh" ? "取消 1" : "cancel 1";
  await turn.say(
    simpleCard(language, words.yourBookings, {
      blocks: [{ kind: "options", options }],
      notes: [which, words.howToCancel(example)],
    }),
    "once",
  );
};

/** A booking as a numbered line. */
export function bookingLine(turn: Turn, booking: Booking, number: number): Option {
  const { words, language } = turn;
  return {
    number,
    title: booking.rooms.map((room) => room.name).join(", "),
    details: [
      formatRange(booking, turn.office.zone, language),
      booking.title,
      booking.rooms.some((room) => room.isTentative) ? words.waiting : "",
      booking.isOrganiser ? "" : words.notYours,
    ].filter(Boolean),
  };
}
