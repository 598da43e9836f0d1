import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OfferInput } from "../../src/availability/find-offers.ts";
import { mostAtOnce, type Offer, secondPartOf } from "../../src/availability/offer.ts";
import { rank } from "../../src/availability/rank.ts";
import { matchRooms } from "../../src/availability/rooms-matching.ts";
import { stretchesOf } from "../../src/availability/wish.ts";
import { silentLogger } from "../../src/core/logger.ts";
import type { Person, Room, RoomId, RoomRules } from "../../src/core/model.ts";
import type { Rooms } from "../../src/ports/rooms.ts";
import { type Found, findRooms, type SearchTools } from "../../src/search/find-rooms.ts";
import { FreeBusy } from "../../src/search/free-busy.ts";
import { RecentOffers } from "../../src/search/recent-offers.ts";
import { RoomDirectory } from "../../src/search/room-directory.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import { at, room, wishAt, ZONE } from "../availability/office.ts";
import { isAllowed, isFree, question, seriesQuestion } from "../availability/oracle.ts";

const ASKER: Person = { id: "me", name: "Me" };
const OPEN: RoomRules = { access: "everyone", closures: [], approval: "none", recurring: true };
const LIMIT = 5;

/** A vendor that knows what the oracle knows; a room whose rules the oracle does not know has none. */
function openSearch(asked: OfferInput, questionRooms: number) {
  const askedFor: RoomId[] = [];
  const rulesRead: RoomId[] = [];
  const rooms: Rooms = {
    list: async () => [...asked.rooms],
    rules: async (id) => {
      rulesRead.push(id);
      return asked.rules?.get(id) ?? OPEN;
    },
    busy: async (ids) => {
      askedFor.push(...ids);
      return new Map(ids.map((id) => [id, asked.busy.get(id) ?? { known: false, why: "not there" }]));
    },
  };
  const clock = { now: () => asked.now, sleep: async () => {} };
  const storage = createMemoryStorage(clock);
  const tools: SearchTools = {
    directory: new RoomDirectory(
      { name: "fake", rooms },
      { storage, clock, logger: silentLogger, exclude: [] },
    ),
    freeBusy: new FreeBusy(rooms, clock, silentLogger, { zone: "Asia/Shanghai" }),
    people: {
      nameOf: async () => undefined,
      findByName: async () => [],
      membershipsOf: async () => {
        if (!asked.memberships) throw new Error("no permission");
        return asked.memberships;
      },
    },
    habits: { roomsBooked: async () => [] },
    recentOffers: new RecentOffers(clock),
    clock,
    zone: ZONE,
    workingMinutes: { from: 540, to: 1080 },
    workingDays: [1, 2, 3, 4, 5],
    questionRooms,
  };
  return { tools, askedFor, rulesRead };
}

async function search(asked: OfferInput, questionRooms: number, passed: readonly RoomId[] = []) {
  const { tools, askedFor } = openSearch(asked, questionRooms);
  const { wish } = asked;
  const found = await findRooms(tools, { wish, asker: ASKER, limit: LIMIT, nearMisses: true, passed });
  return { found, askedFor };
}

/** With the rules that the vendor tells: a room without any is open to all. */
const told = (asked: OfferInput): OfferInput => ({
  ...asked,
  rules: new Map(asked.rooms.map(({ id }) => [id, asked.rules?.get(id) ?? OPEN])),
});

const cap = fc.constantFrom(2, 4, Number.POSITIVE_INFINITY);
type Check = (asked: OfferInput, found: Found, askedFor: readonly RoomId[], cap: number) => void;
const each = (questions: fc.Arbitrary<OfferInput>, check: Check) =>
  fc.assert(
    fc.asyncProperty(questions, cap, async (any, questionRooms) => {
      const asked = told(any);
      const { found, askedFor } = await search(asked, questionRooms);
      check(asked, found, askedFor, questionRooms);
    }),
    { numRuns: 120 },
  );

const key = ({ room: { id }, interval: { start, end } }: Offer) => `${id} ${start} ${end}`;
const parts = (offer: Offer) => {
  const second = secondPartOf(offer);
  return [{ room: offer.room, interval: offer.interval }, ...(second ? [second] : [])];
};
/** The fitting rooms that have one of the wished times, whatever a search may ask. */
const possible = (asked: OfferInput): Room[] => {
  const { when } = asked.wish;
  const times = when.kind === "at" ? stretchesOf(when).filter(({ end }) => end > asked.now) : [];
  return matchRooms(asked.rooms, asked.wish).fitting.filter((room) =>
    times.some((time) => isFree(asked, room, time) && isAllowed(asked, room, time)),
  );
};

