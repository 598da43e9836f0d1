import { breakdown, VENDOR_TITLES } from "../rig/calls.ts";
import { far } from "../rig/far.ts";
import { FORGOTTEN_MS, type OfficeSpec, span } from "../rig/office.ts";
import { type Rig, withRig } from "../rig/rig.ts";
import { type Heard, VENDORS, type VendorName } from "../rig/wire.ts";
import type { Row, Section } from "../section.ts";
import { mean } from "../statistics.ts";

const QUESTION = "free room tomorrow 3pm 1h";
const WANTED = span(1, 15 * 60, 60);
/** Looks at what a room has answered. */
const LOOKS: Readonly<Record<VendorName, RegExp>> = {
  dingtalk: /^calendar\.events\.(get|view)$/,
  feishu: /^calendar\.(attendees\.list|events\.get)$/,
};
/** Not metered, and asked once an hour or two: the app's token is nobody's booking. */
const TOKENS = /^(oauth|oapi\.gettoken|auth\.)/;
const MOST: Readonly<Record<VendorName, { plain: number; approval: number }>> = {
  dingtalk: { plain: 3, approval: 4 },
  feishu: { plain: 4, approval: 4 },
};

type Turn = Pick<Heard, "text" | "calls">;

/** Calls from "1" to the final word. The messages themselves are not counted: DingTalk meters them apart. */
export const booking: Section = {
  name: "Calls from choice to final word",
  async run({ isQuick }) {
    const rows: Row[] = [];
    const people = isQuick ? 3 : 10;
    for (const vendor of VENDORS) {
      rows.push(...(await withoutApproval(vendor, people)), await withApproval(vendor, people));
    }
    return rows;
  },
};

const specOf = (people: number, needApproval: boolean): OfficeSpec => ({
  // Enough that the wanted hour never runs out of rooms: half of the choices are taken away.
  rooms: 60,
  colleagues: 2 * people,
  seed: 13,
  busyShare: 0.3,
  busyDays: 2,
  needApproval,
});

const colleague = (number: number): string => `colleague-${number}`;

async function withoutApproval(vendor: VendorName, people: number): Promise<Row[]> {
  const spec = specOf(people, false);
  return withRig({ spec, isLimited: true, vendors: [vendor] }, async (rig) => {
    await rig.startBot();
    const booked: Turn[] = [];
    const refused: Turn[] = [];
    for (let at = 1; at <= people; at += 1) {
      booked.push(await choose(rig, vendor, colleague(at), /Booked: /));
      refused.push(await choose(rig, vendor, colleague(people + at), /is not booked/, { isTaken: true }));
    }
    const title = VENDOR_TITLES[vendor];
    const calls = mean(booked.map(costOf));
    const looks = booked.map((turn) => looksIn(turn, vendor));
    const isFeishu = vendor === "feishu";
    const rows: Row[] = [
      {
        measure: `${title}, no approval, no refusal${isFeishu ? ", looks at the acceptance apart" : ""}`,
        ours: isFeishu ? calls - mean(looks) : calls,
        unit: "calls",
        goal: { most: MOST[vendor].plain },
        note: `One booking: ${breakdown(booked.at(-1)?.calls ?? [])}.`,
      },
      {
        measure: `${title}, what a refusal costs more`,
        ours: mean(refused.map(costOf)) - calls,
        unit: "calls",
        goal: { most: 2 },
        note: `A refused booking with the next best offered: ${breakdown(refused.at(-1)?.calls ?? [])}.`,
      },
    ];
    if (!isFeishu) return rows;
    const looked: Row = {
      measure: `${title}, looks at the acceptance, which takes the room 0.3 to 1.5 s`,
      ours: mean(looks),
      unit: "looks",
      goal: { most: 3 },
      note: `At most ${Math.max(...looks)} looks in ${booked.length} bookings.`,
    };
    return [rows[0], looked, rows[1]].filter((row) => row !== undefined);
  });
}

async function withApproval(vendor: VendorName, people: number): Promise<Row> {
  const spec = specOf(people, true);
  // The rooms' rules are what makes them wait, so they are really read.
  return withRig({ spec, isLimited: true, vendors: [vendor], areRulesKnown: false }, async (rig) => {
    await rig.startBot();
    const asked: Turn[] = [];
    for (let at = 1; at <= people; at += 1) {
      const who = colleague(at);
      if (vendor === "feishu") await far.ask("link", rig.opened.id, who);
      asked.push(await choose(rig, vendor, who, /approv/i));
    }
    const isFeishu = vendor === "feishu";
    const looks = mean(asked.map((turn) => looksIn(turn, vendor)));
    return {
      measure: `${VENDOR_TITLES[vendor]}, the room waits for approval${isFeishu ? " (linked account), looks apart" : ""}`,
      ours: mean(asked.map(costOf)) - (isFeishu ? looks : 0),
      unit: "calls",
      goal: { most: MOST[vendor].approval },
      note: `One booking: ${breakdown(asked.at(-1)?.calls ?? [])}.`,
    };
  });
}

/** Asks for rooms and takes the first; the last answer has to be as `expected`. */
async function choose(
  rig: Rig,
  vendor: VendorName,
  who: string,
  expected: RegExp,
  { isTaken = false } = {},
): Promise<Turn> {
  const { id } = rig.opened;
  // Who asks is known, from a question that had to be asked for.
  await rig.pass(FORGOTTEN_MS);
  await far.ask("say", id, vendor, who, "is Room 0001 free tomorrow at 3pm");
  const list = await far.ask("say", id, vendor, who, QUESTION);
  const room = /Room \d+/.exec(list.text)?.[0];
  if (room === undefined) throw new Error(`no room was offered: ${list.text}`);
  if (isTaken) await far.ask("takeRoom", id, room, WANTED);
  const heard = [await far.ask("say", id, vendor, who, "1")];
  // An approver wants to know what for.
  if (/\breason\b|what is it for/i.test(heard[0]?.text ?? ""))
    heard.push(await far.ask("say", id, vendor, who, "a customer visits"));
  const text = heard.at(-1)?.text ?? "";
  if (!expected.test(text)) throw new Error(`another answer to ${who} on ${vendor}: ${text}`);
  return {
    text,
    calls: heard.flatMap(({ calls }) => calls).filter(({ api }) => !TOKENS.test(api)),
  };
}

const costOf = ({ calls }: Turn): number => calls.length;
const looksIn = ({ calls }: Turn, vendor: VendorName): number =>
  calls.filter(({ api }) => LOOKS[vendor].test(api)).length;
