import type { Booking } from "../booking/bookings.ts";
import type { Command, LocalMinute } from "../command/command.ts";
import type { Interval } from "../core/interval.ts";
import { addDays, instantOf, localDateOf, localMinuteOf, roundUp } from "../time/zone.ts";

const MINUTE_MS = 60_000;
/** To what "now" is rounded up as the end of a meeting. */
const END_STEP_MS = 5 * MINUTE_MS;

/** What a command makes of a booking's time. */
export type NewTime =
  | { readonly kind: "to"; readonly to: Interval }
  /** Some time in the stretch that the command names. */
  | { readonly kind: "within"; readonly durationMs: number }
  /** It does not say by how much, or to when. */
  | { readonly kind: "unsaid" }
  /** "End it now" of a meeting that has not begun. */
  | { readonly kind: "not-begun" }
  /** It is so already. */
  | { readonly kind: "same" }
  | { readonly kind: "nothing-left" }
  | { readonly kind: "past" };

/** A booking, what is wanted of it, and the office's clock. */
export interface Given {
  readonly command: Command;
  readonly booking: Booking;
  /** Epoch ms. */
  readonly now: number;
  /** The office's IANA zone. */
  readonly zone: string;
}

/** The end moves away: by so much, to a time, or to so long a meeting. */
export function extendedTime(given: Given): NewTime {
  const end = saidEnd(given, 1);
  const { start, end: until } = given.booking;
  if (end === undefined) return { kind: "unsaid" };
  return end > until ? { kind: "to", to: { start, end } } : { kind: "same" };
}

/** The end comes nearer; where nothing is said of it, it is now. */
export function shortenedTime(given: Given): NewTime {
  const { booking, now } = given;
  const { start, end: until } = booking;
  const isRunning = start <= now;
  const soonest = roundUp(now, END_STEP_MS);
  const said = saidEnd(given, -1);
  if (said === undefined && !isRunning) return { kind: "not-begun" };
  const end = isRunning ? Math.max(said ?? soonest, soonest) : (said ?? until);
  if (end <= start) return { kind: "nothing-left" };
  return end < until ? { kind: "to", to: { start, end } } : { kind: "same" };
}

/** All of it moves; it stays as long as it is unless another length or an end is said. */
export function movedTime(given: Given): NewTime {
  const { command, booking, now, zone } = given;
  const { window, durationMinutes } = command;
  const durationMs =
    durationMinutes === undefined || isShift(command)
      ? booking.end - booking.start
      : durationMinutes * MINUTE_MS;
  if (window && command.start === undefined) return { kind: "within", durationMs };
  const start = saidStart(given);
  if (start === undefined) return { kind: "unsaid" };
  const end =
    command.start !== undefined && command.end !== undefined && durationMinutes === undefined
      ? start + (instantOf(command.end, zone).ms - instantOf(command.start, zone).ms)
      : start + durationMs;
  if (start === booking.start && end === booking.end) return { kind: "same" };
  if (end <= now || (start < now && start !== booking.start)) return { kind: "past" };
  return { kind: "to", to: { start, end } };
}

const isShift = ({ change }: Command): boolean =>
  change?.lengthIs === "later" || change?.lengthIs === "earlier";

/** The end that is said; `direction` is what a mere length means: so much more, or so much less. */
function saidEnd({ command, booking, zone }: Given, direction: 1 | -1): number | undefined {
  const { end, durationMinutes, change } = command;
  if (durationMinutes !== undefined) {
    const lengthMs = durationMinutes * MINUTE_MS;
    return change?.lengthIs === "total" ? booking.start + lengthMs : booking.end + direction * lengthMs;
  }
  if (end === undefined) return undefined;
  const at = onItsDay(end, command, booking, zone);
  // An end after midnight is that of the day after.
  return at > booking.start || !isDateAssumed(command) ? at : onItsDay(end, command, booking, zone, 1);
}

function saidStart({ command, booking, zone }: Given): number | undefined {
  const { start, date, durationMinutes, change } = command;
  if (durationMinutes !== undefined && isShift(command)) {
    const sign = change?.lengthIs === "earlier" ? -1 : 1;
    return booking.start + sign * durationMinutes * MINUTE_MS;
  }
  if (start !== undefined) return onItsDay(start, command, booking, zone);
  // "Make it two hours" leaves it where it is.
  if (date === undefined) return change?.lengthIs === "total" ? booking.start : undefined;
  return instantOf(`${date}${localMinuteOf(booking.start, zone).slice(10)}`, zone).ms;
}

/** A time whose day nobody said is on the booking's day. */
function onItsDay(
  local: LocalMinute,
  command: Command,
  booking: Booking,
  zone: string,
  daysLater = 0,
): number {
  if (!isDateAssumed(command)) return instantOf(local, zone).ms;
  const day = addDays(localDateOf(booking.start, zone), daysLater);
  return instantOf(`${day}${local.slice(10)}`, zone).ms;
}

const isDateAssumed = ({ assumed = [] }: Command): boolean => assumed.includes("date");
