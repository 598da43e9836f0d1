/**
 * The free stretches of 1,000 rooms with 40 busy times each, in one run: ours on epoch ms, and luxon's `Interval`.
 */
import { DateTime, Interval as LuxonInterval } from "luxon";
import type { Interval } from "../src/core/interval.ts";
import { gaps } from "../src/time/interval.ts";
import { seededRandom } from "./office/random.ts";

const ROOMS = 1_000;
const BUSY = 40;
const ROUNDS = 7;
const MINUTE_MS = 60_000;
const window: Interval = {
  start: Date.parse("2026-03-09T00:00:00+08:00"),
  end: Date.parse("2026-03-16T00:00:00+08:00"),
};

const random = seededRandom(5);
const rooms = Array.from({ length: ROOMS }, () =>
  Array.from({ length: BUSY }, (): Interval => {
    const start = window.start + Math.floor((random() * (window.end - window.start)) / MINUTE_MS) * MINUTE_MS;
    return { start, end: start + (15 + Math.floor(random() * 105)) * MINUTE_MS };
  }),
);

const luxonOf = ({ start, end }: Interval) =>
  LuxonInterval.fromDateTimes(DateTime.fromMillis(start), DateTime.fromMillis(end));
const luxonWindow = luxonOf(window);
const luxonRooms = rooms.map((busy) => busy.map(luxonOf));

/** Median of some rounds, in ms, and how many gaps were found. */
function timed(run: () => number): { ms: number; found: number } {
  let found = run();
  const times = Array.from({ length: ROUNDS }, () => {
    const began = performance.now();
    found = run();
    return performance.now() - began;
  });
  return { ms: times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0, found };
}

const ours = timed(() => rooms.reduce((sum, busy) => sum + gaps(window, busy).length, 0));
const luxon = timed(() => luxonRooms.reduce((sum, busy) => sum + luxonWindow.difference(...busy).length, 0));
if (ours.found !== luxon.found) throw new Error(`${ours.found} gaps, luxon finds ${luxon.found}`);
console.log(
  `gaps of ${ROOMS} rooms × ${BUSY} busy times: freeroom ${ours.ms.toFixed(1)} ms, luxon ${luxon.ms.toFixed(1)} ms: ` +
    `${(luxon.ms / ours.ms).toFixed(1)} times as fast, the same ${ours.found} gaps`,
);
