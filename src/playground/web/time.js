import { choices, officeNow, state } from "./state.js";

export const MINUTES_A_DAY = 1_440;
const DAY_MS = 86_400_000;

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {string} locale
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(locale, options) {
  const name = `${locale} ${state.office.zone} ${JSON.stringify(options)}`;
  const known =
    formats.get(name) ?? new Intl.DateTimeFormat(locale, { timeZone: state.office.zone, ...options });
  formats.set(name, known);
  return known;
}

const locale = () => (choices.language === "zh" ? "zh-CN" : "en-GB");

/**
 * The office's date at an instant, `2026-03-12`.
 * @param {number} ms
 */
export const dayOf = (ms) =>
  format("sv-SE", { year: "numeric", month: "2-digit", day: "2-digit" }).format(ms);

/**
 * The office's time of day at an instant, `15:05`.
 * @param {number} ms
 */
export const clockOf = (ms) =>
  format("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(ms);

/** @param {string} day as `2026-03-12` */
export const isWeekend = (day) => [0, 6].includes(new Date(day).getUTCDay());

/** @param {number} ms */
export function minuteOf(ms) {
  const [hours = 0, minutes = 0] = clockOf(ms).split(":").map(Number);
  return hours * 60 + minutes;
}

/**
 * The weekday and the date of a day, in the page's language.
 * @param {string} day
 */
export const dayName = (day) => named(day, { weekday: "short", month: "short", day: "numeric" });

/**
 * As short as it can be told from its neighbours: `Mon 23`.
 * @param {string} day
 */
export const shortDay = (day) => named(day, { weekday: "short", day: "numeric" });

/**
 * @param {string} day
 * @param {Intl.DateTimeFormatOptions} parts
 */
const named = (day, parts) =>
  new Intl.DateTimeFormat(locale(), { timeZone: "UTC", ...parts }).format(Date.parse(day));

/** Today and the six days after it, in the office. */
export const coming = () => {
  const today = Date.parse(dayOf(officeNow()));
  return [0, 1, 2, 3, 4, 5, 6].map((days) => new Date(today + days * DAY_MS).toISOString().slice(0, 10));
};

/**
 * The part of a meeting that lies in a day, in minutes of that day.
 * @param {{ start: number, end: number }} meeting
 * @param {string} day
 */
export function withinDay({ start, end }, day) {
  const first = dayOf(start);
  const last = dayOf(end);
  if (first > day || last < day) return undefined;
  const from = first < day ? 0 : minuteOf(start);
  const to = last > day ? MINUTES_A_DAY : minuteOf(end);
  return to > from ? { from, to } : undefined;
}
