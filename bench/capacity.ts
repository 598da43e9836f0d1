/**
 * Writes the tables of `docs/capacity.md`: what a month costs organisations of several sizes, by the simulated day, and
 * what the vendors' editions carry. Argument: number of seeds (5). It takes minutes.
 */
import { readFileSync, writeFileSync } from "node:fs";
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
/** A question of a larger office is as dear as of this one: it asks for the best ranked rooms only, as long as some are free. */
const LARGEST_SIMULATED = 1_000;
const seeds = Number(process.argv[2] ?? 5);
/** A day of a large office averages by itself. */
const seedsFor = (rooms: number): number => Math.max(1, Math.round((seeds * 200) / Math.max(200, rooms)));

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

const HEAD = [
  "people",
  "rooms",
  "search calls a question",
  "calls a month",
  "messages a month",
  "questions in the busiest minute",
  "search calls in it",
];

/** A vendor's table, and how many rooms each of its editions carries. */
async function partOf(vendor: VendorName): Promise<string> {
  const editions = EDITIONS.filter((edition) => edition.vendor === vendor);
  const costs = new Map<number, Costs>();
  for (const rooms of SIZES.filter((size) => size <= LARGEST_SIMULATED))
    costs.set(rooms, await costsOf(vendor, rooms));
  const costsAt = (rooms: number): Costs => {
    const found = costs.get(Math.min(rooms, LARGEST_SIMULATED));
    if (!found) throw new Error(`No day of ${rooms} rooms was simulated.`);
    return found;
  };
  const rows = SIZES.map((rooms) => {
    const month = monthOf(rooms, costsAt(rooms));
    return [
      whole(rooms * HABITS.peopleARoom),
      whole(rooms),
      costsAt(rooms).question.toFixed(2),
      whole(month.calls),
      whole(month.messages),
      month.questionsInBusiestMinute.toFixed(1),
      whole(month.callsInBusiestMinute),
      ...editions.map((edition) => {
        const end = firstToEnd(month, edition);
        return end ? `${end.quota} end after ${Math.floor(100 * end.share)} % of the month` : "enough";
      }),
    ];
  });
  const carried = editions.map((edition) => {
    const most = mostRooms(costsAt(200), edition);
    return `- ${edition.name}: ${Number.isFinite(most) ? `${whole(most)} rooms` : "no quota of the month"}`;
  });
  return [
    table([...HEAD, ...editions.map(({ name }) => name)], rows),
    "Rooms whose month an edition carries, by the costs of 200 rooms:",
    carried.join("\n"),
  ].join("\n\n");
}

const page = new URL("../docs/capacity.md", import.meta.url);
let text = readFileSync(page, "utf8");
for (const vendor of ["dingtalk", "feishu"] as const) {
  const part = await partOf(vendor);
  console.log(`${part}\n`);
  const [from, to] = [`<!-- ${vendor}: written by bench/capacity.ts -->`, `<!-- end of ${vendor} -->`];
  const [before, rest] = text.split(from);
  const after = rest?.split(to)[1];
  if (before === undefined || after === undefined) throw new Error(`The page has no place for ${vendor}.`);
  text = `${before}${from}\n\n${part}\n\n${to}${after}`;
}
writeFileSync(page, text);
