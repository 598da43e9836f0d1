import type { RoomId } from "../../src/core/model.ts";
import { VENDOR_TITLES } from "../rig/calls.ts";
import { far } from "../rig/far.ts";
import { type OfficeSpec, span } from "../rig/office.ts";
import { ASKER, type Rig, withRig } from "../rig/rig.ts";
import { FAR_AWAY, type VendorName } from "../rig/wire.ts";
import type { Row, Section } from "../section.ts";
import { mostWithin } from "../statistics.ts";

const SPEC: OfficeSpec = { rooms: 100, colleagues: 1, seed: 17, busyShare: 0, busyDays: 0 };
const FREE_BUSY: Readonly<Record<VendorName, string>> = {
  dingtalk: "calendar.rooms.schedules",
  feishu: "calendar.freebusy.list",
};
const SECOND = { title: "second", perMs: 1_000 };
const MINUTE = { title: "minute", perMs: 60_000 };

interface Load {
  readonly vendor: VendorName;
  readonly calls: number;
  readonly limits: readonly { readonly title: string; readonly perMs: number; readonly calls: number }[];
}

/** As many calls as there is patience for, all at once: what the vendor sees of them. */
export const windows: Section = {
  name: "Calls to one API under load, in any sliding window, seen from the server (80 ± 20 ms a call)",
  async run({ isQuick }) {
    const loads: readonly Load[] = [
      { vendor: "dingtalk", calls: isQuick ? 100 : 400, limits: [{ ...SECOND, calls: 20 }] },
      {
        vendor: "feishu",
        // The minute's limit is used up after 20 s and free again after 60: these last into the second minute.
        calls: isQuick ? 250 : 1_200,
        limits: [{ ...SECOND, calls: 50 }, ...(isQuick ? [] : [{ ...MINUTE, calls: 1_000 }])],
      },
    ];
    const rows = await Promise.all(loads.map(measured));
    return rows.flat();
  },
};

async function measured({ vendor, calls, limits }: Load): Promise<Row[]> {
  return withRig({ spec: SPEC, isLimited: true, latency: FAR_AWAY, vendors: [vendor] }, async (rig) => {
    const seen = await callsOf(rig, vendor, calls);
    const moments = seen.map(({ atMs }) => atMs);
    const refused = seen.filter(({ code }) => code !== undefined).length;
    const title = VENDOR_TITLES[vendor];
    return [
      ...limits.map(
        (limit): Row => ({
          measure: `${title}, most in any ${limit.title}`,
          ours: mostWithin(moments, limit.perMs),
          unit: "calls",
          goal: { most: limit.calls },
          ...(refused > 0 && { note: `${refused} of ${seen.length} calls were refused as too many.` }),
        }),
      ),
      ...limits.map(
        (limit): Row =>
          limit.perMs === SECOND.perMs ? shareUsed(title, moments, limit) : minuteUsed(title, moments, limit),
      ),
    ];
  });
}

/** Of a minute's calls, those that were made in its fullest minute: whoever would have to wait longer than 30 s is told so. */
function minuteUsed(
  title: string,
  moments: readonly number[],
  { perMs, calls }: Load["limits"][number],
): Row {
  return {
    measure: `${title}, used of the limit of a minute`,
    ours: (100 * mostWithin(moments, perMs)) / calls,
    unit: "%",
    goal: { least: 95 },
    note: "Whoever would wait for more than 30 s for the next minute is told so, and no call is made.",
  };
}

/** Of what the limit lets through from the first call to the last, the share that was called. */
function shareUsed(
  title: string,
  moments: readonly number[],
  { title: window, perMs, calls }: Load["limits"][number],
): Row {
  // The stretch in which this limit is what holds calls back: the first burst of the longer limit, or all of it.
  const inBurst = moments.toSorted((a, b) => a - b).slice(0, 1_000);
  const [first = 0, last = 0] = [inBurst[0], inBurst.at(-1)];
  const ideal = (Math.ceil(inBurst.length / calls) - 1) * perMs;
  const rest = inBurst.length % calls || calls;
  return {
    measure: `${title}, used of the limit of a ${window}`,
    ours: (100 * (ideal + perMs)) / (last - first + perMs),
    unit: "%",
    goal: { least: 95 },
    note: `${inBurst.length} calls at ${calls} a ${window} take ${ideal / 1_000} s from the first to the last at best (the last ${rest} leave at once); they took ${((last - first) / 1_000).toFixed(2)} s.`,
  };
}

async function callsOf(rig: Rig, vendor: VendorName, count: number) {
  const { rooms } = rig.platform(vendor);
  const asker = rig.person(vendor, ASKER);
  const ids = (await rooms.list(asker)).map(({ id }): RoomId => id);
  const window = span(3, 9 * 60, 60);
  // Connections are warm, and the asker is known; then nothing is called for as long as a window lasts.
  await rooms.busy(ids.slice(0, 1), window, asker);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  await far.ask("takeCalls", rig.opened.id);
  await Promise.all(
    Array.from({ length: count }, (_, at) => {
      const id = ids[at % ids.length];
      // A call that waits longer than the queue allows is told so, and was not made.
      return id === undefined ? undefined : rooms.busy([id], window, asker).catch(() => undefined);
    }),
  );
  const seen = await far.ask("takeCalls", rig.opened.id);
  return seen.filter(({ api }) => api === FREE_BUSY[vendor]);
}
