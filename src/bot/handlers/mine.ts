import { type Booking, bookingsOf } from "../../booking/bookings.ts";
import type { Option } from "../../card/elements.ts";
import { instantOf } from "../../time/zone.ts";
import { roomsOf } from "../replies/change-card.ts";
import { ruleInWords } from "../replies/series-words.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Handler, Turn } from "../turn.ts";

/** More would not be read in a chat. */
export const MOST_LISTED = 12;

/** The person's coming bookings, numbered; the numbers can be used with `cancel`, `extend` and the like. */
export const mine: Handler = async (turn) => {
  const { words, language, desk } = turn;
  const bookings = await bookingsOf(desk.booking, turn.person, turn.now);
  const which = (await seesCalendar(turn)) ? words.allYours : words.onlyMine;
  if (bookings.length === 0) {
    await turn.say(simpleCard(language, words.noBookings, { notes: [which] }), "once");
    return;
  }
  const shown = bookings.slice(0, MOST_LISTED);
  const hidden = bookings.length - shown.length;
  const [cancel, extend] = language === "zh" ? ["取消 1", "延长 1 30分钟"] : ["cancel 1", "extend 1 30m"];
  await turn.conversation.list(shown);
  await turn.say(
    simpleCard(language, words.yourBookings, {
      blocks: [{ kind: "options", options: shown.map((booking, at) => bookingLine(turn, booking, at + 1)) }],
      notes: [
        hidden > 0 ? words.andMore(hidden) : "",
        which,
        words.howToChange(turn.typed(cancel ?? ""), turn.typed(extend ?? "")),
      ],
    }),
    "once",
  );
};

/** Whether the person's whole calendar is shown to the bot. */
async function seesCalendar({ desk, person }: Turn): Promise<boolean> {
  const { accounts, calendar } = desk.platform;
  return accounts ? accounts.isLinked(person.id) : calendar.eventsOf !== undefined;
}

/** A booking as a numbered line. */
export function bookingLine(turn: Turn, booking: Booking, number: number): Option {
  return { number, title: roomsOf(booking), details: bookingDetails(turn, booking) };
}

/** When a booking is, and what else tells it from others. */
export function bookingDetails(turn: Turn, booking: Booking): string[] {
  const { words } = turn;
  return [
    turn.range(booking),
    seriesDetail(turn, booking),
    turn.titleHere(booking.title) ?? "",
    booking.rooms.some((room) => room.isTentative) ? words.waiting : "",
    booking.isOrganiser ? "" : words.notYours,
  ].filter(Boolean);
}

/** How a series goes on, as far as it is known. */
function seriesDetail({ words, language, office, day }: Turn, { isSeries, recurrence }: Booking): string {
  if (!isSeries) return "";
  if (!recurrence) return words.isSeries;
  const until = day(instantOf(`${recurrence.untilLocalDate}T00:00`, office.zone).ms);
  return words.seriesUntil(ruleInWords(recurrence.rule, language), until);
}
