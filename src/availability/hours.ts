import type { Interval } from "../core/interval.ts";
import type { RoomRules } from "../core/model.ts";
import { dayWindow, localDateOf, workingWindow } from "../time/zone.ts";

/** The minutes of the local day in which a room may be used. */
export type DailyMinutes = NonNullable<RoomRules["dailyMinutes"]>;

const DAY_MINUTES = 24 * 60;

export const isAlwaysOpen = ({ from, to }: DailyMinutes): boolean => from <= 0 && to >= DAY_MINUTES;

/**
 * Tells of an instant the hours of its local day, as instants. Days are remembered, for wall clocks are slow to ask
 * and one search asks about the same few days thousands of times.
 */
export function hoursAround(daily: DailyMinutes, zone: string): (ms: number) => Interval {
  const seen: { readonly day: Interval; readonly hours: Interval }[] = [];
  return (ms) => {
    const known = seen.find(({ day }) => day.start <= ms && ms < day.end);
    if (known) return known.hours;
    const localDate = localDateOf(ms, zone);
    const hours = workingWindow(localDate, daily, zone);
    seen.push({ day: dayWindow(localDate, zone), hours });
    return hours;
  };
}
