import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findOffers, type OfferInput } from "../../src/availability/find-offers.ts";
import type { Offer } from "../../src/availability/offer.ts";
import { rank } from "../../src/availability/rank.ts";
import { matchRooms } from "../../src/availability/rooms-matching.ts";
import { stretchesOf } from "../../src/availability/wish.ts";
import type { Interval } from "../../src/core/interval.ts";
import { at, busyOf, HOUR, MINUTE, room, rulesOf, span, wishAt, wishWithin, ZONE } from "./office.ts";
import { isAllowed, isFree, question, shuffled } from "./oracle.ts";

const small = room("Small", { capacity: 4 });
const large = room("Large", { capacity: 12 });
const ROOMS = [large, small];

function input(given: Partial<OfferInput> & Pick<OfferInput, "wish">): OfferInput {
  return {
    rooms: ROOMS,
    busy: busyOf({ small: [], large: [] }),
    rules: rulesOf(given.rooms ?? ROOMS),
    memberships: [],
    now: at("08:00"),
    zone: ZONE,
    ...given,
  };
}

const clock = (ms: number) => new Date(ms + 8 * HOUR).toISOString().slice(11, 16);
const told = (offers: readonly Offer[]) =>
  offers.map((each) => `${clock(each.interval.start)} ${each.room.name}`);

describe("rooms at a time", () => {
  it("offers the free ones, the best first", () => {
    expect(told(findOffers(input({ wish: wishAt("15:00–16:00") })))).toEqual(["15:00 Small", "15:00 Large"]);
    const busy = busyOf({ small: ["15:59–17:00"], large: ["14:00–15:00", "16:00–17:00"] });
    expect(told(findOffers(input({ wish: wishAt("15:00–16:00"), busy })))).toEqual(["15:00 Large"]);
  });

  it("offers no room whose busy times are unknown", () => {
    expect(findOffers(input({ wish: wishAt("15:00–16:00"), busy: busyOf({ small: "?" }) }))).toEqual([]);
  });

  it("offers nothing outside of the stretch that was asked about", () => {
    const asked = span("09:00–15:30");
    expect(findOffers(input({ wish: wishAt("15:00–16:00"), asked }))).toEqual([]);
  });

  it("says from when and until when the room is free, meetings and closures alike", () => {
    const busy = busyOf({ small: ["11:00–12:00", "17:30–18:00"], large: [] });
    const rules = rulesOf(ROOMS, { large: { closures: [span("16:30–23:00")] } });
    const [first, second] = findOffers(input({ wish: wishAt("15:00–16:00"), busy, rules }));
    expect(first).toMatchObject({ freeFrom: at("12:00"), freeUntil: at("17:30") });
    expect(second).toMatchObject({ freeFrom: undefined, freeUntil: at("16:30") });
  });

  it("leaves out rooms that only the client can book, and marks those that need approval or may be declined", () => {
    const rooms = ["Custom", "Approved", "Doubtful", "Plain"].map((name) => room(name));
    const offers = findOffers(
      input({
        wish: wishAt("15:00–16:00"),
        rooms,
        busy: busyOf({ custom: [], approved: [], doubtful: [], plain: [] }),
        rules: rulesOf(rooms, {
          custom: { approval: "custom" },
          approved: { approval: "always" },
          doubtful: { access: "unknown" },
        }),
      }),
    );
    expect(offers.map((each) => [each.room.name, each.approval, each.mayBeDeclined, each.differs])).toEqual([
      ["Plain", false, false, []],
      ["Doubtful", false, true, []],
      ["Approved", true, false, []],
    ]);
  });

  it("takes turns between either of two times", () => {
    const when = { kind: "at", interval: span("15:00–16:00"), alternatives: [span("10:00–11:00")] } as const;
    const wish = { when, equipment: [] };
    expect(told(findOffers(input({ wish, limit: 2 })))).toEqual(["10:00 Small", "15:00 Small"]);
    expect(told(findOffers(input({ wish, limit: 3 })))).toEqual([
      "10:00 Small",
      "10:00 Large",
      "15:00 Small",
    ]);
  });
});

