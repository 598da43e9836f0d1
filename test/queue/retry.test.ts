import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlatformError, type PlatformErrorKind } from "../../src/core/errors.ts";
import { retryDelayMs } from "../../src/queue/retry.ts";

const first = { number: 1, maxAttempts: 5, repeatable: false };
const failed = (kind: PlatformErrorKind, retryAfterMs?: number) =>
  new PlatformError(kind, "it failed", retryAfterMs === undefined ? {} : { retryAfterMs });

describe("who may be retried", () => {
  it.each([
    ["throttled", false, true],
    ["throttled", true, true],
    ["unreachable", false, false],
    ["unreachable", true, true],
    ["unknown", false, false],
    ["unknown", true, true],
    ["quota", true, false],
    ["refused", true, false],
    ["unauthorised", true, false],
  ] as const)("%s, repeatable: %s → retried: %s", (kind, repeatable, isRetried) => {
    const delay = retryDelayMs(failed(kind), { ...first, repeatable }, () => 0.5);
    expect(delay !== undefined).toBe(isRetried);
  });

  it("never retries what is not a platform's error: that is a mistake in the program", () => {
    expect(retryDelayMs(new TypeError("oops"), { ...first, repeatable: true }, () => 0.5)).toBeUndefined();
  });

  it("ends with the last attempt", () => {
    expect(retryDelayMs(failed("throttled"), { ...first, number: 4 }, () => 0.5)).toBeDefined();
    expect(retryDelayMs(failed("throttled"), { ...first, number: 5 }, () => 0.5)).toBeUndefined();
  });
});

describe("how long to wait", () => {
  it("draws from zero to a back-off that doubles from half a second up to twenty", () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 8].map((number) =>
      retryDelayMs(failed("throttled"), { number, maxAttempts: 99, repeatable: false }, () => 1),
    );
    expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
    expect(retryDelayMs(failed("throttled"), { ...first, number: 4 }, () => 0)).toBe(0);
  });

  it("never waits less than the vendor's hint, and spreads those who got the same hint", () => {
    const draw = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60_000 }),
        fc.integer({ min: 1, max: 4 }),
        draw,
        (hint, number, random) => {
          const delay = retryDelayMs(failed("throttled", hint), { ...first, number }, () => random) ?? -1;
          expect(delay).toBeGreaterThanOrEqual(hint);
          expect(delay).toBeLessThanOrEqual(hint + 500 * 2 ** (number - 1));
        },
      ),
    );
  });

  it("gives up where the vendor asks for more patience than a chat has", () => {
    expect(retryDelayMs(failed("throttled", 60_001), first, () => 0)).toBeUndefined();
  });

  it("does not trust a negative hint", () => {
    expect(retryDelayMs(failed("throttled", -5000), first, () => 0)).toBe(0);
  });
});
