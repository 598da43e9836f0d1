import { breakdown, VENDOR_TITLES } from "../rig/calls.ts";
import { far } from "../rig/far.ts";
import { colleagueKeys, FORGOTTEN_MS, type OfficeSpec, span } from "../rig/office.ts";
import { type Rig, withRig } from "../rig/rig.ts";
import { FAR_AWAY, type Heard, QUICKEST_ANSWER_MS, VENDORS, type VendorName } from "../rig/wire.ts";
import type { Row, Section } from "../section.ts";
import { mean, median, roundTrips } from "../statistics.ts";

const TRIP_MS = FAR_AWAY.meanMs;
const ROOMS = 200;
const BATCH = 5;
const SPEC: OfficeSpec = { rooms: ROOMS, colleagues: 60, seed: 14, busyShare: 0.6, busyDays: 2 };
/** Different hours, so that no single one decides: some are luckier than others. */
const HOURS = ["10am", "11am", "1pm", "2pm", "3pm", "4pm", "5pm", "10:30", "13:30", "15:30"] as const;
const UNKNOWN = { trips: 2, extraMs: 30 };
const KNOWN = { trips: 1, extraMs: 10 };

/** Everybody asks when no busy times are known, and then once more. */
export const firstOffers: Section = {
  name: "Message in → first offers (until the answer's request arrives; 200 rooms, 80 ± 20 ms a call)",
  async run({ isQuick }) {
    const rows: Row[] = [];
    for (const vendor of VENDORS) rows.push(...(await measured(vendor, isQuick ? 8 : 20, isQuick)));
    return rows;
  },
};

async function measured(vendor: VendorName, people: number, isQuick: boolean): Promise<Row[]> {
  return withRig({ spec: SPEC, isLimited: true, latency: FAR_AWAY, vendors: [vendor] }, async (rig) => {
    await rig.startBot();
    const say = (who: string, text: string) => far.ask("say", rig.opened.id, vendor, who, text);
    const unknown: Heard[] = [];
    const known: Heard[] = [];
    for (const [at, who] of colleagueKeys(people).entries()) {
      const question = `free room tomorrow ${HOURS[at % HOURS.length]} 1h`;
      // Who asks is known, from a question that had to be asked for; the busy times were, but that is too long ago.
      await rig.pass(FORGOTTEN_MS);
      await say(who, question);
      await rig.pass(FORGOTTEN_MS);
      unknown.push(await say(who, question));
      known.push(await say(who, question));
    }
    const naive = await naiveWays(rig, vendor, isQuick);
    const title = VENDOR_TITLES[vendor];
    const trips = (heard: readonly Heard[]) =>
      mean(
        heard.map(({ calls }) =>
          roundTrips(
            calls.map(({ afterMs }) => afterMs),
            QUICKEST_ANSWER_MS,
          ),
        ),
      );
    const p50 = (heard: readonly Heard[]) => median(heard.map(({ afterMs }) => afterMs));
    const row = (what: string, heard: readonly Heard[], goal: typeof UNKNOWN): Row => ({
      measure: `${title}, busy times ${what}, p50 of ${people}`,
      ours: p50(heard),
      unit: "ms",
      ...(goal === UNKNOWN && { naive }),
      goal: { most: goal.trips * TRIP_MS + goal.extraMs },
      note: `The goal is ${goal.trips} × ${TRIP_MS} + ${goal.extraMs} ms; it took ${trips(heard).toFixed(1)} round trips, and ${(p50(heard) - trips(heard) * TRIP_MS).toFixed(0)} ms besides. The last one called: ${breakdown(heard.at(-1)?.calls ?? []) || "nothing"}.`,
    });
    return [row("unknown", unknown, UNKNOWN), row("known", known, KNOWN)];
  });
}

/** All rooms, in the vendor's batches: one after the other, and all at once as far as the limit lets them. */
async function naiveWays(
  rig: Rig,
  vendor: VendorName,
  isQuick: boolean,
): Promise<{ way: string; value: number }[]> {
  const { rooms } = rig.platform(vendor);
  const asker = rig.person(vendor, colleagueKeys(1)[0] ?? "");
  const ids = (await rooms.list(asker)).map(({ id }) => id);
  const size = vendor === "dingtalk" ? BATCH : 1;
  const batches = Array.from({ length: ROOMS / size }, (_, at) => ids.slice(at * size, (at + 1) * size));
  const window = span(90, 9 * 60, 9 * 60);
  const timed = async (run: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await run();
    return performance.now() - began;
  };
  // One after the other is as long as its calls: some of them tell it, too.
  const some = isQuick ? batches.slice(0, 10) : batches;
  const sequential = await timed(async () => {
    for (const batch of some) await rooms.busy(batch, window, asker);
  });
  const parallel = await timed(() => Promise.all(batches.map((batch) => rooms.busy(batch, window, asker))));
  return [
    { way: "all rooms, one call after the other", value: (sequential * batches.length) / some.length },
    { way: "all rooms, in parallel under the limit", value: parallel },
  ];
}
