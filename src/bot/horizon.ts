import { addDays, instantOf, localDateOf } from "../time/zone.ts";

/** The vendors tell busy times of 90 days at once: today is the first of them. */
const DAYS = 90;

/** The last local day that can be looked at. */
export const lastDateAhead = (now: number, zone: string): string => addDays(localDateOf(now, zone), DAYS - 1);

/** The end of that day, in epoch ms. */
export const endOfSight = (now: number, zone: string): number =>
  instantOf(`${addDays(lastDateAhead(now, zone), 1)}T00:00`, zone).ms;
