import { DateTime } from "luxon";
import { z } from "zod";
import type { Interval } from "../../core/interval.ts";
import { dataOf, listOf, maybe } from "./client.ts";

const answer = z.object({
  start_time: z.string(),
  end_time: z.string(),
  rsvp_status: maybe(z.string()),
});
export const freeBusyAnswer = dataOf(z.object({ freebusy_list: listOf(answer) }));

/** `POST /calendar/v4/freebusy/list` takes at most 90 days at once. */
const LONGEST_WINDOW_MS = 90 * 24 * 60 * 60_000;

/** The window in pieces that may be asked for. */
export function askable({ start, end }: Interval): Interval[] {
  const pieces: Interval[] = [];
  for (let from = start; from < end; from += LONGEST_WINDOW_MS)
    pieces.push({ start: from, end: Math.min(end, from + LONGEST_WINDOW_MS) });
  return pieces;
}

/** RFC 3339 with the office's offset: `2026-03-12T15:00:00+08:00`. */
export const rfc3339 = (ms: number, zone: string): string =>
  DateTime.fromMillis(ms, { zone }).set({ millisecond: 0 }).toISO({ suppressMilliseconds: true }) ??
  new Date(ms).toISOString();

/** A room that has said no, or has been taken off the event, is not held by it; one that has not answered yet is. */
const NOT_HELD = new Set(["decline", "removed"]);

/** The blocks in which the room is held; `undefined` when a time cannot be read, which is unknown and not free. */
export function busyOf(blocks: readonly z.infer<typeof answer>[]): Interval[] | undefined {
  const busy = blocks
    .filter(({ rsvp_status: rsvp }) => !NOT_HELD.has(rsvp ?? ""))
    .map(({ start_time: start, end_time: end }) => ({ start: Date.parse(start), end: Date.parse(end) }));
  return busy.every(({ start, end }) => start <= end)
    ? busy.filter(({ start, end }) => start < end)
    : undefined;
}
