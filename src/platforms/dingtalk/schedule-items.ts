import { z } from "zod";
import type { Interval } from "../../core/interval.ts";
import { aside, maybe } from "./json.ts";
import { spanOf, vendorTime } from "./times.ts";

/** What cannot be read stays in the list as a meeting without times: it makes this time unknown, and nobody else's. */
const NO_TIMES = { status: undefined, start: undefined, end: undefined };
const item = z
  .object({ status: aside(z.string()), start: maybe(vendorTime), end: maybe(vendorTime) })
  .catch(NO_TIMES);

/** What the calendar tells of one room's or one person's time, apart from whose it is. */
export const scheduleFields = {
  error: maybe(z.string()).catch("error without a reason"),
  scheduleItems: maybe(z.array(item)).catch([NO_TIMES]),
};
export type Schedule = z.output<z.ZodObject<typeof scheduleFields>>;

/** What is known of a time: the same shape for rooms and for people. */
type Busy =
  | { readonly known: true; readonly busy: readonly Interval[] }
  | { readonly known: false; readonly why: string };

export const unknown = (why: string): Busy => ({ known: false, why });

/**
 * The busy times in what was said about one room or person. Whatever is not a plain answer is unknown: an `error`,
 * nothing said at all, a time that cannot be read. Items of every status count, `TENTATIVE` too.
 */
export function busyIn(schedules: readonly Schedule[], zone: string): Busy {
  if (schedules.length === 0) return unknown("left out of the answer");
  const busy: Interval[] = [];
  for (const { error, scheduleItems } of schedules) {
    if (error) return unknown(error);
    for (const { start, end } of scheduleItems ?? []) {
      const span = start && end && spanOf(start, end, zone);
      if (!span) return unknown("a meeting's time could not be read");
      busy.push(span);
    }
  }
  return { known: true, busy: busy.toSorted((a, b) => a.start - b.start) };
}
