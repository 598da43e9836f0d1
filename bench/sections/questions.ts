import { findRooms } from "../../src/search/find-rooms.ts";
import { busyCallsIn, VENDOR_TITLES } from "../rig/calls.ts";
import { far } from "../rig/far.ts";
import { busyTimesOf, type OfficeSpec, officeOf } from "../rig/office.ts";
import { ASKER, copyOf, type Rig, roomIdOf, withRig } from "../rig/rig.ts";
import { VENDORS, type VendorName } from "../rig/wire.ts";
import { isFree, seededWishes } from "../rig/wishes.ts";
import type { Row, Section } from "../section.ts";
import { half95, mean } from "../statistics.ts";

const SHOWN = 5;
/** With so many free rooms, so many offers have to be made. */
const ENOUGH = 3;
const GOALS: Readonly<Record<VendorName, Readonly<Record<number, number>>>> = {
  dingtalk: { 20: 2, 200: 3, 2000: 3 },
  feishu: { 20: 10, 200: 15, 2000: 15 },
};
/** DingTalk tells of five rooms a call, Feishu of one. */
const UNITS: Readonly<Record<VendorName, "calls" | "rooms">> = { dingtalk: "calls", feishu: "rooms" };
const specOf = (rooms: number): OfficeSpec => ({
  rooms,
  colleagues: 1,
  seed: 11,
  busyShare: 0.6,
  busyDays: 2,
});

/** Free/busy requests a question, each asked as if it were the first of the day. */
export const questions: Section = {
  name: "Free/busy requests a question, busy times unknown",
  async run({ isQuick }) {
    const rows: Record<VendorName, Row[]> = { dingtalk: [], feishu: [] };
    const count = isQuick ? 25 : 200;
    for (const rooms of [20, 200, 2_000]) {
      const spec = specOf(rooms);
      await withRig({ spec, isLimited: false }, async (rig) => {
        for (const vendor of VENDORS) rows[vendor].push(await measured(rig, spec, vendor, count));
      });
    }
    return VENDORS.flatMap((vendor) => rows[vendor]);
  },
};

async function measured(rig: Rig, spec: OfficeSpec, vendor: VendorName, count: number): Promise<Row> {
  const asker = rig.person(vendor, ASKER);
  const { id } = rig.opened;
  const warm = rig.desk(vendor, rig.storage).search;
  const rooms = await warm.directory.rooms(asker);
  const [first] = rooms;
  // Whoever asks is known: ids of people are looked up once a day.
  if (first) await rig.platform(vendor).rooms.busy([first.id], ANOTHER_DAY, asker);
  const busy = busyTimesOf(spec);
  const booked = new Map(
    officeOf(spec).rooms.map((room) => [roomIdOf(room, vendor), busy.get(room.key) ?? []]),
  );

  const calls: number[] = [];
  let tooFew = 0;
  await far.ask("takeCalls", id);
  for (const wish of seededWishes(spec.rooms, count)) {
    const { search } = rig.desk(vendor, await copyOf(rig.storage, rig.clock));
    const { offers } = await findRooms(search, { wish, asker, limit: SHOWN, nearMisses: true });
    calls.push(busyCallsIn(await far.ask("takeCalls", id), vendor));
    const free = rooms.filter((room) => isFree(room, wish, booked.get(room.id) ?? [])).length;
    if (offers.length < Math.min(ENOUGH, free)) tooFew += 1;
  }
  return {
    measure: `${VENDOR_TITLES[vendor]}, ${spec.rooms.toLocaleString("en-US")} rooms, mean of ${count} seeded questions`,
    ours: mean(calls),
    unit: UNITS[vendor],
    plusMinus: half95(calls),
    naive: [
      {
        way: "all rooms each time",
        value: await allRooms(
          rig,
          vendor,
          rooms.map((room) => room.id),
        ),
      },
    ],
    goal: { most: GOALS[vendor][spec.rooms] ?? 0 },
    ...(tooFew > 0 && {
      note: `In ${tooFew} of ${count} questions fewer than ${ENOUGH} were offered although as many were free: all rooms that one question may ask about were asked (QUESTION_ROOMS).`,
    }),
  };
}

const ANOTHER_DAY = { start: Date.parse("2026-03-20T01:00:00Z"), end: Date.parse("2026-03-20T10:00:00Z") };

/** What every open tool does: all rooms, in the vendor's batches. Counted from the sandbox's side. */
async function allRooms(rig: Rig, vendor: VendorName, ids: readonly string[]): Promise<number> {
  const { rooms } = rig.platform(vendor);
  const asker = rig.person(vendor, ASKER);
  await far.ask("takeCalls", rig.opened.id);
  const batches = Array.from({ length: Math.ceil(ids.length / 5) }, (_, at) => ids.slice(5 * at, 5 * at + 5));
  await Promise.all(batches.map((batch) => rooms.busy(batch, ANOTHER_DAY, asker)));
  return busyCallsIn(await far.ask("takeCalls", rig.opened.id), vendor);
}
