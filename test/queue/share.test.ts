import { describe, expect, it } from "vitest";
import { silentLogger } from "../../src/core/logger.ts";
import { createCallQueue } from "../../src/queue/bottleneck-queue.ts";
import { createGate } from "../../src/queue/gate.ts";
import type { LimitWindow } from "../../src/queue/queue.ts";
import type { SharedLimits } from "../../src/queue/shared-limits.ts";

const A_MINUTE: readonly LimitWindow[] = [{ calls: 100, perMs: 60_000 }];

/** Limits that two share and that cannot be asked, as they were seen half a second ago. */
function unreachable(permits: number | undefined): SharedLimits & { readonly watched: string[] } {
  const watched: string[] = [];
  return {
    watched,
    watch: (api) => void watched.push(api),
    take: async () => {
      throw new Error("out of reach");
    },
    note: async () => {},
    counted: async () => {},
    used: () => (permits === undefined ? undefined : { permits, atMs: Date.now() - 500 }),
    sharers: () => 2,
    upSinceMs: () => undefined,
    close: async () => {},
  };
}

/** How many calls of a minute's window may be made at once. */
async function madeAtOnce(permits: number | undefined): Promise<number> {
  const gate = createGate("slow", A_MINUTE, unreachable(permits));
  const leave = new AbortController();
  let made = 0;
  const all = Array.from({ length: 100 }, () =>
    gate.enter(leave.signal).then(
      () => {
        made += 1;
      },
      () => {},
    ),
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  leave.abort();
  await Promise.all(all);
  return made;
}

describe("one process's share of a limit that only counts a minute, while the others cannot be asked", () => {
  it("is had at once, of what was left when that was last seen and a tenth less", async () => {
    expect(await madeAtOnce(10)).toBe(40);
    expect(await madeAtOnce(80)).toBe(5);
  });

  it("is waited for where nothing is left, or nothing is known", async () => {
    expect(await madeAtOnce(95)).toBe(0);
    expect(await madeAtOnce(undefined)).toBe(0);
  });

  it("is known of every API from the start, whoever calls it", () => {
    const shared = unreachable(0);
    const limits = {
      slow: { windows: A_MINUTE, priority: "asking" as const },
      never: { windows: A_MINUTE, priority: "asking" as const },
    };
    createCallQueue({ limits, logger: silentLogger, shared });
    expect(shared.watched).toEqual(["slow", "never"]);
  });
});
