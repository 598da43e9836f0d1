import { beforeEach, describe, expect, it } from "vitest";
import { StepFailure } from "../../src/booking/failure.ts";
import type { JournalEntry } from "../../src/booking/journal.ts";
import { NOT_DONE, type Recipe, type Step } from "../../src/booking/recipe.ts";
import { carryOut } from "../../src/booking/saga.ts";
import { PlatformError } from "../../src/core/errors.ts";
import { type Bench, createBench } from "./bench.ts";

let bench: Bench;
let log: string[];

beforeEach(() => {
  bench = createBench();
  log = [];
});

const step = (name: string, more: Partial<Step> = {}): Step => ({
  name,
  run: async () => {
    log.push(name);
    return name.toUpperCase();
  },
  undo: async () => {
    log.push(`undo ${name}`);
    return undefined;
  },
  ...more,
});
/** A step that breaks the first `times` times. */
const breaking = (name: string, error: Error, more: Partial<Step> = {}, times = 99): Step => {
  let runs = 0;
  return step(name, {
    run: async () => {
      log.push(name);
      runs += 1;
      if (runs <= times) throw error;
      return name.toUpperCase();
    },
    ...more,
  });
};
const refused = new StepFailure({ kind: "refused", reason: "no" });
const lost = new PlatformError("unknown", "no answer");

const carry = (...steps: Step[]): Promise<JournalEntry> => {
  const recipe: Recipe<null, JournalEntry> = {
    name: "toy",
    steps: () => steps,
    outcome: (_, entry) => entry,
    eventOf: () => undefined,
    endsAt: () => 0,
  };
  return carryOut(bench.tools, recipe, { key: "k", input: null });
};

describe("a recipe", () => {
  it("does its steps in order, and keeps what each found out for the next", async () => {
    const third = step("c", { run: async ({ done }) => `${done.a}${done.b}` });
    expect(await carry(step("a"), step("b"), third)).toMatchObject({
      phase: "done",
      done: { a: "A", b: "B", c: "AB" },
    });
  });

  it("journals each step before it runs", async () => {
    const seen: unknown[] = [];
    const look = (name: string) =>
      step(name, {
        run: async ({ tools }) => {
          const entry = await tools.journal.find("k");
          seen.push([entry?.begun, Object.keys(entry?.done ?? {})]);
          return undefined;
        },
      });
    await carry(look("a"), look("b"));
    expect(seen).toEqual([
      ["a", []],
      ["b", ["a"]],
    ]);
  });

  it("takes everything back in reverse when a step is refused, but not the step itself", async () => {
    const entry = await carry(step("a"), step("b"), breaking("c", refused));
    expect(entry).toMatchObject({ phase: "undone", why: { kind: "refused", reason: "no", step: "c" } });
    expect(log).toEqual(["a", "b", "c", "undo b", "undo a"]);
  });

  it("takes the step itself back where its refusal may come halfway", async () => {
    await carry(step("a"), breaking("b", refused, { refusesHalfway: true }));
    expect(log).toEqual(["a", "b", "undo b", "undo a"]);
  });

  it("keeps the first error, goes on taking back past what cannot be, and names it", async () => {
    const stuck = step("b", {
      undo: async () => {
        throw new PlatformError("throttled", "later");
      },
    });
    const entry = await carry(step("a"), stuck, breaking("c", refused));
    expect(entry).toMatchObject({ phase: "undoing", why: { step: "c" }, openEnd: { tries: 1, left: ["b"] } });
    expect(log).toContain("undo a");
  });

  it("runs a step without an answer once more, and then takes back what it may have done", async () => {
    expect(await carry(step("a"), breaking("b", lost, {}, 1))).toMatchObject({ phase: "done" });
    log = [];
    bench = createBench();
    expect(await carry(step("a"), breaking("b", lost))).toMatchObject({
      phase: "undone",
      why: { kind: "failed", because: "unknown" },
    });
    expect(log).toEqual(["a", "b", "b", "undo b", "undo a"]);
  });

  it("reads back a step without an answer, and repeats it only where it was not done", async () => {
    const wasDone = await carry(breaking("a", lost, { settle: async () => "read back" }));
    expect(wasDone).toMatchObject({ phase: "done", done: { a: "read back" } });
    expect(log).toEqual(["a"]);
    bench = createBench();
    await carry(breaking("a", lost, { settle: async () => NOT_DONE }));
    expect(log).toEqual(["a", "a", "a"]);
  });

  it("reads back once more when a repetition is refused: what was read before may be older than the write", async () => {
    const errors = [lost, refused];
    const twice = (settled: ReturnType<NonNullable<Step["settle"]>>[]) =>
      step("b", {
        run: async () => {
          log.push("b");
          throw errors[log.filter((one) => one === "b").length - 1] ?? refused;
        },
        settle: () => settled.shift() ?? Promise.reject(new PlatformError("throttled", "later")),
      });
    const wasDone = await carry(step("a"), twice([Promise.resolve(NOT_DONE), Promise.resolve("read back")]));
    expect(wasDone).toMatchObject({ phase: "done", done: { b: "read back" } });
    expect(log).toEqual(["a", "b", "b"]);

    log = [];
    bench = createBench();
    const wasNot = await carry(step("a"), twice([Promise.resolve(NOT_DONE), Promise.resolve(NOT_DONE)]));
    expect(wasNot).toMatchObject({ phase: "undone", why: { kind: "refused", reason: "no" } });
    expect(log).toEqual(["a", "b", "b", "undo a"]);

    log = [];
    bench = createBench();
    await carry(step("a"), twice([Promise.resolve(NOT_DONE)]));
    // Not known: it is taken back as if it were done.
    expect(log).toEqual(["a", "b", "b", "undo b", "undo a"]);
  });

  it("does not repeat what cannot be read back now, and takes it back", async () => {
    const unreadable = async () => {
      throw new PlatformError("throttled", "later");
    };
    expect(await carry(breaking("a", lost, { settle: unreadable }))).toMatchObject({
      phase: "undone",
      why: { because: "unknown" },
    });
    expect(log).toEqual(["a", "undo a"]);
  });

  it("takes a fault of ours for a step of which nothing is known", async () => {
    expect(await carry(breaking("a", new TypeError("oops")))).toMatchObject({
      phase: "undone",
      why: { kind: "failed", because: "error" },
    });
    expect(log).toEqual(["a", "a", "undo a"]);
  });

  it("goes on without a step that nothing suffers from", async () => {
    const entry = await carry(breaking("a", refused, { onFailure: () => "miss" }), step("b"));
    expect(entry).toMatchObject({ phase: "done", missed: { a: { kind: "refused" } }, done: { b: "B" } });
  });

  it("leaves open what there is no way back from, and says the same until it is resumed", async () => {
    const steps = [step("a"), breaking("b", refused, { onFailure: () => "later" })];
    const entry = await carry(...steps);
    expect(entry).toMatchObject({ phase: "doing", openEnd: { left: ["b"] }, done: { a: "A" } });
    expect(await carry(...steps)).toEqual(entry);
    expect(log).toEqual(["a", "b"]);
  });

  it("is carried out once, however often and by however many at a time it is asked for", async () => {
    const slow = step("a", {
      run: async ({ tools }) => {
        log.push("a");
        await tools.clock.sleep(30_000);
        return undefined;
      },
    });
    const entries = await Promise.all([carry(slow), carry(slow), carry(slow)]);
    expect(new Set(entries.map(({ phase }) => phase))).toEqual(new Set(["done"]));
    expect(log).toEqual(["a"]);
  });
});
