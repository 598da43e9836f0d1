import { findRooms } from "../../src/search/find-rooms.ts";
import { busyCallsIn, VENDOR_TITLES } from "../rig/calls.ts";
import { far } from "../rig/far.ts";
import { type OfficeSpec, span } from "../rig/office.ts";
import { ASKER, copyOf, withRig } from "../rig/rig.ts";
import { FAR_AWAY, VENDORS, type VendorName } from "../rig/wire.ts";
import type { Row, Section } from "../section.ts";
import { median } from "../statistics.ts";

const ROOMS = 200;
const SPEC: OfficeSpec = { rooms: ROOMS, colleagues: 1, seed: 15, busyShare: 1, busyDays: 20 };
/** Calls that the limit lets through in a second, rooms that one call tells of. */
const PACE: Readonly<Record<VendorName, { perSecond: number; roomsPerCall: number }>> = {
  dingtalk: { perSecond: 20, roomsPerCall: 5 },
  feishu: { perSecond: 50, roomsPerCall: 1 },
};

/** A question that has to look at each of 200 rooms, for nothing is free, without a cap: as quick as the limit allows. */
export const everythingFree: Section = {
  name: "“Everything free now”, 200 rooms of which each has to be asked for, no cap (80 ± 20 ms a call, limits on)",
  async run({ isQuick }) {
    const rows: Row[] = [];
    for (const vendor of VENDORS) rows.push(await measured(vendor, isQuick ? 1 : 3));
    return rows;
  },
};

async function measured(vendor: VendorName, rounds: number): Promise<Row> {
  const options = {
    spec: SPEC,
    isLimited: true,
    latency: FAR_AWAY,
    vendors: [vendor],
    questionRooms: Number.POSITIVE_INFINITY,
  };
  return withRig(options, async (rig) => {
    const asker = rig.person(vendor, ASKER);
    await rig.desk(vendor, rig.storage).search.directory.rooms(asker);
    const times: number[] = [];
    let calls = 0;
    for (let round = 0; round < rounds; round += 1) {
      // The windows of the round before are over.
      await rig
        .platform(vendor)
        .rooms.busy([], span(60, 0, 60), asker)
        .catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      const { search } = rig.desk(vendor, await copyOf(rig.storage, rig.clock));
      await far.ask("takeCalls", rig.opened.id);
      const began = performance.now();
      await findRooms(search, {
        wish: { when: { kind: "at", interval: span(round + 1, 15 * 60, 60) }, equipment: [] },
        asker,
        limit: 5,
        nearMisses: false,
      });
      times.push(performance.now() - began);
      calls = busyCallsIn(await far.ask("takeCalls", rig.opened.id), vendor);
    }
    const { perSecond, roomsPerCall } = PACE[vendor];
    const needed = Math.ceil(ROOMS / roomsPerCall);
    const waves = Math.ceil(needed / perSecond);
    const bestMs = (waves - 1) * 1_000 + FAR_AWAY.meanMs;
    const ours = median(times);
    return {
      measure: `${VENDOR_TITLES[vendor]}, times what the limit allows at best`,
      ours: ours / bestMs,
      unit: "×",
      goal: { most: 1.1 },
      note: `At best: ${needed} calls at ${perSecond} a second are ${waves} bursts, the last leaves after ${waves - 1} s and is answered ${FAR_AWAY.meanMs} ms later: ${bestMs} ms. Ours: ${ours.toFixed(0)} ms and ${calls} calls (median of ${rounds}).`,
    };
  });
}
