import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findOffers, type OfferInput } from "../../src/availability/find-offers.ts";
import { nearMisses } from "../../src/availability/near-misses.ts";
import { nearTogether } from "../../src/availability/near-together.ts";
import type { Difference, Offer } from "../../src/availability/offer.ts";
import { matchRooms } from "../../src/availability/rooms-matching.ts";
import { stretchesOf } from "../../src/availability/wish.ts";
import type { Interval } from "../../src/core/interval.ts";
import type { Room } from "../../src/core/model.ts";
import { at, busyOf, HOUR, MINUTE, room, rulesOf, span, wishAt, wishWithin, ZONE } from "./office.ts";
import { isAllowed, isFree, question, shuffled } from "./oracle.ts";

const clock = (ms: number) => new Date(ms + 8 * HOUR).toISOString().slice(11, 16);

function words(difference: Difference): string {
  switch (difference.kind) {
    case "time":
      return `${difference.shiftMs / MINUTE} min`;
    case "day":
      return `${difference.days} days`;
    case "shorter":
      return `${difference.byMs / MINUTE} min shorter`;
    case "floor":
      return `floor ${difference.floor}`;
    case "building":
      return `building ${difference.building}`;
    case "smaller":
    case "bigger":
      return `${difference.kind}: ${difference.seats}`;
    case "without":
      return `without ${difference.equipment.join()}`;
    case "room":
      return `room ${difference.name}`;
    case "skips":
      return `${difference.meetings.length} of ${difference.of} skipped`;
    case "handover":
      return `from ${clock(difference.then.interval.start)} in ${difference.then.room.name}`;
    case "approval":
      return "approval";
  }
}

/** `Oak 15:30–16:30: 30 min` */
const told = (offers: readonly Offer[]) =>
  offers.map(
    ({ room: { name }, interval: { start, end }, differs }) =>
      `${name} ${clock(start)}–${clock(end)}: ${differs.map(words).join(", ")}`,
  );

function misses(
  rooms: readonly Room[],
  given: Partial<OfferInput> & Pick<OfferInput, "wish" | "busy">,
): string[] {
  return told(
    nearMisses({ rooms, rules: rulesOf(rooms), memberships: [], now: at("08:00"), zone: ZONE, ...given }),
  );
}

const oak = room("Oak", { capacity: 8, equipment: ["projector"], path: ["A座", "12层"] });

describe("another time", () => {
  it("is the nearest at which the room is free, earlier or later", () => {
    const wish = wishAt("15:00–16:00");
    expect(misses([oak], { wish, busy: busyOf({ oak: ["15:30–16:00"] }) })).toContain(
      "Oak 14:30–15:30: -30 min",
    );
    expect(misses([oak], { wish, busy: busyOf({ oak: ["14:00–15:15"] }) })).toContain(
      "Oak 15:15–16:15: 15 min",
    );
  });

  it("may be as soon as the room gets free", () => {
    const busy = busyOf({ oak: ["14:00–15:10"] });
    expect(misses([oak], { wish: wishAt("15:00–16:00"), busy })).toContain("Oak 15:10–16:10: 10 min");
  });

  it("is at most an hour earlier, and else later on that day while the office works", () => {
    const wish = wishAt("11:00–12:00");
    const busy = busyOf({ oak: ["09:50–16:30"] });
    expect(misses([oak], { wish, busy })).toEqual(["Oak 16:30–17:30: 330 min"]);
    expect(misses([oak], { wish, busy: busyOf({ oak: ["09:50–17:15"] }) })).toEqual([]);
  });

  it("is never in the past", () => {
    const busy = busyOf({ oak: ["15:30–23:00"] });
    expect(misses([oak], { wish: wishAt("15:00–16:00"), busy, now: at("14:50") })).toEqual([
      "Oak 15:00–15:30: 30 min shorter",
    ]);
  });

  it("is not sought where nobody asked what the room is doing", () => {
    const busy = busyOf({ oak: ["17:00–18:00"] });
    expect(misses([oak], { wish: wishAt("17:00–18:00"), busy, asked: span("09:00–19:00") })).toEqual([
      "Oak 16:00–17:00: -60 min",
    ]);
    expect(misses([oak], { wish: wishAt("17:00–18:00"), busy, asked: span("17:00–19:00") })).toEqual([
      "Oak 18:00–19:00: 60 min",
    ]);
  });

  it("is outside of the window, where one was wished", () => {
    const busy = busyOf({ oak: ["09:30–12:00"] });
    expect(misses([oak], { wish: wishWithin("09:00–12:00", HOUR), busy })).toEqual([
      "Oak 12:00–13:00: 60 min",
      "Oak 09:00–09:30: 30 min shorter",
    ]);
  });

  it("is not one of the other wished times", () => {
    const when = { kind: "at", interval: span("15:00–16:00"), alternatives: [span("15:30–16:30")] } as const;
    expect(misses([oak], { wish: { when, equipment: [] }, busy: busyOf({ oak: ["15:00–15:30"] }) })).toEqual(
      [],
    );
  });
});

