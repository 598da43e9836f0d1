import { describe, expect, it } from "vitest";
import { laterBy, onOtherDays } from "../../src/availability/other-days.ts";
import type { Wish } from "../../src/availability/wish.ts";
import type { Interval } from "../../src/core/interval.ts";
import { localMinuteOf } from "../../src/time/zone.ts";
import { HOUR, room, span, wishAt, wishWithin, ZONE } from "./office.ts";

const OFFICE = { workingDays: [1, 2, 3, 4, 5], zone: ZONE };
const told = ({ start, end }: Interval, zone = ZONE) =>
  `${localMinuteOf(start, zone).slice(5)}–${localMinuteOf(end, zone).slice(5)}`;

function times(wish: Wish, office = OFFICE): string[] {
  const when = onOtherDays(wish, office)?.when;
  if (when?.kind === "at")
    return [when.interval, ...(when.alternatives ?? [])].map((one) => told(one, office.zone));
  return when?.kind === "within" ? when.windows.map((one) => told(one, office.zone)) : [];
}

describe("the same wish on other days", () => {
  it("is for the next three working days at the same time", () => {
    expect(times(wishAt("15:00–16:00"))).toEqual([
      "03-13T15:00–03-13T16:00",
      "03-16T15:00–03-16T16:00",
      "03-17T15:00–03-17T16:00",
    ]);
    expect(times(wishWithin("13:00–18:00", HOUR))[0]).toBe("03-13T13:00–03-13T18:00");
  });

  it("keeps what else is wished, and every time that was named, after the last of their days", () => {
    const when = {
      kind: "at",
      interval: span("15:00–16:00"),
      alternatives: [span("2026-03-13T10:00–2026-03-13T11:00")],
    } as const;
    const wish: Wish = { when, equipment: ["tv"], minSeats: 6 };
    expect(times(wish).slice(0, 2)).toEqual(["03-16T15:00–03-16T16:00", "03-16T10:00–03-16T11:00"]);
    expect(onOtherDays(wish, OFFICE)).toMatchObject({ equipment: ["tv"], minSeats: 6 });
  });

  it("goes by the wall clock where the clock changes, and over midnight", () => {
    const zone = "America/New_York";
    const saturday = { start: "2026-03-07T23:00", end: "2026-03-08T01:00" };
    const wish = wishAt(`${saturday.start}–${saturday.end}`);
    const inZone = {
      ...wish,
      when: { kind: "at", interval: span(`${saturday.start}–${saturday.end}`, zone) },
    } as const;
    expect(times(inZone, { workingDays: [1, 7], zone })).toEqual([
      "03-09T23:00–03-10T01:00",
      "03-15T23:00–03-16T01:00",
    ]);
  });

  it("is none for a series, nor where nobody works", () => {
    const occurrences = [span("15:00–16:00"), span("2026-03-19T15:00–2026-03-19T16:00")];
    const when = {
      kind: "series",
      occurrences,
      rule: "FREQ=WEEKLY",
      untilLocalDate: "2026-03-19",
      isEndAssumed: false,
    } as const;
    expect(onOtherDays({ when, equipment: [] }, OFFICE)).toBeUndefined();
    expect(onOtherDays(wishAt("15:00–16:00"), { ...OFFICE, workingDays: [] })).toBeUndefined();
  });

  it("is marked with how many days later it is", () => {
    const offer = {
      room: room("Oak"),
      interval: span("2026-03-16T15:00–2026-03-16T16:00"),
      freeUntil: undefined,
      approval: false,
      mayBeDeclined: false,
      differs: [],
      why: [],
    };
    expect(laterBy(offer, wishAt("15:00–16:00"), ZONE).differs).toEqual([{ kind: "day", days: 4 }]);
  });
});
