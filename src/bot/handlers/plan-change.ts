import { type Booking, bookingsOf } from "../../booking/bookings.ts";
import type { Command } from "../../command/command.ts";
import type { Interval } from "../../core/interval.ts";
import { lookAhead } from "../look-ahead.ts";
import { extendedTime, movedTime, type NewTime, shortenedTime } from "../new-time.ts";
import { roomsOf } from "../replies/change-card.ts";
import { simpleCard } from "../replies/simple-card.ts";
import { wordWhyNot } from "../replies/why-not.ts";
import type { Turn } from "../turn.ts";
import { wishOf } from "../wish.ts";
import { askChoice } from "./ask-choice.ts";
import type { Decision, TimeChange } from "./decision.ts";
import { extendInstead } from "./extend-instead.ts";
import { planSwap } from "./plan-swap.ts";

const NEW_TIMES = { extend: extendedTime, shorten: shortenedTime, move: movedTime } as const;
const isTimeChange = (intent: string): intent is TimeChange => Object.hasOwn(NEW_TIMES, intent);

/** What is to be done with a booking that somebody wants changed, once it is known what it would cost others. */
export async function planChange(turn: Turn, command: Command, booking: Booking): Promise<Decision> {
  const { words, language, now, office } = turn;
  const { intent } = command;
  if (booking.isSeries)
    return warn(turn, words.seriesNotChanged(roomsOf(booking)), [
      words.howToCancel(turn.typed(language === "zh" ? "取消" : "cancel")),
    ]);
  if (!isTimeChange(intent)) return planSwap(turn, command, booking);
  const time = NEW_TIMES[intent]({ command, booking, now, zone: office.zone });
  if (time.kind !== "to") return unclear(turn, command, booking, time);
  return planTime(turn, changeTo(booking, time.to), booking, time.to);
}

/** As above, of a booking that was asked about a while ago: as it is by now. */
export async function planChangeNow(turn: Turn, command: Command, { eventId }: Booking): Promise<Decision> {
  const bookings = await bookingsOf(turn.desk.booking, turn.person, turn.now);
  const booking = bookings.find((one) => one.eventId === eventId);
  return booking ? planChange(turn, command, booking) : warn(turn, turn.words.eventGone, []);
}

/** "Make it two hours" extends, whatever the verb. */
function changeTo(booking: Booking, { start, end }: Interval): TimeChange {
  if (start !== booking.start) return "move";
  return end > booking.end ? "extend" : "shorten";
}

/** Another time whose rooms have been looked at, or why it cannot be and what can. */
export async function planTime(
  turn: Turn,
  what: TimeChange,
  booking: Booking,
  to: Interval,
): Promise<Decision> {
  const { words } = turn;
  const change = { kind: "change", what, booking, to } as const;
  // Whoever gives time back needs nobody's leave.
  if (what === "shorten") return { ...change, needsApproval: false };
  const ahead = await lookAhead(turn.desk.search, { booking, to, asker: turn.person });
  const title = words.notChanged[what](roomsOf(booking));
  switch (ahead.kind) {
    case "free":
      return { ...change, needsApproval: ahead.needsApproval };
    case "forbidden":
      return warn(turn, title, [wordWhyNot(ahead.why, turn), words.standsAsBefore(turn.range(booking))]);
    case "unknown":
      return warn(turn, title, [
        words.busyUnknown,
        words.standsAsBefore(turn.range(booking)),
        words.tryAgainSoon,
      ]);
    case "taken":
      return what === "extend"
        ? extendInstead(turn, booking, to, ahead)
        : {
            kind: "rooms-for",
            booking,
            wish: { when: { kind: "at", interval: to }, equipment: [] },
            before: simpleCard(turn.language, title, {
              tone: "warning",
              texts: [
                words.roomTaken(ahead.room, ahead.busy.map(turn.range).join(", ")),
                words.standsAsBefore(turn.range(booking)),
              ],
            }),
          };
  }
}

const warn = (turn: Turn, title: string, texts: readonly string[]): Decision => ({
  kind: "say",
  card: simpleCard(turn.language, title, { tone: "warning", texts }),
});

/** A wish that names no time of its own, or one that changes nothing. */
async function unclear(
  turn: Turn,
  command: Command,
  booking: Booking,
  time: Exclude<NewTime, { kind: "to" }>,
): Promise<Decision> {
  const { words, language } = turn;
  const rooms = roomsOf(booking);
  const when = turn.range(booking);
  switch (time.kind) {
    case "unsaid":
      return command.intent === "extend"
        ? askHowLong(turn, command, booking)
        : warn(turn, words.moveWhen(rooms), [turn.typed(words.moveExample)]);
    case "within":
      return otherTimes(turn, command, booking, time.durationMs);
    case "not-begun":
      return warn(turn, words.notBegun(rooms), [
        when,
        words.howToCancel(turn.typed(language === "zh" ? "取消" : "cancel")),
      ]);
    case "same":
      return warn(turn, words.sameTime(rooms), [when]);
    case "nothing-left":
      return warn(turn, words.nothingLeft(rooms), [
        when,
        words.howToCancel(turn.typed(language === "zh" ? "取消" : "cancel")),
      ]);
    case "past":
      return warn(turn, words.errors.past, [words.standsAsBefore(when)]);
  }
}

/** Some time in a stretch, in the same room where it has one: to choose from. */
function otherTimes(turn: Turn, { window }: Command, booking: Booking, durationMs: number): Decision {
  const { now, office, words, range } = turn;
  const asked: Command = { intent: "find", durationMinutes: durationMs / 60_000, ...(window && { window }) };
  const reading = wishOf(asked, now, office);
  if (reading.kind !== "wish") return warn(turn, words.errors.past, [words.standsAsBefore(range(booking))]);
  const roomName = booking.rooms[0]?.name ?? "";
  return { kind: "rooms-for", booking, wish: { ...reading.wish, roomName } };
}

const LENGTHS_MINUTES = [15, 30, 60] as const;

/** By how much? */
function askHowLong(turn: Turn, command: Command, booking: Booking): Promise<Decision> {
  const { words } = turn;
  const { change: { lengthIs: _, ...change } = {}, ...plain } = command;
  return askChoice(turn, {
    title: words.extendHow(roomsOf(booking)),
    texts: [turn.range(booking)],
    choices: LENGTHS_MINUTES.map((durationMinutes) => {
      const lengthMs = durationMinutes * 60_000;
      return {
        line: words.extendBy(turn.length(lengthMs), turn.clock(booking.end + lengthMs)),
        decision: { kind: "change-it", command: { ...plain, change, durationMinutes }, booking },
      };
    }),
  });
}
