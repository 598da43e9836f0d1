import { dayNumber } from "./calendar.ts";

/** The day number of Easter Sunday in the Gregorian calendar (the anonymous algorithm of 1876). */
export function easterSunday(year: number): number {
  const a = year % 19;
  const century = Math.floor(year / 100);
  const rest = year % 100;
  const leap = Math.floor(century / 4);
  const drift = Math.floor((century + 8) / 25);
  const correction = Math.floor((century - drift + 1) / 3);
  const epact = (19 * a + century - leap - correction + 15) % 30;
  const days = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7;
  const lunar = Math.floor((a + 11 * epact + 22 * days) / 451);
  const sum = epact + days - 7 * lunar + 114;
  return dayNumber(year, Math.floor(sum / 31), (sum % 31) + 1) ?? 0;
}
