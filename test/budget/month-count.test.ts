import { afterEach, expect, it, vi } from "vitest";
import { MonthCount } from "../../src/budget/month-count.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { MovableClock } from "../../src/sandbox/clock.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";

afterEach(() => vi.restoreAllMocks());

const MARCH = Date.parse("2026-03-14T10:00:00+08:00");

function open({ nowMs = MARCH, calls = 100 } = {}) {
  const clock = new MovableClock(nowMs);
  const storage = createMemoryStorage(clock);
  const warn = vi.fn();
  const logger = { ...silentLogger, warn };
  const instance = () => new MonthCount({ platform: "dingtalk", storage, clock, logger, shares: { calls } });
  return { clock, storage, warn, instance };
}
const spend = (count: MonthCount, calls: number) => {
  for (let n = 0; n < calls; n += 1) count.count("calls");
};

it("counts at once, and what was written down after a restart and by other instances too", async () => {
  const { instance } = open();
  const [one, other] = [instance(), instance()];
  spend(one, 7);
  spend(other, 5);
  expect(one.calls()).toEqual({ used: 7, of: 100 });
  await Promise.all([one.flush(), other.flush()]);
  await one.flush();
  const restarted = instance();
  await restarted.flush();
  expect(restarted.calls().used).toBe(12);
  expect(one.calls().used).toBe(12);
  expect(one.messages()).toEqual({ used: 0 });
});

it("warns once at 80 % and once at 95 %, whoever counts", async () => {
  const { instance, warn } = open();
  const [one, other] = [instance(), instance()];
  for (const [count, calls, warnings] of [
    [one, 79, 0],
    [other, 1, 1],
    [one, 14, 1],
    [other, 1, 2],
    [one, 10, 2],
  ] as const) {
    spend(count, calls);
    await count.flush();
    expect(warn, `${calls} more`).toHaveBeenCalledTimes(warnings);
  }
  expect(warn.mock.calls[0]?.[0]).toMatch(/80 % of this month's calls on dingtalk/);
});

it("begins anew with the vendor's month, in Shanghai", async () => {
  const { instance, clock } = open({ nowMs: Date.parse("2026-03-31T23:59:00+08:00") });
  const count = instance();
  spend(count, 3);
  await count.flush();
  clock.advance(60_000);
  expect(count.calls().used).toBe(0);
  spend(count, 1);
  await count.flush();
  expect(count.calls().used).toBe(1);
});

it("keeps what it could not write down, and says so", async () => {
  const { instance, storage, warn } = open();
  const count = instance();
  await count.flush();
  vi.spyOn(storage, "write").mockRejectedValueOnce(new Error("disk full"));
  spend(count, 4);
  await count.flush();
  expect(warn).toHaveBeenCalledOnce();
  expect(count.calls().used).toBe(4);
  await count.flush();
  const restarted = instance();
  await restarted.flush();
  expect(restarted.calls().used).toBe(4);
});
