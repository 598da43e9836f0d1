import { ALL_SUPPLIES, type Day, type Supply, searchCalls, simulateDay } from "../capacity/day.ts";
import { type Costs, EDITIONS, firstToEnd, HABITS, monthOf } from "../capacity/model.ts";
import { VENDOR_TITLES } from "../rig/calls.ts";
import { VENDORS, type VendorName } from "../rig/wire.ts";
import type { Row, Section } from "../section.ts";
import { half95, mean, sum } from "../statistics.ts";

const ROOMS = 200;
const FEW_SEEDS = 5;
/** Why the goal is out of reach there. */
const ONE_ROOM_A_CALL =
  " A call tells of one room, and 300 questions ask for nearly all of 200 rooms: believed all day long it would still be 0.6 calls a question, and 3 % gone (decision 12).";
const ROOMS_A_CALL: Readonly<Record<VendorName, number>> = { dingtalk: 5, feishu: 1 };
/** What a booking and an answer cost, as the section on bookings measures it. */
export const BOOKING_COSTS: Readonly<Record<VendorName, Omit<Costs, "question">>> = {
  dingtalk: { booking: 3, answer: 0 },
  feishu: { booking: 4, answer: 1 },
};

/** Search calls a question over a day, what was gone when it was chosen, and the month that such days make. */
export const officeDay: Section = {
  name: "A day of an office of 200 rooms, simulated at the ports: 300 questions, 120 bookings by the bot, 120 by people",
  async run({ isQuick }) {
    const rows: Row[] = [];
    for (const vendor of VENDORS) rows.push(...(await measured(vendor, isQuick ? 2 : 30)));
    rows.push(await inBatches(isQuick ? 2 : 30));
    return rows;
  },
};

async function measured(vendor: VendorName, seeds: number): Promise<Row[]> {
  const days = await daysOf(vendor, seeds, "just enough");
  const supplies: string[] = [];
  for (const supply of ALL_SUPPLIES) {
    const few = await daysOf(vendor, Math.min(seeds, FEW_SEEDS), supply);
    supplies.push(
      `${supply} ${mean(few.map(callsAQuestion)).toFixed(2)} (${mean(few.map(stalePercent)).toFixed(2)} % gone)`,
    );
  }
  const title = VENDOR_TITLES[vendor];
  const perQuestion = days.map(callsAQuestion);
  const staleShare = days.map(stalePercent);
  const month = monthOf(ROOMS, { question: mean(perQuestion), ...BOOKING_COSTS[vendor] });
  return [
    {
      measure: `${title}, search calls a question, ${seeds} seeds`,
      ours: mean(perQuestion),
      unit: "calls",
      plusMinus: half95(perQuestion),
      naive: [{ way: "all rooms each time", value: ROOMS / ROOMS_A_CALL[vendor] }],
      goal: { most: 1 },
      note: `In a month whose calls are just enough. By what is left of them, ${Math.min(seeds, FEW_SEEDS)} seeds: ${supplies.join(", ")}.${vendor === "feishu" ? ONE_ROOM_A_CALL : ""}`,
    },
    {
      measure: `${title}, chosen offers that were gone`,
      ours: mean(staleShare),
      unit: "%",
      plusMinus: half95(staleShare),
      goal: { most: 1 },
      note: `${sum(days.map(({ stale }) => stale))} of ${sum(days.map(({ chosen }) => chosen))} chosen in ${seeds} days. Each is refused by the claim of the room, and the next best is offered.`,
    },
    {
      measure: `${title}, calls in a month of such days, booking included`,
      ours: month.calls,
      unit: "calls",
      note: `${HABITS.workingDaysAMonth} days; ${Math.round(month.messages).toLocaleString("en-US")} messages besides. ${endings(vendor, month)}`,
    },
  ];
}

/** Feishu's call that tells of twenty rooms, where an administrator has switched it on. */
async function inBatches(seeds: number): Promise<Row> {
  const perQuestion = (await daysOf("feishu", seeds, "just enough", 20)).map(callsAQuestion);
  return {
    measure: `Feishu with FEISHU_FREEBUSY=batch, search calls a question, ${seeds} seeds`,
    ours: mean(perQuestion),
    unit: "calls",
    plusMinus: half95(perQuestion),
    naive: [{ way: "all rooms each time", value: ROOMS / 20 }],
    goal: { most: 1 },
  };
}

async function daysOf(
  vendor: VendorName,
  seeds: number,
  supply: Supply,
  roomsPerCall?: number,
): Promise<Day[]> {
  const days: Day[] = [];
  for (let seed = 1; seed <= seeds; seed += 1)
    days.push(
      await simulateDay(vendor, ROOMS, seed, { supply, ...(roomsPerCall !== undefined && { roomsPerCall }) }),
    );
  return days;
}

const callsAQuestion = (day: Day): number => searchCalls(day) / day.questions;
/** Chosen offers that somebody else had by then. */
const stalePercent = ({ stale, chosen }: Day): number => (100 * stale) / Math.max(1, chosen);

/** Which quota ends first, by edition. */
function endings(vendor: VendorName, month: ReturnType<typeof monthOf>): string {
  return EDITIONS.filter((edition) => edition.vendor === vendor)
    .map((edition) => {
      const end = firstToEnd(month, edition);
      if (!end) return `${edition.name}: no quota ends.`;
      const day = Math.floor(end.share * HABITS.workingDaysAMonth) + 1;
      return `${edition.name}: its ${end.quota} end first, on working day ${day}.`;
    })
    .join(" ");
}
