import type { Booking } from "../../booking/bookings.ts";
import { roomsOf } from "../replies/change-card.ts";
import type { Handler, Turn } from "../turn.ts";
import { askChoice } from "./ask-choice.ts";
import { type Decision, decideAndAct } from "./decision.ts";
import { askWhich, meantBookings } from "./meant-booking.ts";
import { bookingDetails } from "./mine.ts";

/** Gives bookings back; asks which one unless exactly one can be meant. */
export const cancel: Handler = (turn) => decideAndAct(turn, () => decide(turn));

async function decide(turn: Turn): Promise<Decision> {
  const { words } = turn;
  const meant = await meantBookings(turn);
  if (meant.kind === "none") return { kind: "say", card: meant.card };
  const { bookings } = meant;
  if (meant.kind === "ask") {
    return askWhich(turn, bookings, words.whichCancel, (booking) => ({
      kind: "cancel",
      bookings: [booking],
    }));
  }
  const hasSeries = bookings.some(({ isSeries }) => isSeries);
  const wasCounted = turn.command.change?.choices !== undefined;
  const isClear = !hasSeries && (bookings.length === 1 || wasCounted);
  return isClear ? { kind: "cancel", bookings } : askFirst(turn, bookings);
}

/** Everything that fits, or all of a series: the person says yes to it first. */
function askFirst(turn: Turn, bookings: readonly Booking[]): Promise<Decision> {
  const { words } = turn;
  const lines = bookings.map((booking) =>
    [roomsOf(booking), ...bookingDetails(turn, booking)].filter(Boolean).join(" · "),
  );
  return askChoice(
    turn,
    {
      title: words.reallyCancel(bookings.length),
      texts: [lines.join("\n"), bookings.some(({ isSeries }) => isSeries) ? words.seriesWhole : ""],
      choices: [{ line: words.cancelIt, decision: { kind: "cancel", bookings } }],
    },
    { takesYes: true },
  );
}
