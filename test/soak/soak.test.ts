import { expect, it } from "vitest";
import { type Sample, soak } from "./run.ts";

const most = (samples: readonly Sample[], what: keyof Sample): number =>
  Math.max(...samples.map((one) => one[what]));

const isCi = process.env.CI === "true";
/** A call holds its place in a vendor's window for a minute, by a timer: only after that nothing is left to hold. */
const LENGTH = isCi ? { seconds: 180, restSeconds: 65 } : { seconds: 20, restSeconds: 2 };

/**
 * Twenty seconds, and three minutes in CI: long enough for a leak with each message or each drop to show, not for a
 * slow one, which `node --import tsx test/soak/cli.ts --minutes 30` is for (figures: docs/reliability.md).
 */
it("holds no more timers, sockets and files the longer it is talked to, with everything going wrong", {
  timeout: 480_000,
}, async () => {
  const perSecond = 20;
  const report = await soak({ ...LENGTH, perSecond, drainSeconds: 180 });
  expect(report.stderr).toBe("");
  expect(report.exitCode).toBe(0);
  expect(report.givenUp).toBe(0);
  expect(report.said).toBeGreaterThan(0.85 * LENGTH.seconds * perSecond);
  // A message that no connection was there for was never heard; what was heard is answered.
  expect(report.heard).toBeGreaterThan(report.said / 2);
  expect(report.unanswered).toEqual([]);
  expect(report.answered).toBeGreaterThan(0.9 * report.heard);
  const { samples, atRest } = report;
  expect(samples.length).toBeGreaterThan(5);
  expect(most(samples, "residentMb")).toBeLessThan(800);
  // Both connections, sockets that are kept for the next call, and whoever asks for the metrics.
  expect(atRest.sockets).toBeLessThan(isCi ? 20 : 60);
  expect(atRest.handles).toBeLessThan(isCi ? 30 : 70);
  expect(atRest.files).toBeLessThan(isCi ? 80 : 120);
  expect(atRest.timers).toBeLessThan(isCi ? 150 : report.calls + 150);
  expect(atRest.heapMb).toBeLessThan(220);
});
