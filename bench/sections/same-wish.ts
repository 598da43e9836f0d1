import { busyCallsIn, VENDOR_TITLES } from "../rig/calls.ts";
import { far } from "../rig/far.ts";
import { colleagueKeys, FORGOTTEN_MS, type OfficeSpec } from "../rig/office.ts";
import { type Rig, withRig } from "../rig/rig.ts";
import { FAR_AWAY, type Heard, VENDORS, type VendorName } from "../rig/wire.ts";
import type { Row, Section } from "../section.ts";
import { median } from "../statistics.ts";

const PEOPLE = 50;
const QUESTION = "free room tomorrow 3pm 1h";
const WITHIN_MS = 1_000;
const SPEC: OfficeSpec = { rooms: 200, colleagues: PEOPLE, seed: 16, busyShare: 0.6, busyDays: 5 };

/** Fifty people want the same thing at once, each alone with the bot: one search for all of them. */
export const sameWish: Section = {
  name: "50 people with the same wish within a second",
  async run() {
    const rows: Row[] = [];
    for (const vendor of VENDORS) rows.push(...(await measured(vendor)));
    return rows;
  },
};

async function measured(vendor: VendorName): Promise<Row[]> {
  return withRig({ spec: SPEC, isLimited: true, latency: FAR_AWAY, vendors: [vendor] }, async (rig) => {
    await rig.startBot();
    const people = colleagueKeys(PEOPLE);
    // Everybody is known: whoever asks for the first time is looked up, once a day.
    await askAll(rig, vendor, people);
    await rig.pass(FORGOTTEN_MS);
    const one = await askAll(rig, vendor, people.slice(0, 1));
    await rig.pass(FORGOTTEN_MS);
    const all = await askAll(rig, vendor, people);
    const title = VENDOR_TITLES[vendor];
    const answered = all.heard.filter(({ text }) => /Free: /.test(text)).length;
    return [
      {
        measure: `${title}, times the free/busy calls of one`,
        ours: all.calls / Math.max(1, one.calls),
        unit: "×",
        goal: { most: 1.2 },
        note: `One person: ${one.calls} calls. ${PEOPLE} people: ${all.calls}. Each for themselves it would be ${PEOPLE * one.calls}, all rooms each time ${PEOPLE * (vendor === "dingtalk" ? SPEC.rooms / 5 : SPEC.rooms)}.`,
      },
      {
        measure: `${title}, answered with offers, p50 after ${median(all.heard.map(({ afterMs }) => afterMs)).toFixed(0)} ms`,
        ours: answered,
        unit: "people",
        goal: { least: PEOPLE },
      },
    ];
  });
}

/** Everybody asks, evenly spread over a second. */
async function askAll(
  rig: Rig,
  vendor: VendorName,
  people: readonly string[],
): Promise<{ heard: Heard[]; calls: number }> {
  const { id } = rig.opened;
  await far.ask("takeCalls", id);
  const heard = await Promise.all(
    people.map(async (who, at) => {
      await new Promise((resolve) => setTimeout(resolve, (at * WITHIN_MS) / PEOPLE));
      return far.ask("say", id, vendor, who, QUESTION);
    }),
  );
  return { heard, calls: busyCallsIn(await far.ask("takeCalls", id), vendor) };
}
