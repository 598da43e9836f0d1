import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countOf, LIST, RULES, VENDOR_TITLES } from "../rig/calls.ts";
import { far } from "../rig/far.ts";
import type { OfficeSpec } from "../rig/office.ts";
import { ASKER, openRig } from "../rig/rig.ts";
import { VENDORS, type VendorName } from "../rig/wire.ts";
import type { Row, Section } from "../section.ts";

const QUESTION = "free room tomorrow 3pm 1h";

/** What the bot asks once, and what it does not ask again after a restart: with a storage in a real file. */
export const startUp: Section = {
  name: "Start-up: the list of rooms and their rules",
  async run({ isQuick }) {
    const rows: Row[] = [];
    for (const vendor of VENDORS) rows.push(...(await measured(vendor, isQuick ? 200 : 2_000)));
    return rows;
  },
};

async function measured(vendor: VendorName, rooms: number): Promise<Row[]> {
  const spec: OfficeSpec = { rooms, colleagues: 1, seed: 12, busyShare: 0.6, busyDays: 2 };
  const folder = await mkdtemp(join(tmpdir(), "freeroom-bench-"));
  const options = {
    spec,
    isLimited: true,
    vendors: [vendor],
    areRulesKnown: false,
    storageUrl: `file:${join(folder, "bench.db")}`,
  };
  /** The same question in a process's first moments; the office is the same each time. */
  const start = async () => {
    const rig = await openRig(options);
    try {
      await rig.startBot();
      const { text } = await far.ask("say", rig.opened.id, vendor, ASKER, QUESTION);
      const calls = (await far.ask("takeCalls", rig.opened.id)).filter((call) => call.vendor === vendor);
      return { offered: new Set(text.match(/Room \d+/g)).size, calls };
    } finally {
      await rig.close();
    }
  };
  try {
    const first = await start();
    const again = await start();
    const title = VENDOR_TITLES[vendor];
    const pages = Math.ceil(rooms / 100);
    const shown = rooms.toLocaleString("en-US");
    // Feishu keeps rules for floors and buildings besides; rooms of one floor share them.
    const levels = vendor === "feishu" ? 2 : 0;
    const rules = (calls: typeof first.calls) => countOf(calls, RULES[vendor]);
    const asked = (calls: typeof first.calls) => rules(calls) + countOf(calls, LIST[vendor]);
    return [
      {
        measure: `${title}, ${shown} rooms: list calls at the first start`,
        ours: countOf(first.calls, LIST[vendor]),
        unit: "calls",
        goal: { most: pages },
      },
      {
        measure: `${title}, ${shown} rooms: rule calls for the first answer`,
        ours: rules(first.calls),
        unit: "calls",
        naive: [{ way: "all rooms at the start", value: rooms }],
        goal: { most: first.offered + levels * first.offered },
        note:
          levels === 0
            ? `${first.offered} rooms were offered: one call each.`
            : `${first.offered} rooms were offered: one call each, and one for each floor and building that they lie in, which Feishu keeps rules for besides.`,
      },
      {
        measure: `${title}, ${shown} rooms: list and rule calls after a restart`,
        ours: asked(again.calls),
        unit: "calls",
        naive: [{ way: "list and rules anew", value: asked(first.calls) }],
        goal: { most: 0 },
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
