import { DateTime } from "luxon";
import { z } from "zod";
import type { Interval } from "../../core/interval.ts";
import { dataOf, listOf, maybe } from "./client.ts";

/** A block in which somebody, or a room, is held. */
export const busyBlock = z.object({
  start_time: z.string(),
  end_time: z.string(),
  rsvp_status: maybe(z.string()),
});
export const freeBusyAnswer = dataOf(z.object({ freebusy_list: listOf(busyBlock) }));

/** The window in pieces that may be asked for at once. */
export function askable({ start, end }: Interval, longestMs: number): Interval[] {
  const pieces: Interval[] = [];
  for (let from = start; from < end; from += longestMs)
    pieces.push({ start: from, end: Math.min(end, from + longestMs) });
  return pieces;
}

/** RFC 3339 with the office's offset: `2026-03-12T15:00:00+08:00`. */
export const rfc3339 = (ms: number, zone: string): string =>
  DateTime.fromMillis(ms, { zone }).set({ millisecond: 0 }).toISO({ suppressMilliseconds: true }) ??
  new Date(ms).toISOString();

/** Who has said no, or has been taken off the event, is not held by it; who has not answered yet is. */
const NOT_HELD = new Set(["decline", "removed"]);

/** The blocks as times; `undefined` when a time cannot be read, which is unknown and not free. */
export function busyOf(blocks: readonly z.infer<typeof busyBlock>[]): Interval[] | undefined {
  const busy = blocks
    .filter(({ rsvp_status: rsvp }) => !NOT_HELD.has(rsvp ?? ""))
    .map(({ start_time: start, end_time: end }) => ({ start: Date.parse(start), end: Date.parse(end) }));
  return busy.every(({ start, end }) => start <= end)
    ? busy.filter(({ start, end }) => start < end)
    : undefined;
}