describe("a shorter meeting", () => {
  it("is the longest part of the wished time", () => {
    const busy = busyOf({ oak: ["08:00–15:00", "15:45–20:00"] });
    expect(misses([oak], { wish: wishAt("15:00–16:00"), busy })).toEqual(["Oak 15:00–15:45: 15 min shorter"]);
  });

  it("is at least half of it, and a quarter of an hour", () => {
    const half = busyOf({ oak: ["08:00–15:00", "15:30–20:00"] });
    expect(misses([oak], { wish: wishAt("15:00–16:00"), busy: half })).toEqual([
      "Oak 15:00–15:30: 30 min shorter",
    ]);
    const less = busyOf({ oak: ["08:00–15:00", "15:25–20:00"] });
    expect(misses([oak], { wish: wishAt("15:00–16:00"), busy: less })).toEqual([]);
    const tiny = busyOf({ oak: ["08:00–15:00", "15:10–20:00"] });
    expect(misses([oak], { wish: wishAt("15:00–15:20"), busy: tiny })).toEqual([]);
  });

  it("is as long as the rules allow", () => {
    const rules = rulesOf([oak], { oak: { maxMinutes: 90 } });
    expect(misses([oak], { wish: wishAt("15:00–17:00"), busy: busyOf({ oak: [] }), rules })).toEqual([
      "Oak 15:00–16:30: 30 min shorter",
    ]);
  });
});

describe("another room", () => {
  const wish = wishAt("15:00–16:00", {
    minSeats: 8,
    maxSeats: 10,
    equipment: ["projector"],
    building: "A",
    floor: "12",
  });
  const taken = "08:00–20:00";
  const like = (name: string, given: Partial<Room>) => ({ ...oak, id: name.toLowerCase(), name, ...given });

  it("may differ in one thing, which is said; the next floor before the next building", () => {
    const rooms = [
      oak,
      like("Far", { path: ["B座", "12层"] }),
      like("Above", { path: ["A座", "13层"] }),
      like("Attic", { path: ["A座", "20层"] }),
      like("Snug", { capacity: 6 }),
      like("Vast", { capacity: 30 }),
      like("Bare", { equipment: [] }),
    ];
    const busy = busyOf({ oak: [taken], far: [], above: [], attic: [], snug: [], vast: [], bare: [] });
    expect(misses(rooms, { wish, busy, limit: 20 }).filter((each) => !each.includes(","))).toEqual([
      "Above 15:00–16:00: floor 13",
      "Vast 15:00–16:00: bigger: 30",
      "Snug 15:00–16:00: smaller: 6",
      "Attic 15:00–16:00: floor 20",
      "Bare 15:00–16:00: without projector",
      "Far 15:00–16:00: building B",
    ]);
  });

  it("is no near miss when it lacks two things", () => {
    const both = { ...wish, equipment: ["projector", "video"] } as const;
    expect(misses([like("Poor", { equipment: [] })], { wish: both, busy: busyOf({ poor: [] }) })).toEqual([]);
  });

  it("is no near miss when it is much too small, differs in three ways, or nobody may book it", () => {
    const rooms = [
      like("Tiny", { capacity: 5 }),
      like("Alien", { path: ["B座", "13层"], capacity: 6 }),
      like("Private", { path: ["A座", "13层"], access: "nobody" }),
    ];
    expect(misses(rooms, { wish, busy: busyOf({ tiny: [], alien: [], private: [] }) })).toEqual([]);
  });

  it("is another than the one that was named", () => {
    const named = wishAt("15:00–16:00", { roomName: "Oak" });
    const busy = busyOf({ oak: ["15:00–15:30"], elm: [] });
    expect(misses([oak, like("Elm", {})], { wish: named, busy }).slice(0, 2)).toEqual([
      "Elm 15:00–16:00: room Elm",
      "Oak 15:30–16:30: 30 min",
    ]);
  });

  it("says that approval is needed, besides what else differs", () => {
    const rooms = [oak, like("Above", { path: ["A座", "13层"] })];
    const rules = rulesOf(rooms, { above: { approval: "always" } });
    expect(misses(rooms, { wish, busy: busyOf({ oak: [taken], above: [] }), rules })[0]).toBe(
      "Above 15:00–16:00: floor 13, approval",
    );
  });

  it("is nowhere to be found among rooms whose busy times are unknown or which were excluded", () => {
    const rooms = [oak, like("Above", { path: ["A座", "13层"] })];
    expect(misses(rooms, { wish, busy: busyOf({ oak: [taken], above: "?" }) })).toEqual([]);
    const excluded = { ...wish, excludeRoomIds: ["above"] };
    expect(misses(rooms, { wish: excluded, busy: busyOf({ oak: [taken], above: [] }) })).toEqual([]);
  });
});

