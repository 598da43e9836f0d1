import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { whyNot } from "../../src/availability/explain.ts";
import { findOffers, type OfferInput } from "../../src/availability/find-offers.ts";
import { nearMisses } from "../../src/availability/near-misses.ts";
import type { Offer } from "../../src/availability/offer.ts";
import { matchRooms } from "../../src/availability/rooms-matching.ts";
import type { Wish, WishedSeries } from "../../src/availability/wish.ts";
import type { Interval } from "../../src/core/interval.ts";
import type { Room, RoomRules } from "../../src/core/model.ts";
import { occurrencesOf } from "../../src/time/recurrence.ts";
import { at, busyOf, MINUTE, room, rulesOf, span, ZONE } from "./office.ts";
import { isAllowed, isFree, seriesQuestion, shuffled } from "./oracle.ts";

/** Thursdays at three, from 12 March on. */
function thursdays(untilLocalDate: string): WishedSeries {
  const rule = "FREQ=WEEKLY;BYDAY=TH";
  const occurrences = occurrencesOf({ first: span("15:00–16:00"), rule, untilLocalDate }, ZONE);
  return { kind: "series", occurrences, rule, untilLocalDate, isEndAssumed: false };
}

const SIX = thursdays("2026-04-16");
/** So long that an hour earlier or later is no help. */
const taken = (...days: string[]) => days.map((day) => `2026-${day}T14:00–2026-${day}T17:00`);
const takenFrom330 = (...days: string[]) => days.map((day) => `2026-${day}T15:30–2026-${day}T17:00`);
const oak = room("Oak", { capacity: 6, path: ["A座", "12层"] });
const elm = room("Elm", { capacity: 8, path: ["A座", "12层"] });

function input(
  given: Partial<Omit<OfferInput, "wish">> & { when?: WishedSeries; wish?: Partial<Wish> },
  its: Record<string, Partial<RoomRules>> = {},
): OfferInput {
  const { when = SIX, wish, rooms = [oak, elm], ...others } = given;
  return {
    rooms,
    busy: busyOf({ oak: [], elm: [] }),
    rules: rulesOf(rooms, its),
    memberships: [],
    now: at("08:00"),
    zone: ZONE,
    ...others,
    wish: { equipment: [], ...wish, when },
  };
}

const days = (intervals: readonly Interval[]) =>
  intervals.map(({ start }) => new Date(start + 8 * 3_600_000).toISOString().slice(5, 10));
/** `Oak`, or `Oak but 03-19`. */
const told = (offers: readonly Offer[]) =>
  offers.map(({ room: { name }, skips = [] }) =>
    [name, ...(skips.length > 0 ? ["but", ...days(skips)] : [])].join(" "),
  );

describe("a series", () => {
  it("is offered in rooms that have all of it", () => {
    const offers = findOffers(input({ busy: busyOf({ oak: taken("04-02"), elm: [] }) }));
    expect(told(offers)).toEqual(["Elm"]);
    expect(offers[0]).toMatchObject({
      interval: SIX.occurrences[0],
      skips: [],
      differs: [],
      approval: false,
    });
  });

  it("is nearly had where a few meetings are taken, the fewest first, and all of them named", () => {
    const busy = busyOf({ oak: taken("03-12", "04-02"), elm: taken("04-16") });
    const asked = input({ busy });
    expect(findOffers(asked)).toEqual([]);
    const near = nearMisses(asked);
    expect(told(near)).toEqual(["Elm but 04-16", "Oak but 03-12 04-02"]);
    expect(near[1]).toMatchObject({
      interval: SIX.occurrences[1],
      differs: [{ kind: "skips", meetings: [SIX.occurrences[0], SIX.occurrences[3]], of: 6 }],
    });
  });

  it.each([
    ["more than three meetings", thursdays("2026-06-04"), taken("03-12", "03-19", "03-26", "04-02")],
    ["half of it", thursdays("2026-04-02"), taken("03-19", "04-02")],
  ])("is not nearly had where %s would be missing", (_, when, busy) => {
    expect(nearMisses(input({ when, rooms: [oak], busy: busyOf({ oak: busy }) }))).toEqual([]);
  });

  it("is nearly had in another room too, and one exception is dearer than the next floor", () => {
    const lower = { ...elm, path: ["A座", "11层"] };
    const busy = busyOf({ oak: taken("03-19"), elm: [] });
    const near = nearMisses(input({ rooms: [oak, lower], busy, wish: { floor: "12" } }));
    expect(told(near)).toEqual(["Elm", "Oak but 03-19"]);
    expect(near[0]?.differs).toEqual([{ kind: "floor", floor: "11" }]);
  });

  it("is nearly had as a whole at another time of day, up to an hour earlier or later", () => {
    const busy = busyOf({ oak: takenFrom330("03-12", "03-19", "03-26", "04-02") });
    const asked = input({ rooms: [oak], busy });
    const [only, ...others] = nearMisses({ ...asked, asked: span("2026-03-12T13:00–2026-04-16T17:00") });
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      interval: span("14:30–15:30"),
      skips: [],
      differs: [{ kind: "time", shiftMs: -30 * MINUTE }],
    });
    // What was not asked about is not known to be free.
    expect(nearMisses({ ...asked, asked: span("2026-03-12T14:45–2026-04-16T17:00") })).toEqual([]);
    expect(nearMisses({ ...asked, now: at("14:40") })).toEqual([]);
  });

  it("is worth one exception rather than another time of day, and that rather than three", () => {
    const ash = room("Ash", { capacity: 6 });
    const elms = { ...elm, capacity: 6 };
    const busy = busyOf({
      oak: taken("03-19"),
      elm: takenFrom330("03-12", "03-19", "03-26", "04-02"),
      ash: taken("03-12", "03-19", "03-26"),
    });
    const near = nearMisses(input({ rooms: [ash, elms, oak], when: thursdays("2026-05-28"), busy }));
    expect(told(near)).toEqual(["Oak but 03-19", "Elm", "Ash but 03-12 03-19 03-26"]);
  });

  it("needs rooms that take series", () => {
    const asked = input({}, { oak: { recurring: false } });
    expect(told(findOffers(asked))).toEqual(["Elm"]);
    expect(whyNot(oak, asked)).toEqual([{ code: "no-recurring" }]);
    expect(nearMisses(input({ rooms: [oak] }, { oak: { recurring: false } }))).toEqual([]);
  });

  it("keeps to the rules meeting by meeting: the last ones may lie too far ahead", () => {
    const advance = { amount: 4, unit: "weeks" } as const;
    const asked = input({ rooms: [oak] }, { oak: { advance } });
    expect(findOffers(asked)).toEqual([]);
    expect(told(nearMisses(asked))).toEqual(["Oak but 04-16"]);
    expect(whyNot(oak, asked)).toMatchObject([
      { code: "too-far-ahead", lastDate: "2026-04-09" },
      { code: "some-meetings", meetings: [SIX.occurrences[5]], of: 6 },
    ]);
  });

  it("needs approval where one of its meetings does, and is offered last then", () => {
    const asked = input({}, { oak: { approval: "always" } });
    expect(findOffers(asked).map(({ room: { name }, approval }) => [name, approval])).toEqual([
      ["Elm", false],
      ["Oak", true],
    ]);
  });

  it("is not had, and the days are told", () => {
    const busy = busyOf({ oak: taken("03-19", "04-02"), elm: [] });
    expect(whyNot(oak, input({ busy }))).toEqual([
      { code: "some-meetings", meetings: [SIX.occurrences[1], SIX.occurrences[3]], of: 6 },
    ]);
    expect(whyNot(elm, input({ busy }))).toEqual([]);
  });
});

