import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { silentLogger } from "../../src/core/logger.ts";
import { createCallQueue } from "../../src/queue/bottleneck-queue.ts";
import type { LimitWindow } from "../../src/queue/queue.ts";
import { seededRandom } from "../../src/sandbox/seed/random.ts";
import { mostInAnyWindow, passTimeUntil } from "./trace.ts";

/** What a vendor publishes: a second's limit, or a second's and a minute's. */
const LIMITS: readonly { readonly windows: readonly LimitWindow[]; readonly calls: number }[] = [
  { windows: [{ calls: 20, perMs: 1_000 }], calls: 240 },
  { windows: [{ calls: 50, perMs: 1_000 }], calls: 500 },
  {
    windows: [
      { calls: 10, perMs: 1_000 },
      { calls: 40, perMs: 6_000 },
    ],
    calls: 160,
  },
];

/**
 * The way to a vendor in ms, the same back, how long it works on a call once it has counted it, and the least part of
 * its limit that is used: of what answers differ by, nobody knows how much lay on the way there.
 */
const VENDORS = {
  near: { way: [1, 4], work: [60, 100], least: 0.95 },
  "in the country": { way: [15, 25], work: [30, 50], least: 0.95 },
  overseas: { way: [90, 110], work: [30, 50], least: 0.92 },
} as const;
type Vendor = (typeof VENDORS)[keyof typeof VENDORS];
/** Ways that opening a connection takes. */
const OPENING = 3;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A vendor that notes when calls arrive, over connections of which the first calls open one each. */
async function load(
  { windows, calls }: (typeof LIMITS)[number],
  { way, work }: Pick<Vendor, "way" | "work">,
  draws: () => number,
) {
  const queue = createCallQueue({
    limits: { busy: { windows, priority: "asking" } },
    logger: silentLogger,
    maxWaitMs: 600_000,
  });
  const between = ([least, most]: readonly [number, number]) => Math.round(least + (most - least) * draws());
  const arrivals: number[] = [];
  let idle = 0;
  const call = async () => {
    if (idle > 0) idle -= 1;
    else await sleep(OPENING * between(way));
    await sleep(between(way));
    arrivals.push(Date.now());
    await sleep(between(work));
    await sleep(between(way));
    idle += 1;
  };
  await passTimeUntil(Promise.all(Array.from({ length: calls }, () => queue.run("busy", call))));
  await queue.stop();
  return arrivals;
}

/** When so many waiting calls would arrive, the first at 0, if nothing but the limits held them back. */
function atBest(count: number, windows: readonly LimitWindow[]): number[] {
  const times: number[] = [];
  for (let at = 0; at < count; at += 1)
    times.push(Math.max(0, ...windows.map(({ calls, perMs }) => (times[at - calls] ?? -perMs) + perMs)));
  return times;
}

/** How long it took at best, of how long it took, from when the way is known on: after two bursts. */
function used(arrivals: readonly number[], windows: readonly LimitWindow[]): number {
  const first = 2 * Math.min(...windows.map(({ calls }) => calls));
  const [seen, best] = [arrivals.toSorted((a, b) => a - b), atBest(arrivals.length, windows)];
  const spanOf = (times: readonly number[]) => (times.at(-1) ?? 0) - (times[first] ?? 0);
  return spanOf(best) / spanOf(seen);
}

describe.each(LIMITS)("a limit of $windows.0.calls a second, $windows.length windows", (limit) => {
  it.each(Object.entries(VENDORS))(
    "is never exceeded at a vendor that is %s, and nearly all of it is used",
    async (_name, { least, ...vendor }) => {
      const arrivals = await load(limit, vendor, seededRandom(1));
      expect(arrivals).toHaveLength(limit.calls);
      for (const { calls, perMs } of limit.windows) expect(mostInAnyWindow(arrivals, perMs)).toBe(calls);
      expect(used(arrivals, limit.windows)).toBeGreaterThan(least);
    },
  );
});