describe("a change of rooms", () => {
  const elm = { ...oak, id: "elm", name: "Elm" };
  const busy = busyOf({ oak: ["08:00–13:30", "15:30–18:00"], elm: ["08:00–15:00", "16:00–18:00"] });

  it("gets a long meeting through two rooms, with the longest stay in one of them", () => {
    expect(misses([oak, elm], { wish: wishAt("14:00–16:00"), busy })).toContain(
      "Oak 14:00–15:30: from 15:30 in Elm",
    );
  });

  it("is not proposed for a short meeting, nor where one room has the whole time", () => {
    const short = misses([oak, elm], { wish: wishAt("15:15–15:45"), busy });
    expect(short.filter((each) => each.includes("from"))).toEqual([]);
    const ash = { ...oak, id: "ash", name: "Ash" };
    const free = new Map([...busy, ...busyOf({ ash: [] })]);
    const whole = misses([oak, elm, ash], { wish: wishAt("14:00–16:00"), busy: free });
    expect(whole.filter((each) => each.includes("from"))).toEqual([]);
  });

  it("takes no room that needs approval", () => {
    const rules = rulesOf([oak, elm], { elm: { approval: "always" } });
    const found = misses([oak, elm], { wish: wishAt("14:00–16:00"), busy, rules });
    expect(found.filter((each) => each.includes("from"))).toEqual([]);
  });

  it("gets round a room's longest meeting", () => {
    const rules = rulesOf([oak, elm], { oak: { maxMinutes: 60 }, elm: { maxMinutes: 60 } });
    expect(
      misses([oak, elm], { wish: wishAt("14:00–16:00"), busy: busyOf({ oak: [], elm: [] }), rules }),
    ).toContain("Elm 14:00–15:00: from 15:00 in Oak");
  });
});

