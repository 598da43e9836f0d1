/**
 * Prints the tables of `docs/capacity.md`: what a month costs organisations of several sizes, by the simulated day, and
 * what the vendors' editions carry. Argument: number of seeds (5).
 */
import { searchCalls, simulateDay } from "./capacity/day.ts";
import {
  type Costs,
  EDITIONS,
  firstToEnd,
  HABITS,
  monthOf,
  mostRooms,
  type VendorName,
} from "./capacity/model.ts";
import { BOOKING_COSTS } from "./sections/office-day.ts";
import { mean } from "./statistics.ts";

const SIZES = [20, 50, 200, 1_000, 5_000];
/** A day of a large office averages by itself. */
const seedsFor = (rooms: number): number =>
  Math.max(1, Math.round((Number(process.argv[2] ?? 5) * 200) / Math.max(200, rooms)));

const whole = (value: number): string => Math.round(value).toLocaleString("en-US");
const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");

async function costsOf(vendor: VendorName, rooms: number): Promise<Costs> {
  const perQuestion: number[] = [];
  for (let seed = 1; seed <= seedsFor(rooms); seed += 1) {
    const day = await simulateDay(vendor, rooms, seed);
    perQuestion.push(searchCalls(day) / day.questions);
  }
  return { question: mean(perQuestion), ...BOOKING_COSTS[vendor] };
}

for (const vendor of ["dingtalk", "feishu"] as const) {
  const editions = EDITIONS.filter((edition) => edition.vendor === vendor);
  const sizes = [];
  for (const rooms of SIZES) sizes.push({ rooms, costs: await costsOf(vendor, rooms) });
  const rows = sizes.map(({ rooms, costs }) => {
    const month = monthOf(rooms, costs);
    return [
      whole(rooms * HABITS.peopleARoom),
      whole(rooms),
      costs.question.toFixed(2),
      whole(month.calls),
      whole(month.messages),
      month.questionsInBusiestMinute.toFixed(1),
      whole(month.callsInBusiestMinute),
      ...editions.map((edition) => {
        const end = firstToEnd(month, edition);
        return end ? `${end.quota} end after ${Math.floor(100 * end.share)} %` : "enough";
      }),
    ];
  });
  console.log(
    `${table(
      [
        "people",
        "rooms",
        "search calls a question",
        "calls a month",
        "messages a month",
        "questions in the busiest minute",
        "search calls in it",
        ...editions.map(({ name }) => name),
      ],
      rows,
    )}\n`,
  );
  const usual = sizes.find(({ rooms }) => rooms === 200)?.costs;
  for (const edition of usual ? editions : []) {
    const most = usual ? mostRooms(usual, edition) : 0;
    console.log(
      `${edition.name}: ${Number.isFinite(most) ? `${whole(most)} rooms` : "no quota of the month"}`,
    );
  }
  console.log();
}
