import { parseArgs } from "node:util";
import { type Sample, type SoakReport, soak } from "./run.ts";
import { type Trend, trendOf } from "./trend.ts";

/** What is flat: how a stretch is summed up, and what growth is nothing. */
const MEASURES = {
  residentMb: { of: "mean", least: 20 },
  heapMb: { of: "least", least: 5 },
  files: { of: "mean", least: 5 },
  sockets: { of: "mean", least: 5 },
  handles: { of: "mean", least: 5 },
  timers: { of: "mean", least: 100 },
} as const;

/** A line through less than this tells of the moment, not of what the process does. */
const TELLING_SECONDS = 300;

const median = (of: readonly number[]): number =>
  of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;
const round = (value: number): number => Math.round(value * 10) / 10;

/** The trends after a warm-up: a fifth of the time, and at least the minute for which a call holds its place. */
function trendsOf({ samples }: SoakReport): ReadonlyMap<string, Trend> {
  const last = samples.at(-1)?.second ?? 0;
  const warm = samples.filter(({ second }) => second >= Math.max(75, last / 5));
  const trends = Object.entries(MEASURES).map(([name, how]) => {
    const values = warm.map((one) => ({ second: one.second, value: one[name as keyof Sample] }));
    const trend = trendOf(values, how);
    const isLong = last - (warm[0]?.second ?? last) >= TELLING_SECONDS;
    return [name, isLong ? trend : { ...trend, verdict: "unclear" as const }] as const;
  });
  return new Map(trends);
}

function* linesOf(report: SoakReport, trends: ReadonlyMap<string, Trend>): Generator<string> {
  const { samples, atRest } = report;
  yield `${report.said} said, ${report.heard} heard, ${report.answered} answered, ${report.unsent} lost on the way, ` +
    `${report.unanswered.length} unanswered, ${report.givenUp} given up; ${report.calls} calls; exit code ${report.exitCode}`;
  yield "| | first third | second third | last third | most | at rest | growth an hour (95 %) | verdict |";
  yield "| --- | --- | --- | --- | --- | --- | --- | --- |";
  const third = Math.ceil(samples.length / 3);
  for (const [name, { perHour, plusMinus, verdict }] of trends) {
    const values = samples.map((one) => one[name as keyof Sample]);
    const thirds = [0, 1, 2].map((at) => median(values.slice(at * third, (at + 1) * third)));
    const growth = Number.isNaN(perHour) ? "–" : `${round(perHour)} ± ${round(plusMinus)}`;
    const most = Math.max(...values);
    yield `| ${name} | ${thirds.join(" | ")} | ${most} | ${atRest[name as keyof Sample]} | ${growth} | ${verdict} |`;
  }
}

/** `node --import tsx test/soak/cli.ts --minutes 30`: the soak at any length, with what it held as a table. */
const { values } = parseArgs({
  options: { minutes: { type: "string", default: "30" }, "per-second": { type: "string", default: "20" } },
});
const report = await soak({
  seconds: Number(values.minutes) * 60,
  perSecond: Number(values["per-second"]),
  drainSeconds: 300,
  restSeconds: 65,
  tell: (line) => void process.stderr.write(`${line}\n`),
});
const trends = trendsOf(report);
for (const line of linesOf(report, trends)) process.stdout.write(`${line}\n`);
if (report.stderr) process.stdout.write(`Standard error: ${report.stderr.slice(0, 2_000)}\n`);
const isFlat = [...trends.values()].every(({ verdict }) => verdict !== "grows");
const isSound = report.exitCode === 0 && report.stderr === "" && report.unanswered.length === 0;
process.exitCode = isFlat && isSound && report.givenUp === 0 ? 0 : 1;
