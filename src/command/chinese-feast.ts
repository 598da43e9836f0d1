import { civil, dayNumber } from "./calendar.ts";

/** Feasts of the Chinese calendar, by what the lexicon calls them. */
export const CHINESE_FEASTS = ["spring", "eve", "lantern", "qingming", "dragonBoat", "midAutumn"] as const;
export type ChineseFeast = (typeof CHINESE_FEASTS)[number];

/**
 * Month and day of the first of the first, the fifth of the fifth and the fifteenth of the eighth lunar month. They are
 * listed and not reckoned: ICU's calendar is a day off where a new moon falls about midnight in Beijing (2027, 2030).
 */
const LUNAR: Readonly<Record<number, readonly [spring: string, dragonBoat: string, midAutumn: string]>> = {
  2024: ["2-10", "6-10", "9-17"],
  2025: ["1-29", "5-31", "10-6"],
  2026: ["2-17", "6-19", "9-25"],
  2027: ["2-6", "6-9", "9-15"],
  2028: ["1-26", "5-28", "10-3"],
  2029: ["2-13", "6-16", "9-22"],
  2030: ["2-3", "6-5", "9-12"],
  2031: ["1-23", "6-24", "10-1"],
  2032: ["2-11", "6-12", "9-19"],
  2033: ["1-31", "6-1", "9-8"],
  2034: ["2-19", "6-20", "9-27"],
  2035: ["2-8", "6-10", "9-16"],
};

const lunar =
  (which: 0 | 1 | 2, shift = 0) =>
  (year: number): number | undefined => {
    const [month = 0, day = 0] = (LUNAR[year]?.[which] ?? "").split("-").map(Number);
    const found = dayNumber(year, month, day);
    return found === undefined ? undefined : found + shift;
  };

const RULES: Readonly<Record<ChineseFeast, (year: number) => number | undefined>> = {
  spring: lunar(0),
  eve: lunar(0, -1),
  lantern: lunar(0, 14),
  qingming,
  dragonBoat: lunar(1),
  midAutumn: lunar(2),
};

/** 4 to 6 April, by the mean sun: right for this century's years. */
function qingming(year: number): number | undefined {
  const short = year % 100;
  return dayNumber(year, 4, Math.floor(short * 0.2422 + 4.81) - Math.floor(short / 4));
}

/** The day of this year's feast, or of next year's where that is over; undefined where it is not known. */
export function nextChineseFeast(feast: ChineseFeast, today: number): number | undefined {
  const { year } = civil(today);
  const days = [year, year + 1].map(RULES[feast]);
  return days.find((day) => day !== undefined && day >= today);
}