describe("rooms within a window", () => {
  it("spreads the offers over it, the soonest among them", () => {
    const wish = wishWithin("13:00–18:00", HOUR);
    expect(told(findOffers(input({ wish, limit: 3 })))).toEqual([
      "13:00 Small",
      "14:30 Small",
      "16:00 Small",
    ]);
  });

  it("spreads them over the days of a week", () => {
    const wish = {
      when: {
        kind: "within",
        windows: [9, 10, 11, 12, 13].map((day) => {
          const date = `2026-03-${String(day).padStart(2, "0")}`;
          return { start: at(`${date}T09:00`), end: at(`${date}T18:00`) };
        }),
        durationMs: HOUR,
      },
      equipment: [],
    } as const;
    const offers = findOffers(input({ wish, now: at("2026-03-08T12:00"), limit: 5 }));
    expect(new Set(offers.map((each) => new Date(each.interval.start + 8 * HOUR).getUTCDate()))).toEqual(
      new Set([9, 10, 11, 12, 13]),
    );
    expect(offers[0]?.interval.start).toBe(at("2026-03-09T09:00"));
  });

  it("finds the first free hour although only the worst room has it", () => {
    const busy = busyOf({ small: ["13:00–15:00"], large: ["14:05–18:00"] });
    const wish = wishWithin("13:00–18:00", HOUR);
    expect(told(findOffers(input({ wish, busy, limit: 1 })))).toEqual(["13:00 Large"]);
  });

  it("takes the soonest time at which nobody has to approve, before sooner ones", () => {
    const busy = busyOf({ small: [], large: ["12:00–14:00"] });
    const rules = rulesOf(ROOMS, { small: { approval: "always" } });
    const wish = wishWithin("13:00–18:00", HOUR);
    expect(told(findOffers(input({ wish, busy, rules, limit: 1 })))).toEqual(["14:00 Large"]);
  });

  it("begins on the quarter hour, or as soon as a room gets free, and never in the past", () => {
    const starts = (offers: readonly Offer[]) => offers.map((each) => clock(each.interval.start));
    const wish = wishWithin("13:00–14:00", 30 * MINUTE);
    const only = { wish, rooms: [small] };
    expect(starts(findOffers(input(only)))).toEqual(["13:00", "13:15", "13:30"]);
    expect(starts(findOffers(input({ ...only, now: at("13:07") })))).toEqual(["13:10", "13:15", "13:30"]);
    const busy = busyOf({ small: ["12:00–13:12"] });
    expect(starts(findOffers(input({ ...only, busy })))).toEqual(["13:15", "13:30"]);
    expect(starts(findOffers(input({ ...only, busy: busyOf({ small: ["12:00–13:20"] }) })))).toEqual([
      "13:20",
      "13:30",
    ]);
  });

  it("gives further rooms at the same times when the window holds no more times", () => {
    const wish = wishWithin("13:00–15:00", HOUR);
    expect(told(findOffers(input({ wish, limit: 4 })))).toEqual([
      "13:00 Small",
      "13:00 Large",
      "14:00 Small",
      "14:00 Large",
    ]);
  });

  it("prefers times at which as many rooms are free as are wanted", () => {
    const busy = busyOf({ small: [], large: ["13:00–15:00"] });
    const wish = { ...wishWithin("13:00–18:00", HOUR), roomCount: 2 };
    expect(told(findOffers(input({ wish, busy, limit: 2 })))).toEqual(["15:00 Small", "15:00 Large"]);
  });
});

it("shows no time with one room fewer than are wanted at once", () => {
  const wish = { ...wishWithin("13:00–18:00", HOUR), roomCount: 2 };
  const offers = findOffers(input({ wish, busy: busyOf({ small: [], large: [] }), limit: 5 }));
  const counts = new Map<number, number>();
  for (const { interval } of offers) counts.set(interval.start, (counts.get(interval.start) ?? 0) + 1);
  expect([...counts.values()]).toEqual([2, 2]);
});

