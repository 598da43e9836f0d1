import { parseArgs } from "node:util";
import { type Sample, soak } from "./run.ts";

/** `node --import tsx test/soak/cli.ts --minutes 30`: the soak at any length, with what it held as a table. */
const { values } = parseArgs({
  options: { minutes: { type: "string", default: "30" }, "per-second": { type: "string", default: "20" } },
});
const write = (line: string): void => void process.stdout.write(`${line}\n`);
const report = await soak({
  seconds: Number(values.minutes) * 60,
  perSecond: Number(values["per-second"]),
  drainSeconds: 300,
  tell: (line) => void process.stderr.write(`${line}\n`),
});
const { samples, atRest } = report;
const third = Math.ceil(samples.length / 3);
const median = (of: readonly Sample[], what: keyof Sample): number =>
  of.map((one) => one[what]).toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;

write(
  `${report.said} said, ${report.heard} heard, ${report.finished} finished with, ${report.givenUp} given up`,
);
write("| | first third | second third | last third | most | at rest |");
write("| --- | --- | --- | --- | --- | --- |");
for (const what of ["residentMb", "heapMb", "files", "sockets", "timers"] as const) {
  const thirds = [0, 1, 2].map((at) => median(samples.slice(at * third, (at + 1) * third), what));
  const most = Math.max(...samples.map((one) => one[what]));
  write(`| ${what} | ${thirds.join(" | ")} | ${most} | ${atRest[what]} |`);
}
process.exitCode =
  report.exitCode === 0 && report.stderr === "" && report.finished + report.unsent >= report.heard ? 0 : 1;
