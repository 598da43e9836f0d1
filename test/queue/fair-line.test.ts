import fc from "fast-check";
import { expect, it } from "vitest";
import { FairLine } from "../../src/queue/fair-line.ts";

interface Thing {
  readonly whose: string;
  readonly number: number;
}

const person = fc.constantFrom("an", "bo", "chen", "ding");
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant("add" as const), whose: person }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant("next" as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("remove" as const), at: fc.nat(20) }) },
);

it("makes nobody wait for more than one thing of each other, keeps their order, and loses nothing", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const line = new FairLine<Thing>();
      let waiting: Thing[] = [];
      /** For each who waits, whose things went since their last turn, or since they came. */
      const passedBy = new Map<string, string[]>();
      const without = (thing: Thing) => {
        waiting = waiting.filter((other) => other !== thing);
        if (!waiting.some(({ whose }) => whose === thing.whose)) passedBy.delete(thing.whose);
      };
      const takeNext = () => {
        const thing = line.next();
        if (!thing) return expect(waiting).toEqual([]);
        expect(waiting.find(({ whose }) => whose === thing.whose)).toBe(thing);
        for (const [whose, others] of passedBy) {
          if (whose === thing.whose) continue;
          expect(others).not.toContain(thing.whose);
          others.push(thing.whose);
        }
        passedBy.set(thing.whose, []);
        without(thing);
      };
      for (const [number, next] of steps.entries()) {
        if (next.what === "add") {
          const thing = { whose: next.whose, number };
          if (!passedBy.has(thing.whose)) passedBy.set(thing.whose, []);
          waiting.push(thing);
          line.add(thing, thing.whose);
        } else if (next.what === "next") takeNext();
        else {
          const leaves = waiting[next.at];
          if (!leaves) continue;
          line.remove(leaves, leaves.whose);
          line.remove(leaves, leaves.whose);
          without(leaves);
        }
        expect(line.people).toBe(passedBy.size);
      }
      for (let left = waiting.length; left > 0; left -= 1) takeNext();
      expect(line.next()).toBeUndefined();
      expect(line.people).toBe(0);
    }),
    { numRuns: 500 },
  );
});

it("serves what is nobody's in its order, as one person's", () => {
  const line = new FairLine<Thing>();
  const things = [0, 1, 2].map((number) => ({ whose: "", number }));
  for (const thing of things) line.add(thing);
  line.add({ whose: "an", number: 3 }, "an");
  expect([line.next(), line.next(), line.next(), line.next()].map((thing) => thing?.number)).toEqual([
    0, 3, 1, 2,
  ]);
});
