import type { Interval } from "../core/interval.ts";
import { clip, merge } from "../time/interval.ts";
import { localMinuteOf, minuteOfDay } from "../time/zone.ts";
import { digitPaths } from "./day-digits.ts";
import type { DayView, RoomDay } from "./day-strip.ts";

/** As wide as a phone shows it, so that what is drawn stays as large as it is meant. */
const WIDTH = 360;
const MARGIN = 14;
/** Room for a row's number. */
const LEFT = 26;
const TOP = 32;
const ROW = 36;
const BAR = 24;
const DIGITS = 10;
const HOUR_MS = 60 * 60_000;
const NOW_STEP_MS = 5 * 60_000;

/**
 * The colours bear light and dark surroundings, since the picture brings its own ground; they differ in brightness, and
 * each also in its form (filled, empty, hatched, outlined), so that nobody has to see them. Okabe and Ito's blue and
 * vermilion mark now and what was asked for.
 */
const COLOURS = {
  ground: "#ffffff",
  frame: "#c3cad5",
  free: "#eef2f7",
  busy: "#3a4658",
  unknown: "#8a94a6",
  ink: "#3a4658",
  wanted: "#d55e00",
  now: "#0072b2",
} as const;

/** A picture's size in CSS pixels, for whoever makes pixels of it. */
export const pictureSize = (rows: number): { readonly width: number; readonly height: number } => ({
  width: WIDTH,
  height: TOP + Math.max(1, rows) * ROW + MARGIN / 2,
});

/** Rooms' days as an SVG, one numbered row each, of one window. It has no text: fonts cannot be relied on. */
export function dayPicture(days: readonly RoomDay[], { nowMs: exactly, zone }: DayView): string {
  // Nobody sees less than that, and who asks again soon is shown the same picture.
  const nowMs = Math.floor(exactly / NOW_STEP_MS) * NOW_STEP_MS;
  const [first] = days;
  const { width, height } = pictureSize(days.length);
  if (!first || first.window.end <= first.window.start) return svg(width, height, "");
  const { window } = first;
  const left = days.length > 1 ? LEFT : MARGIN;
  const span = WIDTH - left - MARGIN;
  const x = (ms: number): number => round(left + (span * (ms - window.start)) / (window.end - window.start));
  const box = ({ start, end }: Interval, y: number, rest: string): string =>
    `<rect x="${x(start)}" y="${y}" width="${round(x(end) - x(start))}" height="${BAR}" ${rest}/>`;

  const hours = hoursIn(window, zone).map(({ ms, label }) => {
    const line = `<path d="M${x(ms)} ${TOP - 8}V${height - MARGIN / 2}" stroke="${COLOURS.frame}" stroke-width="1"/>`;
    return line + digitPaths(label, x(ms), 7, DIGITS, COLOURS.ink);
  });
  const rows = days.map(({ busy, wanted }, at) => {
    const y = TOP + at * ROW;
    const taken = busy ? merge(busy).flatMap((one) => clip(one, window) ?? []) : [];
    const asked = wanted && clip(wanted, window);
    return [
      days.length > 1
        ? digitPaths(String(at + 1), left / 2, y + (BAR - DIGITS) / 2, DIGITS, COLOURS.ink)
        : "",
      box(window, y, `fill="${busy ? COLOURS.free : "url(#unknown)"}" stroke="${COLOURS.frame}"`),
      ...taken.map((one) => box(one, y, `fill="${COLOURS.busy}"`)),
      asked ? box(asked, y, `fill="none" stroke="${COLOURS.wanted}" stroke-width="3"`) : "",
    ].join("");
  });
  const isToday = window.start <= nowMs && nowMs < window.end;
  const now = isToday ? nowLine(x(nowMs), height - MARGIN / 2) : "";
  return svg(width, height, [...hours, ...rows, now].join(""));
}

/** A line with a head, and an edge that sets it off from what is busy. */
const nowLine = (x: number, bottom: number): string => {
  const line = `M${x} ${TOP - 6}V${bottom}`;
  return [
    `<path d="${line}" stroke="${COLOURS.ground}" stroke-width="6"/>`,
    `<path d="${line}" stroke="${COLOURS.now}" stroke-width="3"/>`,
    `<path d="M${x - 5} ${TOP - 11}h10l-5 8Z" fill="${COLOURS.now}"/>`,
  ].join("");
};

const svg = (width: number, height: number, inside: string): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<defs><pattern id="unknown" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" fill="${COLOURS.free}"/><path d="M0 0V8" stroke="${COLOURS.unknown}" stroke-width="4"/></pattern></defs>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${COLOURS.ground}"/>`,
    inside,
    "</svg>",
  ].join("");

/** The full hours of the window that are labelled: at most a dozen or so. */
function hoursIn({ start, end }: Interval, zone: string): { ms: number; label: string }[] {
  const every = Math.ceil((end - start) / HOUR_MS / 12) * HOUR_MS;
  const toHour = (60 - minuteOfDay(start, zone)) % 60;
  const first = start + ((toHour + 60) % 60) * 60_000;
  const hours: { ms: number; label: string }[] = [];
  for (let ms = first; ms <= end; ms += every) {
    const label = localMinuteOf(ms, zone).slice(11, 13);
    hours.push({ ms, label: ms === end && label === "00" ? "24" : label });
  }
  return hours;
}

const round = (value: number): number => Math.round(value * 100) / 100;
