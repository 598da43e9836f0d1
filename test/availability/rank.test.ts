import { describe, expect, it } from "vitest";
import type { Offer } from "../../src/availability/offer.ts";
import { rank, rankRooms } from "../../src/availability/rank.ts";
import type { Taste } from "../../src/availability/taste.ts";
import type { Room } from "../../src/core/model.ts";
import { at, HOUR, room, span, wishAt, wishWithin } from "./office.ts";

const WISH = wishAt("15:00–16:00", { minSeats: 4 });

function offer(of: Room, given: Partial<Offer> = {}): Offer {
  return {
    room: of,
    interval: span("15:00–16:00"),
    freeFrom: undefined,
    freeUntil: undefined,
    approval: false,
    mayBeDeclined: false,
    differs: [],
    why: [],
    ...given,
  };
}

function order(offers: readonly Offer[], taste: Partial<Taste> = {}): string[] {
  return rank(offers, { wish: WISH, ...taste }).map((each) => each.room.name);
}

const four = room("Four", { capacity: 4 });
const six = room("Six", { capacity: 6 });
const ten = room("Ten", { capacity: 10 });
const twelve = room("Twelve", { capacity: 12 });
const forty = room("Forty", { capacity: 40 });

describe("the order of offers", () => {
  it("puts the smallest that fits first", () => {
    expect(order([offer(twelve), offer(forty), offer(four), offer(six)])).toEqual([
      "Four",
      "Six",
      "Twelve",
      "Forty",
    ]);
  });

  it("turns round for somebody who wants a bigger room", () => {
    const wish = { ...WISH, prefers: "bigger" } as const;
    expect(order([offer(twelve), offer(forty), offer(four)], { wish })).toEqual(["Forty", "Twelve", "Four"]);
  });

  it("puts a room of unknown size behind every known one", () => {
    expect(order([offer(room("Unknown")), offer(forty), offer(four)])).toEqual(["Four", "Forty", "Unknown"]);
  });

  it("prefers a room without things that nobody asked for", () => {
    const equipped = room("Equipped", { capacity: 4, equipment: ["tv", "video"] });
    expect(order([offer(equipped), offer(four)])).toEqual(["Four", "Equipped"]);
    const wish = { ...WISH, equipment: ["tv", "video"] } as const;
    const more = room("Everything", { capacity: 4, equipment: ["tv", "video", "phone"] });
    expect(order([offer(more), offer(equipped)], { wish })).toEqual(["Equipped", "Everything"]);
  });

  it("prefers the asker's usual room, and then the usual floor, to some empty chairs", () => {
    expect(order([offer(four), offer(six)], { usualRoomIds: ["six"] })).toEqual(["Six", "Four"]);
    expect(order([offer(four), offer(ten)], { usualRoomIds: ["ten"] })).toEqual(["Ten", "Four"]);
    expect(order([offer(four), offer(forty)], { usualRoomIds: ["forty"] })).toEqual(["Four", "Forty"]);
    const upstairs = room("Upstairs", { capacity: 6, path: ["A座", "12层"] });
    const across = room("Across", { capacity: 5, path: ["B座", "12层"] });
    expect(
      order([offer(four), offer(across), offer(upstairs)], { usualFloor: { building: "A", floor: "12" } }),
    ).toEqual(["Upstairs", "Four", "Across"]);
  });

  it("prefers a gap that the meeting fills to one that it breaks", () => {
    const [long, tight, crumbs] = ["Long", "Tight", "Crumbs"].map((name) => room(name, { capacity: 4 })) as [
      Room,
      Room,
      Room,
    ];
    expect(
      order([
        offer(long),
        offer(crumbs, { freeFrom: at("14:45"), freeUntil: at("16:15") }),
        offer(tight, { freeFrom: at("15:00"), freeUntil: at("16:00") }),
      ]),
    ).toEqual(["Tight", "Long", "Crumbs"]);
  });

  it("puts what was just offered to somebody else a little lower", () => {
    const twin = room("Twin", { capacity: 4 });
    expect(order([offer(four), offer(twin)])).toEqual(["Four", "Twin"]);
    expect(order([offer(four), offer(twin)], { recentlyOfferedRoomIds: ["four"] })).toEqual(["Twin", "Four"]);
    expect(order([offer(four), offer(twelve)], { recentlyOfferedRoomIds: ["four"] })).toEqual([
      "Four",
      "Twelve",
    ]);
  });

  it("puts what may be declined lower, and what needs approval last", () => {
    expect(
      order([
        offer(four, { approval: true }),
        offer(six, { mayBeDeclined: true }),
        offer(twelve),
        offer(forty),
      ]),
    ).toEqual(["Twelve", "Six", "Forty", "Four"]);
  });

  it("goes by time before anything else", () => {
    const wish = wishWithin("13:00–18:00", HOUR, { minSeats: 4 });
    expect(
      order(
        [offer(four, { interval: span("16:00–17:00") }), offer(forty, { interval: span("13:00–14:00") })],
        {
          wish,
        },
      ),
    ).toEqual(["Forty", "Four"]);
  });

  it("settles a tie by the name and then by the id", () => {
    const rooms = [room("B"), room("A", { id: "2" }), room("A", { id: "1" })];
    expect(
      rank(
        rooms.map((each) => offer(each)),
        { wish: wishAt("15:00–16:00") },
      ).map((o) => o.room.id),
    ).toEqual(["1", "2", "b"]);
  });
});

