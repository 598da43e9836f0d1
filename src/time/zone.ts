import { DateTime, IANAZone } from "luxon";
import type { Interval } from "../core/interval.ts";

/**
 * Where a wall clock meets an instant. Local times are text: `2026-03-12T15:00` (a local minute), `2026-03-12` (a local
 * date). Instants are epoch ms. Zones are IANA names.
 */

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Since 1980 every zone has changed its clock on a minute of UTC, some at 00:01: within a minute an offset stands. */
const REGULAR_SINCE_MS = Date.UTC(1980);
const MOST_KEPT = 20_000;
const offsets = new Map<string, Map<number, number>>();

/** Kept by the minute: a zone's offset takes the machine a long time to format and read, and is asked for often. */
function offsetMs(ms: number, zone: string): number {
  if (!(ms >= REGULAR_SINCE_MS)) return freshOffsetMs(ms, zone);
  const minute = Math.floor(ms / MINUTE_MS);
  const known = offsets.get(zone)?.get(minute);
  if (known !== undefined) return known;
  const found = freshOffsetMs(ms, zone);
  const kept = offsets.get(zone) ?? new Map<number, number>();
  if (kept.size >= MOST_KEPT) kept.clear();
  if (!Number.isNaN(found)) offsets.set(zone, kept.set(minute, found));
  return found;
}

const freshOffsetMs = (ms: number, zone: string): number => IANAZone.create(zone).offset(ms) * MINUTE_MS;

/** What the wall clock shows, read as if it were UTC: arithmetic on it is arithmetic on the wall clock. */
const wallMs = (ms: number, zone: string): number => ms + offsetMs(ms, zone);

const isoOf = (wall: number): string => new Date(wall).toISOString();

export interface LocalInstant {
  readonly ms: number;
  /** `gap`: the clock skips this time, and `ms` is as much later. `overlap`: it shows it twice, and `ms` is the first. */
  readonly adjusted: "gap" | "overlap" | undefined;
}

/** The instant at which the wall clock shows `localMinute` (`2026-03-12T15:00`, seconds allowed). */
export function instantOf(localMinute: string, zone: string): LocalInstant {
  const wall = LOCAL_TIME.test(localMinute) ? wallOf(localMinute) : undefined;
  if (wall === undefined) throw new RangeError(`"${localMinute}" is no local time such as 2026-03-12T15:00.`);
  return instantOfWall(wall, zone);
}

const LOCAL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/;

/** What an ISO 8601 text shows, read as UTC where it has no offset; undefined: it is none, or no such day exists. */
function wallOf(text: string): number | undefined {
  const parsed = DateTime.fromISO(text, { zone: "utc" });
  return parsed.isValid ? parsed.toMillis() : undefined;
}

function instantOfWall(wall: number, zone: string): LocalInstant {
  // A day to either side is beyond any change of the clock near `wall`.
  const [before, after] = [offsetMs(wall - DAY_MS, zone), offsetMs(wall + DAY_MS, zone)];
  const [first, second] = [wall - before, wall - after];
  const shows = (ms: number) => wallMs(ms, zone) === wall;
  if (shows(first)) return { ms: first, adjusted: first !== second && shows(second) ? "overlap" : undefined };
  if (shows(second)) return { ms: second, adjusted: undefined };
  return { ms: first, adjusted: "gap" };
}

/** `2026-03-12T15:00` */
export function localMinuteOf(ms: number, zone: string): string {
  return isoOf(wallMs(ms, zone)).slice(0, 16);
}

/** `2026-03-12` */
export function localDateOf(ms: number, zone: string): string {
  return isoOf(wallMs(ms, zone)).slice(0, 10);
}

/** Minutes that the wall clock shows since 00:00. */
export function minuteOfDay(ms: number, zone: string): number {
  const sinceMidnight = wallMs(ms, zone) % DAY_MS;
  return Math.floor(((sinceMidnight + DAY_MS) % DAY_MS) / MINUTE_MS);
}

/** The ISO weekday: 1 is Monday, 7 is Sunday. */
export function weekdayOf(localDate: string): number {
  return new Date(localDate).getUTCDay() || 7;
}

/** The date `days` later, or earlier where negative. */
export function addDays(localDate: string, days: number): string {
  return isoOf(Date.parse(localDate) + days * DAY_MS).slice(0, 10);
}

/** The whole local day: 23 or 25 hours where the clock changes. */
export function dayWindow(localDate: string, zone: string): Interval {
  return workingWindow(localDate, { from: 0, to: 24 * 60 }, zone);
}

/** The stretch of the local day between two minutes of its wall clock; `to` may be 1440, the next midnight. */
export function workingWindow(
  localDate: string,
  workingMinutes: { readonly from: number; readonly to: number },
  zone: string,
): Interval {
  const midnight = Date.parse(localDate);
  const at = (minutes: number) => instantOfWall(midnight + minutes * MINUTE_MS, zone).ms;
  return { start: at(workingMinutes.from), end: at(workingMinutes.to) };
}

/** `2026-03-12T15:00:00+08:00`, or with `.000` before the offset. */
export function rfc3339(ms: number, zone: string, { millis }: { readonly millis: boolean }): string {
  const offset = offsetMs(ms, zone);
  const hours = isoOf(Math.abs(offset)).slice(11, 16);
  return `${isoOf(ms + offset).slice(0, millis ? 23 : 19)}${offset < 0 ? "-" : "+"}${hours}`;
}

/** The instant that an ISO 8601 text names, read in `zone` where it has no offset of its own; undefined: it is none. */
export function parseIso(text: string, zone: string): number | undefined {
  const ms = wallOf(text);
  return ms === undefined || HAS_OFFSET.test(text) ? ms : instantOfWall(ms, zone).ms;
}

const HAS_OFFSET = /T.*(Z|[+-]\d\d(:?\d\d)?)$/i;

/** The next multiple of `stepMs`, or `ms` itself where it is one. */
export function roundUp(ms: number, stepMs: number): number {
  return Math.ceil(ms / stepMs) * stepMs;
}
