import fc from "fast-check";
import { describe, it, vi } from "vitest";
import { Cancel, Extend, Find, Mine, Move, Name, Swap, Take } from "../helpers/model-steps.ts";
import { inOffice, PLATFORMS } from "../helpers/office.ts";
import { OfficeModel } from "../helpers/office-model.ts";
import { crowdedOffice, plainRooms } from "../helpers/offices.ts";
import { idsOf } from "../helpers/truth.ts";

/** Set `MODEL_SEED` to what a failure names to see it again, or to anything to see other days. */
const SEED = Number(process.env.MODEL_SEED ?? 5);
const DAYS = 9;
const LONGEST_DAY = 40;
/** A failure is made smaller for so long, for whoever reads it. */
const SHRINKING_MS = 60_000;
vi.setConfig({ testTimeout: SHRINKING_MS + 60_000 });

/** Few rooms and few times, so that people get into each other's way. */
const ROOMS = plainRooms(2);
const PEOPLE = ["colleague-1", "colleague-2", "colleague-3"];

const person = fc.constantFrom(...PEOPLE);
const nth = fc.nat({ max: 2 });
const slot = fc
  .record({ start: fc.nat({ max: 3 }), halves: fc.integer({ min: 1, max: 3 }) })
  .map(({ start, halves }) => {
    const from = 14 * 60 + start * 30;
    return { from, to: from + halves * 30 };
  });

const room = fc.constantFrom(...ROOMS.map(({ name }) => name));

/** The more often a line is here, the more often it is said. */
const steps = [
  fc.tuple(person, slot).map(([who, when]) => new Find(who, when)),
  fc.tuple(person, slot).map(([who, when]) => new Find(who, when)),
  fc.tuple(person, nth).map(([who, pick]) => new Take(who, pick)),
  fc.tuple(person, nth).map(([who, pick]) => new Take(who, pick)),
  fc.tuple(person, nth).map(([who, pick]) => new Take(who, pick)),
  fc.tuple(person, room, slot).map(([who, name, when]) => new Name(who, { room: name, ...when })),
  fc.tuple(person, nth).map(([who, pick]) => new Cancel(who, pick)),
  fc.tuple(person, nth).map(([who, pick]) => new Extend(who, pick)),
  fc.tuple(person, nth).map(([who, pick]) => new Extend(who, pick)),
  fc.tuple(person, nth, slot).map(([who, pick, { from }]) => new Move(who, pick, from)),
  fc.tuple(person, nth, slot).map(([who, pick, { from }]) => new Move(who, pick, from)),
  fc.tuple(person, room).map(([who, name]) => new Swap(who, name)),
  fc.tuple(person, room).map(([who, name]) => new Swap(who, name)),
  person.map((who) => new Mine(who)),
];

describe.concurrent.each(PLATFORMS)("any day of three people and two rooms on %s", (vendor) => {
  it("ends as a simple model of it says", async () => {
    const office = { ...crowdedOffice(PEOPLE.length), rooms: ROOMS };
    const anything = fc.noBias(fc.commands(steps, { maxCommands: LONGEST_DAY, size: "max" }));
    const day = fc.asyncProperty(anything, (said) =>
      inOffice({ platforms: [vendor], meetings: "none", clockSpeed: 10, office }, async (open) => {
        const reality = { office: open, vendor, people: PEOPLE, before: idsOf(open) };
        const model = new OfficeModel(ROOMS.map(({ name }) => name));
        await fc.asyncModelRun(() => ({ model, real: reality }), said);
      }),
    );
    await fc.assert(day, {
      seed: SEED,
      numRuns: DAYS,
      interruptAfterTimeLimit: SHRINKING_MS,
    });
  });
});
