import { describe, expect, it } from "vitest";
import type { Offer } from "../../src/availability/offer.ts";
import type { Wish } from "../../src/availability/wish.ts";
import { RecentOffers } from "../../src/search/recent-offers.ts";

const HOUR_MS = 3_600_000;
const offer = (id: string, startHour: number): Offer => ({
  room: { id, name: id, equipment: [], path: [], access: "everyone" },
  interval: { start: startHour * HOUR_MS, end: (startHour + 1) * HOUR_MS },
  freeUntil: undefined,
  approval: false,
  mayBeDeclined: false,
  differs: [],
  why: [],
});
const wish = (startHour: number): Wish => ({
  when: { kind: "at", interval: offer("", startHour).interval },
  equipment: [],
});

describe("what was just offered to others", () => {
  it("is the first room of each time that overlaps the wish, for two minutes, and not one's own", () => {
    let nowMs = 0;
    const recent = new RecentOffers({ now: () => nowMs, sleep: async () => {} });
    recent.note("lei", [offer("a", 15), offer("b", 15), offer("c", 16)]);
    expect(recent.toOthersThan("mei", wish(15))).toEqual(["a"]);
    expect(recent.toOthersThan("mei", wish(16))).toEqual(["c"]);
    expect(recent.toOthersThan("mei", wish(17))).toEqual([]);
    expect(recent.toOthersThan("lei", wish(15))).toEqual([]);
    nowMs = 119_999;
    recent.note("mei", [offer("b", 15)]);
    expect(recent.toOthersThan("han", wish(15))).toEqual(["a", "b"]);
    nowMs = 120_000;
    expect(recent.toOthersThan("han", wish(15))).toEqual(["b"]);
  });

  it("is told to everybody but the one person it was shown to, however many were shown it since", () => {
    let nowMs = 0;
    const recent = new RecentOffers({ now: () => nowMs, sleep: async () => {} });
    for (const person of ["lei", "mei", "han", "mei"]) {
      recent.note(person, [offer("a", 15)]);
      nowMs += 1_000;
    }
    for (const person of ["lei", "mei", "han", "emma"])
      expect(recent.toOthersThan(person, wish(15)), person).toEqual(["a"]);
    // Han's time is over, mei's is not: she alone saw it last.
    nowMs = 122_500;
    expect(recent.toOthersThan("mei", wish(15))).toEqual([]);
    expect(recent.toOthersThan("han", wish(15))).toEqual(["a"]);
    nowMs = 123_000;
    expect(recent.toOthersThan("han", wish(15))).toEqual([]);
  });
});