describe("the order of near misses", () => {
  it("is half an hour's shift, the next floor, an hour's shift, approval on the next floor", () => {
    const rooms = ["Half", "Floor", "Hour", "Asked"].map((name) => ({
      ...oak,
      id: name.toLowerCase(),
      name,
      path: name === "Floor" || name === "Asked" ? ["A座", "11层"] : oak.path,
    }));
    const busy = busyOf({
      half: ["08:00–15:30"],
      floor: [],
      hour: ["08:00–16:00"],
      asked: [],
    });
    const rules = rulesOf(rooms, { asked: { approval: "always" } });
    const wish = wishAt("15:00–16:00", { floor: "12" });
    const firstOf = (name: string, all: readonly string[]) => all.findIndex((each) => each.startsWith(name));
    const all = misses(rooms, { wish, busy, rules, limit: 20 });
    const places = ["Floor", "Half", "Hour", "Asked"].map((name) => firstOf(name, all));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it("does not propose another time for a room that can be had at the wished one", () => {
    const busy = busyOf({ oak: ["08:00–20:00"], elm: [] });
    const elm = { ...oak, id: "elm", name: "Elm", path: ["A座", "11层"] };
    const wish = wishAt("15:00–16:00", { floor: "12" });
    expect(misses([oak, elm], { wish, busy })).toEqual(["Elm 15:00–16:00: floor 11"]);
  });

  it("does not let one room fill the list", () => {
    const alternatives = [span("11:00–12:00"), span("09:00–10:00")];
    const when = { kind: "at", interval: span("15:00–16:00"), alternatives } as const;
    const busy = busyOf({ oak: ["09:15–10:00", "11:15–12:00", "15:45–16:00"] });
    expect(misses([oak], { wish: { when, equipment: [] }, busy })).toHaveLength(2);
  });

  it("does not let one room hide the others", () => {
    const busy = busyOf({ oak: ["15:30–16:00"], elm: ["15:00–16:30"] });
    const elm = { ...oak, id: "elm", name: "Elm" };
    const names = misses([oak, elm], { wish: wishAt("15:00–16:00"), busy }).map((each) => each.split(" ")[0]);
    expect(new Set(names)).toEqual(new Set(["Oak", "Elm"]));
  });
});

it("says of a room whose seats nobody counted that its size is not known, where one is asked for", () => {
  const { capacity: _, ...uncounted } = oak;
  const asked = { rooms: [uncounted], busy: busyOf({ oak: ["15:00–15:30"] }), now: at("08:00"), zone: ZONE };
  const why = (minSeats?: number) =>
    nearMisses({ ...asked, wish: wishAt("15:00–16:00", minSeats ? { minSeats } : {}) }).map(
      (offer) => offer.why,
    );
  expect(why(40)[0]).toEqual([{ kind: "size-unknown" }]);
  expect(why()[0]).toEqual([]);
});

describe("several rooms at once", () => {
  const elm = { ...oak, id: "elm", name: "Elm" };
  const two = (given: Partial<OfferInput["wish"]> = {}) => wishAt("15:00–16:00", { roomCount: 2, ...given });

  it("are near at the time when two are free", () => {
    const busy = busyOf({ oak: ["14:00–15:15"], elm: ["13:00–14:00"] });
    expect(misses([oak, elm], { wish: two(), busy, limit: 2 })).toEqual([
      "Elm 15:15–16:15: 15 min",
      "Oak 15:15–16:15: 15 min",
    ]);
  });

  it("may be one as wished and one that is a little smaller", () => {
    const small = { ...elm, capacity: 6 };
    const busy = busyOf({ oak: [], elm: [] });
    expect(misses([oak, small], { wish: two({ minSeats: 8 }), busy, limit: 2 })).toEqual([
      "Oak 15:00–16:00: ",
      "Elm 15:00–16:00: smaller: 6",
    ]);
  });

  it("come in whole groups, the nearest first, and not the same rooms five minutes later", () => {
    const busy = busyOf({ oak: ["15:00–15:10"], elm: ["14:30–15:10"] });
    expect(misses([oak, elm], { wish: two(), busy, limit: 5 })).toEqual([
      "Elm 15:10–16:10: 10 min",
      "Oak 15:10–16:10: 10 min",
      "Elm 15:30–16:30: 30 min",
      "Oak 15:30–16:30: 30 min",
    ]);
  });

  it("are single rooms where nowhere near there are two", () => {
    const busy = busyOf({ oak: ["15:00–16:00"], elm: ["08:00–20:00"] });
    expect(misses([oak, elm], { wish: two(), busy })[0]).toBe("Oak 14:00–15:00: -60 min");
  });
});

describe("whatever the question", () => {
  const forRooms = (roomCount: number) =>
    question.map((asked) => ({ ...asked, wish: { ...asked.wish, roomCount } }));
  const each = (check: (asked: OfferInput) => void) =>
    fc.assert(fc.property(forRooms(1), check), { numRuns: 400 });
  const key = ({ room: { id }, interval }: Offer) => `${id} ${interval.start} ${interval.end}`;
  const fitting = (asked: OfferInput) => matchRooms(asked.rooms, asked.wish).fitting;

  it("proposes only what is free for the whole time and allowed", () => {
    each((asked) => {
      for (const { room: first, interval, differs } of nearMisses(asked)) {
        const parts = [
          { room: first, interval },
          ...differs.flatMap((difference) => (difference.kind === "handover" ? [difference.then] : [])),
        ];
        for (const part of parts) {
          expect(part.interval.end).toBeGreaterThan(part.interval.start);
          expect(isFree(asked, part.room, part.interval)).toBe(true);
          expect(isAllowed(asked, part.room, part.interval)).toBe(true);
        }
      }
    });
  });

  it("says truly and fully in what each differs", () => {
    each((asked) => {
      for (const offer of nearMisses(asked)) {
        const kinds = new Set(offer.differs.map(({ kind }) => kind));
        expect(kinds.size).toBe(offer.differs.length);
        expect(kinds.size).toBeGreaterThan(0);
        expect(kinds.has("approval")).toBe(offer.approval);
        expect({ room: roomKinds(offer), time: timeKinds(asked, offer) }).toEqual({
          room: expectedRoomKinds(asked, offer.room),
          time: true,
        });
      }
    });
  });

  it("proposes nothing twice, and nothing that is offered exactly", () => {
    const whole = (offer: Offer) => `${key(offer)} ${offer.differs.some(({ kind }) => kind === "handover")}`;
    each((asked) => {
      const proposed = nearMisses(asked);
      const offers = findOffers({ ...asked, rooms: fitting(asked) });
      const exact = new Set(offers.filter(({ approval }) => !approval).map(key));
      expect(new Set(proposed.map(whole)).size).toBe(proposed.length);
      expect(proposed.map(key).filter((each) => exact.has(each))).toEqual([]);
    });
  });

  it("proposes the same whatever the order of the rooms", () => {
    fc.assert(
      fc.property(shuffled(question), ([asked, turned]) => {
        expect(nearMisses(turned)).toEqual(nearMisses(asked));
      }),
      { numRuns: 300 },
    );
  });

  it("proposes something whenever a fitting room can be had up to an hour earlier or later", () => {
    each((asked) => {
      const { when } = asked.wish;
      if (when.kind !== "at" || when.alternatives || when.interval.start < asked.now) return;
      const rooms = fitting(asked);
      if (findOffers({ ...asked, rooms }).length > 0) return;
      const stretch = { start: at("09:00"), end: Math.max(at("18:00"), when.interval.end) };
      const shifts = [-60, -45, -30, -15, 15, 30, 45, 60].map((minutes) => minutes * MINUTE);
      const can = rooms.some((each) =>
        shifts.some((shift) => {
          const interval = { start: when.interval.start + shift, end: when.interval.end + shift };
          const isKnown = interval.start >= Math.max(stretch.start, asked.now) && interval.end <= stretch.end;
          return isKnown && isFree(asked, each, interval) && isAllowed(asked, each, interval);
        }),
      );
      if (can) expect(nearMisses(asked)).not.toEqual([]);
    });
  });
});

describe("several rooms at once, whatever the question", () => {
  const COUNT = 2;
  const each = (check: (asked: OfferInput, proposed: readonly Offer[]) => void) =>
    fc.assert(
      fc.property(question, (any) => {
        const asked = { ...any, wish: { ...any.wish, roomCount: COUNT } };
        check(asked, nearTogether(asked, COUNT, 6));
      }),
      { numRuns: 200 },
    );
  const inGroups = (offers: readonly Offer[]) =>
    Array.from({ length: offers.length / COUNT }, (_, at) => offers.slice(at * COUNT, (at + 1) * COUNT));

  it("are different rooms at one time, free and allowed, and not all of them as wished", () => {
    each((asked, proposed) => {
      expect(proposed.length % COUNT).toBe(0);
      for (const group of inGroups(proposed)) {
        expect(new Set(group.map(({ room: { id } }) => id)).size).toBe(COUNT);
        expect(new Set(group.map(({ interval: { start, end } }) => `${start} ${end}`)).size).toBe(1);
        expect(group.some(({ differs }) => differs.length > 0)).toBe(true);
        for (const { room: one, interval } of group) {
          expect(isFree(asked, one, interval)).toBe(true);
          expect(isAllowed(asked, one, interval)).toBe(true);
        }
      }
    });
  });

  it("say truly and fully in what each differs", () => {
    each((asked, proposed) => {
      for (const offer of proposed) {
        expect(offer.differs.some(({ kind }) => kind === "approval")).toBe(offer.approval);
        expect({ room: roomKinds(offer), time: timeKinds(asked, offer) }).toEqual({
          room: expectedRoomKinds(asked, offer.room),
          time: true,
        });
      }
    });
  });

  it("are found whenever enough fitting rooms can be had up to an hour earlier or later", () => {
    each((asked, proposed) => {
      const { when } = asked.wish;
      if (when.kind !== "at" || when.alternatives || when.interval.start < asked.now) return;
      const rooms = matchRooms(asked.rooms, asked.wish).fitting;
      const stretch = { start: at("09:00"), end: Math.max(at("18:00"), when.interval.end) };
      const shifts = [-60, -45, -30, -15, 15, 30, 45, 60].map((minutes) => minutes * MINUTE);
      const can = shifts.some((shift) => {
        const interval = { start: when.interval.start + shift, end: when.interval.end + shift };
        const isKnown = interval.start >= Math.max(stretch.start, asked.now) && interval.end <= stretch.end;
        const had = rooms.filter(
          (one) => isKnown && isFree(asked, one, interval) && isAllowed(asked, one, interval),
        );
        return had.length >= COUNT;
      });
      if (can) expect(proposed).not.toEqual([]);
    });
  });

  it("are none twice", () => {
    each((_, proposed) => {
      const keys = proposed.map(({ room: { id }, interval: { start, end } }) => `${id} ${start} ${end}`);
      expect(new Set(keys).size).toBe(keys.length);
    });
  });
});

const ROOM_KINDS: readonly Difference["kind"][] = [
  "smaller",
  "bigger",
  "without",
  "building",
  "floor",
  "room",
];
const roomKinds = ({ differs }: Offer) =>
  ROOM_KINDS.filter((kind) => differs.some((each) => each.kind === kind));

/** In what a generated room differs from a wish, by looking at both. */
function expectedRoomKinds(
  { wish }: OfferInput,
  { capacity, equipment, path, name }: Room,
): Difference["kind"][] {
  const differs: Partial<Record<Difference["kind"], boolean>> = {
    smaller: capacity !== undefined && capacity < (wish.minSeats ?? 0),
    bigger: capacity !== undefined && capacity > (wish.maxSeats ?? 99),
    without: wish.equipment.some((thing) => !equipment.includes(thing)),
    building: wish.building !== undefined && path[0] !== `${wish.building}座`,
    floor: wish.floor !== undefined && path[1] !== `${wish.floor}层`,
    room: wish.roomName !== undefined && !name.endsWith("B1"),
  };
  return ROOM_KINDS.filter((kind) => differs[kind]);
}

/** Whether what is said of the time is all there is to say of it. */
function timeKinds({ wish: { when } }: OfferInput, { interval, differs }: Offer): boolean {
  const lengthOf = ({ start, end }: Interval) => end - start;
  const targets: { window: Interval; length: number }[] =
    when.kind === "within"
      ? when.windows.map((window) => ({ window, length: when.durationMs }))
      : stretchesOf(when).map((window) => ({ window, length: lengthOf(window) }));
  const find = <K extends Difference["kind"]>(kind: K) =>
    differs.find((each): each is Extract<Difference, { kind: K }> => each.kind === kind);
  const shift = find("time")?.shiftMs ?? 0;
  const lost = find("shorter")?.byMs ?? 0;
  const end = find("handover")?.then.interval.end ?? interval.end;
  if (find("handover") && find("handover")?.then.interval.start !== interval.end) return false;
  return targets.some(({ window, length }) => {
    const isAsLong = end - interval.start === length - lost && lost <= length / 2;
    const outside = Math.min(0, interval.start - window.start) || Math.max(0, end - window.end);
    return isAsLong && outside === shift;
  });
}
