import { describe, expect, it } from "vitest";
import { feishuLimits } from "../../../src/platforms/feishu/limits.ts";

describe("Feishu's limits", () => {
  const limits = feishuLimits({ qps: 50, qpm: 1000 });

  it("are a second's and a minute's for every API, as configured", () => {
    const { reserveScope, roomBusyBatch, ...others } = limits;
    for (const [api, { windows }] of Object.entries(others))
      expect(windows, api).toEqual([
        { calls: 50, perMs: 1_000 },
        { calls: 1000, perMs: 60_000 },
      ]);
  });

  it("are careful with the API of twenty rooms a call, whose page names none", () => {
    expect(limits.roomBusyBatch.windows[0]).toEqual({ calls: 10, perMs: 1_000 });
    expect(feishuLimits({ qps: 5, qpm: 30 }).roomBusyBatch.windows[0]).toEqual({ calls: 5, perMs: 1_000 });
  });

  it("are a hundred a minute for booking rules, and never more than configured", () => {
    expect(limits.reserveScope.windows).toEqual([{ calls: 100, perMs: 60_000 }]);
    expect(feishuLimits({ qps: 5, qpm: 30 }).reserveScope.windows).toEqual([{ calls: 30, perMs: 60_000 }]);
  });
});
