import { byName } from "../../availability/name-match.ts";
import { type Booking, bookingsOf } from "../../booking/give-back.ts";
import { localDateOf, localMinuteOf } from "../../time/zone.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Handler, Turn } from "../turn.ts";
import { type Decision, decideAndAct } from "./decision.ts";
import { bookingLine, MOST_LISTED } from "./mine.ts";

/** Gives a booking back; asks which one unless exactly one can be meant. */
export const cancel: Handler = (turn) => decideAndAct(turn, () => decide(turn));

async function decide(turn: Turn): Promise<Decision> {
  const { words, language, command } = turn;
  const all = await bookingsOf(turn.desk.booking, turn.person, turn.now);
  if (command.choice !== undefined) {
    const chosen = command.choice === -1 ? all.at(-1) : all[command.choice - 1];
    if (!chosen)
      return {
        kind: "say",
        card: simpleCard(language, all.length ? words.listGoesTo(all.length) : words.noBookings),
      };
    if (!chosen.isOrganiser)
      return { kind: "say", card: simpleCard(language, words.notYours, { tone: "warning" }) };
    return { kind: "cancel", booking: chosen };
  }
  const own = all.filter((booking) => booking.isOrganiser);
  const meant = own.filter((booking) => isMeant(turn, booking));
  const [only] = meant;
  if (only && meant.length === 1) return { kind: "cancel", booking: only };
  if (own.length === 0) return { kind: "say", card: simpleCard(language, words.noBookings) };
  const candidates = meant.length > 0 ? meant : own;
  const asked = candidates.slice(0, MOST_LISTED);
  const hidden = candidates.length - asked.length;
  await turn.conversation.ask({ kind: "cancel", language: turn.language, bookings: asked });
  return {
    kind: "say",
    card: simpleCard(language, words.whichCancel, {
      blocks: [{ kind: "options", options: asked.map((booking, at) => bookingLine(turn, booking, at + 1)) }],
      notes: [hidden > 0 ? words.andMore(hidden) : "", words.replyWith(turn.typed("1"))],
    }),
  };
}

/** Whether what the command says of the time and the room is true of this booking. */
function isMeant(turn: Turn, booking: Booking): boolean {
  const { start, date, window, room } = turn.command;
  const { zone } = turn.office;
  const day = date ?? (window?.from.slice(0, 10) || undefined);
  return (
    (start === undefined || localMinuteOf(booking.start, zone) === start) &&
    (day === undefined || localDateOf(booking.start, zone) === day) &&
    (room === undefined || byName(booking.rooms, room).length > 0)
  );
}
