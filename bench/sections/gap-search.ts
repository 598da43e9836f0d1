import { DateTime, Interval as LuxonInterval } from "luxon";
import type { Interval } from "../../src/core/interval.ts";
import { gaps } from "../../src/time/interval.ts";
import { seededRandom } from "../office/random.ts";
import { MINUTE_MS } from "../rig/office.ts";
import type { Section } from "../section.ts";
import { median } from "../statistics.ts";

const ROOMS = 1_000;
const BUSY = 40;
const WINDOW: Interval = {
  start: Date.parse("2026-03-09T00:00:00+08:00"),
  end: Date.parse("2026-03-16T00:00:00+08:00"),
};

const luxonOf = ({ start, end }: Interval) =>
  LuxonInterval.fromDateTimes(DateTime.fromMillis(start), DateTime.fromMillis(end));

/** The free stretches of 1,000 rooms with 40 busy times each: ours on epoch ms, and luxon's `Interval`. */
export const gapSearch: Section = {
  name: "Gap search",
  async run({ isQuick }) {
    const rounds = isQuick ? 5 : 15;
    const random = seededRandom(5);
    const rooms = Array.from({ length: ROOMS }, () =>
      Array.from({ length: BUSY }, (): Interval => {
        const minute = Math.floor((random() * (WINDOW.end - WINDOW.start)) / MINUTE_MS);
        const start = WINDOW.start + minute * MINUTE_MS;
        return { start, end: start + (15 + Math.floor(random() * 105)) * MINUTE_MS };
      }),
    );
    const luxonWindow = luxonOf(WINDOW);
    const luxonRooms = rooms.map((busy) => busy.map(luxonOf));
    const ours = timed(rounds, () => rooms.reduce((count, busy) => count + gaps(WINDOW, busy).length, 0));
    const luxon = timed(rounds, () =>
      luxonRooms.reduce((count, busy) => count + luxonWindow.difference(...busy).length, 0),
    );
    if (ours.found !== luxon.found) throw new Error(`${ours.found} gaps, luxon finds ${luxon.found}`);
    return [
      {
        measure: `${ROOMS.toLocaleString("en-US")} rooms × ${BUSY} busy times, the same ${ours.found.toLocaleString("en-US")} gaps`,
        ours: ours.ms,
        unit: "ms",
        naive: [{ way: "luxon Interval", value: luxon.ms }],
      },
      {
        measure: "times as fast as with luxon Interval",
        ours: luxon.ms / ours.ms,
        unit: "×",
        goal: { least: 5 },
      },
    ];
  },
};

/** Median of some rounds, in ms, and how many gaps were found. */
function timed(rounds: number, run: () => number): { ms: number; found: number } {
  let found = run();
  const times = Array.from({ length: rounds }, () => {
    const began = performance.now();
    found = run();
    return performance.now() - began;
  });
  return { ms: median(times), found };
}