describe("whatever is looked for", () => {
  it("is free for the whole time and allowed, near misses too, and nothing is named twice", async () => {
    await each(question, (asked, { offers, nearMisses }) => {
      for (const list of [offers, nearMisses]) {
        const keys = list.map((offer) => `${key(offer)} ${secondPartOf(offer)?.room.id}`);
        expect(new Set(keys).size).toBe(list.length);
        for (const { room, interval } of list.flatMap(parts)) {
          expect(isFree(asked, room, interval)).toBe(true);
          expect(isAllowed(asked, room, interval)).toBe(true);
        }
      }
    });
  });

  it("comes in rank order", async () => {
    await each(question, (asked, { offers }) => {
      expect(rank(offers, { wish: asked.wish, usualRoomIds: [] }).map(key)).toEqual(offers.map(key));
    });
  });

  it("is found if it is there, and called all checked only where each fitting room was read", async () => {
    await each(question, (asked, found, askedFor) => {
      const { fitting } = matchRooms(asked.rooms, asked.wish);
      const read = fitting.filter(({ id }) => askedFor.includes(id) && asked.busy.get(id)?.known);
      expect(found.fitting).toBe(fitting.length);
      expect(found.checked).toBe(read.length);
      const unseen = possible(asked).filter(
        (room) => !found.offers.some((offer) => offer.room.id === room.id),
      );
      if (found.offers.length === 0 && unseen.length > 0) expect(found.checked).toBeLessThan(fitting.length);
    });
  });

  it("asks about no more rooms than one question may, other days included", async () => {
    await each(question, (_asked, _found, askedFor, questionRooms) => {
      expect(askedFor.length).toBeLessThanOrEqual(questionRooms);
    });
  });

  it("has near misses only where there are not enough offers that need nobody's approval", async () => {
    await each(question, (asked, { offers, nearMisses }) => {
      const free = offers.filter(({ approval }) => !approval);
      if (mostAtOnce(free) >= (asked.wish.roomCount ?? 1)) expect(nearMisses).toEqual([]);
    });
  });

  it("is the same whatever the order of the list", async () => {
    await fc.assert(
      fc.asyncProperty(question, cap, fc.infiniteStream(fc.nat()), async (asked, questionRooms, dice) => {
        const order = asked.rooms.map((room) => ({ room, at: dice.next().value ?? 0 }));
        const rooms = order.sort((a, b) => a.at - b.at).map(({ room }) => room);
        const one = await search(told(asked), questionRooms);
        const other = await search(told({ ...asked, rooms }), questionRooms);
        expect(other.found).toEqual(one.found);
      }),
      { numRuns: 80 },
    );
  });

  it("goes on until every room that has the time was offered, and then says that there are no others", async () => {
    await fc.assert(
      fc.asyncProperty(question, async (any) => {
        const asked = told({ ...any, wish: { ...any.wish, roomCount: 1 } });
        if (asked.wish.when.kind !== "at") return;
        const seen = new Set<RoomId>();
        let passed: readonly RoomId[] = [];
        for (let turn = 0; turn <= asked.rooms.length; turn++) {
          const { found } = await search(asked, 2, passed);
          for (const { room } of found.offers) seen.add(room.id);
          ({ passed } = found);
          if (found.unasked === 0) break;
        }
        expect([...seen].sort()).toEqual(
          possible(asked)
            .map(({ id }) => id)
            .sort(),
        );
      }),
      { numRuns: 80 },
    );
  });
});

it("reads the rules of the rooms that it would offer, and of no other", async () => {
  const rooms = Array.from({ length: 12 }, (_, at): Room => {
    const name = `Room ${String(at).padStart(2, "0")}`;
    return { ...room(name), id: name };
  });
  const busy = new Map(rooms.map(({ id }) => [id, { known: true as const, busy: [] }]));
  const rules = new Map<RoomId, RoomRules>([["Room 01", { ...OPEN, access: "nobody" }]]);
  const asked = { rooms, busy, rules, now: at("08:00"), zone: ZONE, wish: wishAt("15:00–16:00") };
  const { tools, rulesRead } = openSearch(asked, 40);
  const question = { wish: asked.wish, asker: ASKER, limit: LIMIT, nearMisses: true };
  const { offers } = await findRooms(tools, question);
  const names = ["Room 00", "Room 02", "Room 03", "Room 04", "Room 05"];
  expect(offers.map(({ room: { id } }) => id)).toEqual(names);
  expect(rulesRead.toSorted()).toEqual([...names, "Room 01"].sort());
});

describe("whatever series is looked for", () => {
  it("has every meeting that is not named as missing", async () => {
    await each(seriesQuestion, (asked, { offers, nearMisses, onlySingle }) => {
      const { when } = asked.wish;
      for (const { room, skips = [], differs } of [...offers, ...nearMisses]) {
        expect(asked.rules?.get(room.id)?.recurring).toBe(true);
        const shift = differs.find((difference) => difference.kind === "time")?.shiftMs ?? 0;
        for (const wished of stretchesOf(when)) {
          const meeting = shift === 0 ? wished : { start: wished.start + shift, end: wished.end + shift };
          const isHad =
            meeting.end > asked.now && isFree(asked, room, meeting) && isAllowed(asked, room, meeting);
          expect(skips.includes(meeting)).toBe(!isHad);
        }
      }
      for (const { id } of onlySingle) expect(asked.rules?.get(id)?.recurring).toBe(false);
    });
  });
});