describe("whatever the question", () => {
  const fitting = (asked: OfferInput): OfferInput => ({
    ...asked,
    rooms: matchRooms(asked.rooms, asked.wish).fitting,
  });
  const each = (check: (asked: OfferInput) => void) =>
    fc.assert(fc.property(question.map(fitting), check), { numRuns: 300 });
  const key = ({ room: { id }, interval }: Offer) => `${id} ${interval.start} ${interval.end}`;

  it("offers only rooms that are known to be free for the whole time and allowed", () => {
    each((asked) => {
      for (const offer of findOffers(asked)) {
        expect(isFree(asked, offer.room, offer.interval)).toBe(true);
        expect(isAllowed(asked, offer.room, offer.interval)).toBe(true);
        expect(offer.differs).toEqual([]);
      }
    });
  });

  it("offers every room that is free and allowed at the wished times", () => {
    each((asked) => {
      const { when } = asked.wish;
      const quarters = (window: Interval, lengthMs: number): Interval[] => {
        const found: Interval[] = [];
        for (let start = window.start; start + lengthMs <= window.end; start += 15 * MINUTE)
          if (start >= asked.now) found.push({ start, end: start + lengthMs });
        return found;
      };
      const wished =
        when.kind === "within"
          ? when.windows.flatMap((window) => quarters(window, when.durationMs))
          : stretchesOf(when).filter(({ end }) => end > asked.now);
      const offered = new Set(findOffers(asked).map(key));
      const possible = asked.rooms.flatMap((each) =>
        wished
          .filter((interval) => isFree(asked, each, interval) && isAllowed(asked, each, interval))
          .map(({ start, end }) => `${each.id} ${start} ${end}`),
      );
      expect(possible.filter((offer) => !offered.has(offer))).toEqual([]);
      if (when.kind === "at") expect(offered.size).toBe(new Set(possible).size);
    });
  });

  it("stays inside of the windows and out of the past", () => {
    each((asked) => {
      const { when } = asked.wish;
      if (when.kind !== "within") return;
      for (const { interval } of findOffers(asked)) {
        expect(interval.start).toBeGreaterThanOrEqual(asked.now);
        expect(interval.end - interval.start).toBe(when.durationMs);
        expect(
          when.windows.some((window) => window.start <= interval.start && interval.end <= window.end),
        ).toBe(true);
      }
    });
  });

  it("offers nothing twice, and in rank order", () => {
    each((asked) => {
      const offers = findOffers({ ...asked, limit: 5 });
      expect(new Set(offers.map(key)).size).toBe(offers.length);
      expect(rank(offers, asked)).toEqual(offers);
    });
  });

  it("says the same whatever the order of the rooms and of the offers that are ranked", () => {
    fc.assert(
      fc.property(shuffled(question.map(fitting)), fc.nat(), ([asked, turned], turn) => {
        const offers = findOffers({ ...asked, limit: 5 });
        expect(findOffers({ ...turned, limit: 5 })).toEqual(offers);
        const at = turn % Math.max(1, offers.length);
        expect(rank([...offers.slice(at), ...offers.slice(0, at)].toReversed(), asked)).toEqual(offers);
      }),
      { numRuns: 300 },
    );
  });

  it("chooses as many as there are, and more only in addition", () => {
    each((asked) => {
      const all = findOffers({ ...asked, wish: { ...asked.wish, roomCount: 1 } });
      const one = findOffers({ ...asked, limit: 3 }).map(key);
      const more = findOffers({ ...asked, limit: 8 }).map(key);
      const possible = new Set(all.map(key));
      expect(more.every((offer) => possible.has(offer))).toBe(true);
      expect(one.filter((offer) => !more.includes(offer))).toEqual([]);
      if ((asked.wish.roomCount ?? 1) === 1) expect(more.length).toBe(Math.min(8, all.length));
    });
  });

  it("has the soonest time among its choice, where any needs no approval", () => {
    each((asked) => {
      if (asked.wish.roomCount !== undefined) return;
      const soonest = (offers: readonly Offer[]) =>
        Math.min(...offers.filter((offer) => !offer.approval).map((offer) => offer.interval.start));
      expect(soonest(findOffers({ ...asked, limit: 1 }))).toBe(soonest(findOffers(asked)));
    });
  });
});
