import { afterEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import { Latency } from "../../src/sandbox/latency.ts";

const FAR = { meanMs: 80, spreadMs: 20 };

describe("the way back from the vendors", () => {
  it("takes what the seed draws, within the spread and about the mean", () => {
    const drawn = (seed: number) => {
      const latency = new Latency(seed, FAR);
      return Array.from({ length: 1_000 }, () => latency.draw());
    };
    expect(drawn(3)).toEqual(drawn(3));
    expect(drawn(3)).not.toEqual(drawn(4));
    expect(Math.min(...drawn(3))).toBeGreaterThanOrEqual(60);
    expect(Math.max(...drawn(3))).toBeLessThanOrEqual(100);
    const mean = drawn(3).reduce((sum, ms) => sum + ms, 0) / 1_000;
    expect(mean).toBeGreaterThan(78);
    expect(mean).toBeLessThan(82);
  });

  it("is no way at all until it is set, and never a negative one", () => {
    expect(new Latency(1).draw()).toBe(0);
    const latency = new Latency(1);
    latency.set({ meanMs: 1, spreadMs: 50 });
    expect(Math.min(...Array.from({ length: 100 }, () => latency.draw()))).toBe(0);
  });
});

describe("a sandbox that is far away", () => {
  let sandbox: Sandbox | undefined;
  afterEach(() => sandbox?.close());

  it("answers each call of either vendor no sooner than after the shortest way, refusals too", async () => {
    sandbox = await startSandbox({ meetings: "none", latency: FAR });
    const urls = [
      `${sandbox.dingtalk.base}/v1.0/rooms/meetingRoomLists`,
      `${sandbox.feishu.base}/open-apis/vc/v1/rooms`,
    ];
    for (const url of urls) {
      const began = performance.now();
      await (await fetch(url)).text();
      expect(performance.now() - began, url).toBeGreaterThanOrEqual(60);
    }
    // The vendor counts a call when it comes, not when its answer has arrived.
    const [first, second] = sandbox.trace.calls();
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(60);
  });
});
