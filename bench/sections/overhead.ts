import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VENDOR_TITLES } from "../rig/calls.ts";
import { far } from "../rig/far.ts";
import { heldMemory } from "../rig/memory.ts";
import { colleagueKeys, type OfficeSpec } from "../rig/office.ts";
import { type Rig, withRig } from "../rig/rig.ts";
import { type LoadOptions, type LoadResult, VENDORS } from "../rig/wire.ts";
import type { Row, Section } from "../section.ts";
import { median, percentile, sum } from "../statistics.ts";

const PER_SECOND = 200;
/** What one core carries with ease, for comparison. */
const CALM = { perSecond: 80, messages: 4_000 };
const PEOPLE = 400;
const SPEC: OfficeSpec = { rooms: 200, colleagues: PEOPLE, seed: 18, busyShare: 0.6, busyDays: 5 };
const TEXTS = [
  "free room tomorrow 3pm 1h",
  "明天下午三点 会议室 一小时",
  "free room tomorrow 10:00-11:30 for 8",
  "明天上午 会议室 4人 30分钟",
  "free room tomorrow 2pm 30 min with projector",
  "明天下午四点到五点 8人 投影",
] as const;

/**
 * What the bot itself takes for an answer when nothing has to be asked for: both platforms in one process, its storage
 * in a file, the sandbox in another process without limits or delays. The sandbox's own work is in the times.
 */
export const overhead: Section = {
  name: `Own overhead at ${PER_SECOND} messages a second, busy times known, storage in a file`,
  async run({ isQuick }) {
    const messages = isQuick ? 1_000 : 20_000;
    const folder = await mkdtemp(join(tmpdir(), "freeroom-bench-"));
    try {
      return await withRig(
        { spec: SPEC, isLimited: false, storageUrl: `file:${join(folder, "bench.db")}` },
        async (rig) => rowsOf(rig, messages),
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function rowsOf(rig: Rig, messages: number): Promise<Row[]> {
  await rig.startBot();
  const load: LoadOptions = {
    vendors: VENDORS,
    messages,
    perSecond: PER_SECOND,
    texts: TEXTS,
    colleagues: colleagueKeys(PEOPLE),
  };
  // Everybody has asked before: people, rooms and busy times are known, and the code is warm.
  await far.ask("load", rig.opened.id, { ...load, messages: 2 * PEOPLE });
  const before = heldMemory();
  const began = process.cpuUsage();
  const results = await far.ask("load", rig.opened.id, load);
  const { user, system } = process.cpuUsage(began);
  const after = heldMemory();

  const calm = await far.ask("load", rig.opened.id, {
    ...load,
    ...CALM,
    messages: Math.min(messages, CALM.messages),
  });

  const answered = sum(results.map(({ afterMs }) => afterMs.length));
  const unanswered = sum(results.map((result) => result.unanswered));
  const count = messages.toLocaleString("en-US");
  const cpuMs = (user + system) / 1_000 / messages;
  return [
    ...results.flatMap((result) => delaysOf(result)),
    ...calm.flatMap((result) => delaysOf(result, CALM.perSecond)),
    {
      measure: `messages answered, of ${count}`,
      ours: answered,
      unit: "messages",
      goal: { least: messages },
      ...(unanswered > 0 && { note: `${unanswered} were not answered within 10 s after the last.` }),
    },
    {
      measure: "processor time a message, all of the bot's process",
      ours: cpuMs,
      unit: "ms",
      note: `${(PER_SECOND * cpuMs) / 10 > 100 ? "More than one core" : `${((PER_SECOND * cpuMs) / 10).toFixed(0)} % of one core`} at ${PER_SECOND} messages a second.`,
    },
    {
      measure: `memory held after ${count} messages, of what was held before`,
      ours: (100 * after.heapMb) / before.heapMb,
      unit: "%",
      goal: { most: 110 },
      note: `Heap after collection: ${before.heapMb.toFixed(1)} MB before, ${after.heapMb.toFixed(1)} MB after; resident ${before.residentMb.toFixed(0)} MB and ${after.residentMb.toFixed(0)} MB.`,
    },
  ];
}

function delaysOf({ vendor, afterMs }: LoadResult, perSecond = PER_SECOND): Row[] {
  const title = `${VENDOR_TITLES[vendor]}${perSecond === PER_SECOND ? "" : `, at ${perSecond} a second`}`;
  return [
    { measure: `${title}, p50`, ours: median(afterMs), unit: "ms" },
    {
      measure: `${title}, p99`,
      ours: percentile(afterMs, 0.99),
      unit: "ms",
      ...(perSecond === PER_SECOND && { goal: { most: 50 } }),
    },
  ];
}
