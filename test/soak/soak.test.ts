import { expect, it } from "vitest";
import { type Sample, soak } from "./run.ts";

const most = (samples: readonly Sample[], what: keyof Sample): number =>
  Math.max(...samples.map((one) => one[what]));

/**
 * Twenty seconds: long enough for a leak with each message or each drop to show, not for a slow one, which
 * `node --import tsx test/soak/cli.ts --minutes 30` is for (figures: docs/reliability.md).
 */
it("holds no more timers, sockets and files the longer it is talked to, with everything going wrong", {
  timeout: 170_000,
}, async () => {
  const report = await soak({ seconds: 20, perSecond: 20, drainSeconds: 90 });
  expect(report.stderr).toBe("");
  expect(report.exitCode).toBe(0);
  expect(report.givenUp).toBe(0);
  expect(report.said).toBeGreaterThan(350);
  // A message that no connection was there for was never heard; what was heard is finished with.
  expect(report.heard).toBeGreaterThan(report.said / 2);
  expect(report.finished + report.unsent).toBeGreaterThanOrEqual(report.heard);
  const { samples, atRest } = report;
  expect(most(samples, "residentMb")).toBeLessThan(700);
  // Sockets that are kept for the next call, both connections, and whoever asks for the metrics.
  expect(atRest.sockets).toBeLessThan(60);
  expect(atRest.files).toBeLessThan(120);
  // A call holds its place in the vendor's window for a minute, by a timer.
  expect(atRest.timers).toBeLessThan(report.calls + 150);
});
