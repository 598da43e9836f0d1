import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CALLS, MISHAPS, type Mishap } from "./fake-calendar.ts";
import { CASES, type Case } from "./scenarios.ts";

/** Every mishap that can strike: each call that is made without one, and one more of each kind for what follows. */
async function mishapsOf({ set, act }: Case): Promise<Mishap[]> {
  const bench = await set([]);
  await act(bench);
  return CALLS.flatMap((call) => {
    const times = bench.calendar.calls.filter((one) => one === call).length;
    const nths = Array.from({ length: Math.min(times + 1, 4) }, (_, at) => at + 1);
    return nths.flatMap((nth) => MISHAPS.map((how): Mishap => ({ call, nth, how })));
  });
}

const cases = await Promise.all(CASES.map(async (one) => ({ ...one, mishaps: await mishapsOf(one) })));

describe.each(cases)("nothing half-happens · $title", ({ set, act, told, isOpen, expectTrue, mishaps }) => {
  it("when nothing goes wrong", async () => {
    const bench = await set([]);
    const outcome = await act(bench);
    expect(outcome).toMatchObject(told);
    expect(isOpen(outcome)).toBe(false);
    await expectTrue(bench, outcome);
    const calls = bench.calendar.calls.length;
    expect(await act(bench)).toEqual(outcome);
    expect(bench.calendar.calls).toHaveLength(calls);
  });

  it.each(mishaps)("when $call #$nth breaks ($how) and its message is answered again", async (mishap) => {
    const bench = await set([mishap]);
    const outcome = await bench.turn(() => act(bench)).catch((error: unknown) => error);
    // Before anything is begun, looking for the event may fail as such.
    if (outcome instanceof Error) return expect(bench.calendar.calls).toEqual(["eventsOf"]);
    expect(await act(bench)).toEqual(outcome);
    if (!isOpen(outcome)) await expectTrue(bench, outcome);
    await bench.recover();
    const [last, ...more] = bench.news;
    expect(more).toEqual([]);
    expect(last?.isFollowUp).toBe(isOpen(outcome) ? true : undefined);
    await expectTrue(bench, last?.outcome ?? outcome);
  });

  const deaths = mishaps.filter(({ how }) => how.startsWith("crash"));
  it.each(deaths)("when the process dies for good at $call #$nth ($how)", async (mishap) => {
    const bench = await set([mishap]);
    const outcome = await act(bench).catch((error: unknown) => error);
    if (!bench.calendar.isDead) return expectTrue(bench, outcome);
    bench.calendar.isDead = false;
    await bench.recover();
    const isBegun = bench.calendar.calls.some((call) => call !== "eventsOf");
    expect(bench.news.map(({ isFollowUp }) => isFollowUp)).toEqual(isBegun ? [false] : []);
    for (const news of bench.news) await expectTrue(bench, news.outcome);
  });
});

describe("nothing half-happens", () => {
  const isSurvived = (how: Mishap["how"]) => !how.startsWith("crash");

  const mishap = fc.record({
    call: fc.constantFrom(...CALLS.filter((call) => call !== "eventsOf")),
    nth: fc.integer({ min: 1, max: 4 }),
    how: fc.constantFrom(...MISHAPS),
  });

  it("whatever goes wrong together, while it is done and while it is recovered", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...cases),
        fc.array(mishap, { maxLength: 6 }),
        fc.boolean(),
        async ({ set, act, isOpen, expectTrue }, mishaps, diesForGood) => {
          const bench = await set(mishaps);
          const answered = await (diesForGood ? act(bench) : bench.turn(() => act(bench))).then(
            (outcome) => ({ outcome }),
            () => undefined,
          );
          bench.calendar.isDead = false;
          if (answered && !isOpen(answered.outcome)) await expectTrue(bench, answered.outcome);
          await bench.recover();
          const words = [
            ...(answered ? [answered.outcome] : []),
            ...bench.news.map(({ outcome }) => outcome),
          ];
          // The last word is true, and whatever was said before it was said to be open.
          expect(words.slice(0, -1).every(isOpen)).toBe(true);
          expect(words.length).toBeGreaterThan(0);
          await expectTrue(bench, words.at(-1));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("however many work on it at the same time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...cases),
        fc.array(
          mishap.filter(({ how }) => isSurvived(how)),
          { maxLength: 4 },
        ),
        async ({ set, act, isOpen, expectTrue }, mishaps) => {
          const bench = await set(mishaps);
          const [first, second] = await Promise.all([act(bench), act(bench), bench.look(), bench.look()]);
          expect(second).toEqual(first);
          await bench.recover();
          const told = bench.news.map(({ outcome }) => outcome);
          expect(told.slice(0, -1).every(isOpen)).toBe(true);
          await expectTrue(bench, told.at(-1) ?? first);
        },
      ),
      { numRuns: 300 },
    );
  });
});
