import type { Booking } from "../../booking/bookings.ts";
import type { Handler, Turn } from "../turn.ts";
import { type Decision, decideAndAct } from "./decision.ts";
import { askWhich, meantBookings } from "./meant-booking.ts";
import { planChange } from "./plan-change.ts";

/** Extends, shortens, moves or swaps a booking; asks which one unless exactly one can be meant. */
export const change: Handler = (turn) => decideAndAct(turn, () => decide(turn));

async function decide(turn: Turn): Promise<Decision> {
  const { words, command } = turn;
  const { intent } = command;
  const what = intent === "extend" || intent === "shorten" || intent === "move" ? intent : "swap";
  const meant = await meantBookings(turn, isLikely(turn));
  if (meant.kind === "none") return { kind: "say", card: meant.card };
  const [only, ...others] = meant.bookings;
  if (meant.kind === "these" && only && others.length === 0) return planChange(turn, command, only);
  return askWhich(turn, meant.bookings, words.whichChange[what], (booking) => ({
    kind: "change-it",
    command,
    booking,
  }));
}

/** "End it now" means a meeting that is running, where one is. */
function isLikely({ command, now }: Turn): (booking: Booking) => boolean {
  const { intent, end, durationMinutes } = command;
  const isEndNow = intent === "shorten" && end === undefined && durationMinutes === undefined;
  return ({ start }) => !isEndNow || start <= now;
}
