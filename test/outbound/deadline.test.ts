import { once } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { deadline } from "../../src/outbound/deadline.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** As a request holds a signal: it listens, and keeps nothing else of it. */
function waitingFor(make: () => AbortSignal): Promise<unknown> {
  const signal = make();
  return once(signal, "abort").then(() => signal.reason);
}

describe("a deadline", () => {
  it("comes although garbage was collected meanwhile, beside a signal that lives for long", async () => {
    const { signal } = new AbortController();
    const ended = Array.from({ length: 20 }, () => waitingFor(() => deadline(200, signal)));
    for (let round = 0; round < 5; round += 1) {
      collectGarbage();
      await new Promise(setImmediate);
    }
    for (const reason of await Promise.all(ended)) expect(reason).toMatchObject({ name: "TimeoutError" });
  });

  it("comes at once with the other signal, also with one that has come already", async () => {
    const stop = new AbortController();
    const signal = deadline(60_000, stop.signal);
    expect(signal.aborted).toBe(false);
    stop.abort("stopped");
    expect(signal.reason).toBe("stopped");
    expect(deadline(60_000, stop.signal).reason).toBe("stopped");
  });
});
