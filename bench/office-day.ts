/**
 * A day of an office alone, told as `npm run bench` tells it: what questions cost in calls and messages, how many chosen
 * offers were gone, and which quota ends first. 30 seeds; with `--quick` two.
 */
import { officeDay } from "./sections/office-day.ts";
import { plainLine } from "./table.ts";

console.log(officeDay.name);
for (const row of await officeDay.run({ isQuick: process.argv.includes("--quick") }))
  console.log(`  ${plainLine(row)}`);
