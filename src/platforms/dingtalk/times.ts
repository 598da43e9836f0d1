import { DateTime } from "luxon";
import { z } from "zod";
import type { Interval } from "../../core/interval.ts";
import { maybe } from "./json.ts";

/** A moment as DingTalk's calendar writes it: `dateTime` and `timeZone`, or only a `date` for a whole day. */
export const vendorTime = z.object({
  date: maybe(z.string()),
  dateTime: maybe(z.string()),
  timeZone: maybe(z.string()),
});
export type VendorTime = z.output<typeof vendorTime>;

/**
 * An instant as the calendar APIs want it, `2026-03-24T15:00:00.000+08:00`: without seconds and milliseconds they
 * answer `InvalidParameter.ParsedISO8601TimestampError`.
 */
export function formatInstant(instantMs: number, zone: string): string {
  return DateTime.fromMillis(instantMs, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSSZZ");
}

/**
 * The stretch from `start` to `end`; `undefined` where they cannot be read. A whole-day event comes as a `date`, or
 * as midnight to midnight in the zone `UTC`, and means the office's local days.
 */
export function spanOf(start: VendorTime, end: VendorTime, zone: string): Interval | undefined {
  const days = daySpan(start, end, zone);
  const span = days ?? { start: instantOf(start, zone), end: instantOf(end, zone) };
  return Number.isFinite(span.start) && Number.isFinite(span.end) && span.start < span.end ? span : undefined;
}

const NO_INSTANT = Number.NaN;

function instantOf(time: VendorTime, zone: string): number {
  const text = time.dateTime ?? time.date;
  if (!text) return NO_INSTANT;
  const parsed = DateTime.fromISO(text, { zone: time.timeZone ?? zone });
  const inKnownZone = parsed.isValid ? parsed : DateTime.fromISO(text, { zone });
  return inKnownZone.isValid ? inKnownZone.toMillis() : NO_INSTANT;
}

function daySpan(start: VendorTime, end: VendorTime, zone: string): Interval | undefined {
  const from = dayOf(start);
  const to = dayOf(end);
  if (!from || !to) return undefined;
  const first = DateTime.fromISO(from, { zone });
  const last = DateTime.fromISO(to, { zone });
  // The end is the day after the last one; an event whose end is its own day is taken for one day.
  const next = last > first ? last : first.plus({ days: 1 });
  return { start: first.toMillis(), end: next.toMillis() };
}

/** `2026-03-24` where the time names a whole day. */
function dayOf({ date, dateTime, timeZone }: VendorTime): string | undefined {
  if (date && !dateTime) return date;
  if (!dateTime || timeZone !== "UTC") return undefined;
  const inUtc = DateTime.fromISO(dateTime, { zone: "utc" });
  return inUtc.isValid && inUtc.equals(inUtc.startOf("day")) ? (inUtc.toISODate() ?? undefined) : undefined;
}
