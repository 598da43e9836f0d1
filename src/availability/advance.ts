import { DateTime } from "luxon";
import type { RoomRules } from "../core/model.ts";
import { addDays, instantOf, localDateOf, minuteOfDay } from "../time/zone.ts";

/** How far ahead a room may be booked. */
export type Advance = NonNullable<RoomRules["advance"]>;

const MIDNIGHT = "00:00";

/** A local day so much later; a month or year that lacks the day ends on its last (31 January + 1 month is in February's last day). */
function plus(localDate: string, { amount, unit }: Advance, sign: 1 | -1 = 1): string {
  const day = DateTime.fromISO(localDate, { zone: "utc" });
  return day.plus({ [unit]: sign * amount }).toFormat("yyyy-MM-dd");
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** The last local day that may be booked at `now`: each day's new one opens at `opensAt` and not before. */
export function lastBookableDate(advance: Advance, now: number, zone: string): string {
  const today = localDateOf(now, zone);
  const isOpen = minuteOfDay(now, zone) >= minutesOf(advance.opensAt ?? MIDNIGHT);
  return plus(isOpen ? today : addDays(today, -1), advance);
}

/** When a local day becomes bookable, in epoch ms. */
export function opensAtMs(advance: Advance, localDate: string, zone: string): number {
  let opening = plus(localDate, advance, -1);
  while (plus(opening, advance) < localDate) opening = addDays(opening, 1);
  return instantOf(`${opening}T${advance.opensAt ?? MIDNIGHT}`, zone).ms;
}