describe("why an offer stands where it stands", () => {
  const why = (offers: readonly Offer[], taste: Partial<Taste> = {}) =>
    Object.fromEntries(
      rank(offers, { wish: WISH, ...taste }).map((each) => [
        each.room.name,
        each.why.map(({ kind }) => kind),
      ]),
    );

  it("says that the size is right, or the smallest there is", () => {
    expect(why([offer(four), offer(six)])).toEqual({ Four: ["right-size"], Six: [] });
    expect(why([offer(six), offer(twelve)])).toEqual({ Six: ["smallest"], Twelve: [] });
    expect(why([offer(six)])).toEqual({ Six: [] });
  });

  it("says that the seats are unknown", () => {
    expect(why([offer(room("Unknown"))])).toEqual({ Unknown: ["size-unknown"] });
    expect(why([offer(room("Unknown"))], { wish: wishAt("15:00–16:00") })).toEqual({ Unknown: [] });
  });

  it("gives two reasons at most, the most telling ones", () => {
    const wish = { ...WISH, equipment: ["tv"] } as const;
    const usual = room("Usual", { capacity: 4, equipment: ["tv"] });
    const filling = offer(usual, { freeFrom: at("15:00"), freeUntil: at("16:00") });
    expect(why([filling], { wish })).toEqual({ Usual: ["right-size", "equipment"] });
    expect(why([filling], { wish, usualRoomIds: ["usual"] })).toEqual({
      Usual: ["usual-room", "right-size"],
    });
    expect(why([{ ...filling, room: { ...six, equipment: [] } }], { wish })).toEqual({ Six: ["fills-gap"] });
  });

  it("says which is the soonest, where there are several times", () => {
    const wish = wishWithin("13:00–18:00", HOUR);
    const offers = [
      offer(six, { interval: span("13:00–14:00") }),
      offer(room("Other", { capacity: 6 }), { interval: span("15:00–16:00") }),
    ];
    expect(why(offers, { wish })).toEqual({ Six: ["soonest"], Other: [] });
  });
});

describe("whom to ask first", () => {
  it("goes by the same weights, without the times", () => {
    const rooms = [forty, room("Unknown"), six, four, twelve];
    const names = (taste: Partial<Taste>) =>
      rankRooms(rooms, { wish: WISH, ...taste }).map(({ name }) => name);
    expect(names({})).toEqual(["Four", "Six", "Twelve", "Forty", "Unknown"]);
    expect(names({ usualRoomIds: ["twelve"] })).toEqual(["Four", "Twelve", "Six", "Forty", "Unknown"]);
  });
});