describe("whatever series is asked for", () => {
  const each = (check: (asked: OfferInput) => void) =>
    fc.assert(fc.property(seriesQuestion, check), { numRuns: 200 });
  const meetings = ({ wish: { when } }: OfferInput) => (when.kind === "series" ? when.occurrences : []);
  const fitting = (asked: OfferInput): OfferInput => ({
    ...asked,
    rooms: matchRooms(asked.rooms, asked.wish).fitting,
  });
  const missing = (asked: OfferInput, one: Room) =>
    asked.rules?.get(one.id)?.recurring === false
      ? meetings(asked)
      : meetings(asked).filter(
          (meeting) =>
            meeting.end <= asked.now || !isFree(asked, one, meeting) || !isAllowed(asked, one, meeting),
        );

  it("offers exactly the rooms that have all meetings", () => {
    each((question) => {
      const asked = fitting(question);
      const offered = findOffers(asked).map(({ room: { id } }) => id);
      const whole = asked.rooms.filter((one) => missing(asked, one).length === 0).map(({ id }) => id);
      expect(offered.toSorted()).toEqual(whole.toSorted());
    });
  });

  it("names exactly the meetings that a room does not have, and begins with the first that it has", () => {
    each((asked) => {
      for (const { room: one, skips, interval, differs } of nearMisses(asked)) {
        const shift = differs.find((difference) => difference.kind === "time")?.shiftMs ?? 0;
        if (shift !== 0) {
          expect(skips).toEqual([]);
          for (const { start, end } of meetings(asked)) {
            const moved = { start: start + shift, end: end + shift };
            expect(moved.start).toBeGreaterThanOrEqual(asked.now);
            expect(isFree(asked, one, moved) && isAllowed(asked, one, moved)).toBe(true);
          }
          continue;
        }
        const skipped = missing(asked, one);
        expect(skips).toEqual(skipped);
        expect(interval).toEqual(meetings(asked).find((meeting) => !skipped.includes(meeting)));
        expect(differs.length).toBeGreaterThan(0);
        expect(differs.some(({ kind }) => kind === "skips")).toBe(skipped.length > 0);
      }
    });
  });

  it("says the same whatever the order of the rooms", () => {
    fc.assert(
      fc.property(shuffled(seriesQuestion), ([asked, turned]) => {
        expect(findOffers(fitting(turned))).toEqual(findOffers(fitting(asked)));
        expect(nearMisses(turned)).toEqual(nearMisses(asked));
      }),
      { numRuns: 150 },
    );
  });

  it("gives a reason for exactly the rooms that are not offered", () => {
    each((asked) => {
      const offered = new Set(findOffers(fitting(asked)).map(({ room: { id } }) => id));
      for (const one of asked.rooms) expect(whyNot(one, asked).length === 0).toBe(offered.has(one.id));
    });
  });
});
