import { beforeEach, describe, expect, it } from "vitest";
import { bookingsOf } from "../../src/booking/bookings.ts";
import { BookingRecords } from "../../src/booking/records.ts";
import { MovableClock } from "../../src/sandbox/clock.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import { FakeCalendar } from "./fake-calendar.ts";

const NOW = Date.parse("2026-03-11T10:07:00+08:00");
const me = { id: "me", name: "me" };
const start = NOW + 3_600_000;
const draft = {
  title: "Meeting",
  start,
  end: start + 3_600_000,
  organiser: me,
  zone: "Asia/Shanghai",
};

describe("a person's coming bookings", () => {
  let calendar: FakeCalendar;
  let place: Parameters<typeof bookingsOf>[0];

  beforeEach(async () => {
    const clock = new MovableClock(NOW);
    calendar = new FakeCalendar();
    const records = new BookingRecords(createMemoryStorage(clock), clock, "fake");
    place = { calendar, records, clock };
    calendar.seed("ours", draft);
    calendar.events.get("ours")?.rooms.set("everest", "accepted");
    const record = {
      eventId: "ours",
      roomId: "everest",
      roomName: "Everest",
      title: "Meeting",
      ownsEvent: true,
    };
    await records.add("me", { ...record, start: draft.start, end: draft.end });
  });

  const roomsShown = async () =>
    (await bookingsOf(place, me, NOW)).map(({ rooms }) => rooms.map(({ id }) => id));

  it("come from the calendar", async () => {
    expect(await roomsShown()).toEqual([["everest"]]);
  });

  it("include one that the list of events does not show yet", async () => {
    calendar.eventsOf = async () => [];
    expect(await roomsShown()).toEqual([["everest"]]);
  });

  it("include one whose rooms the list leaves out, for a missing field is not none", async () => {
    const { eventsOf } = calendar;
    calendar.eventsOf = async (...args) =>
      (await eventsOf(...args)).map(({ rooms: _rooms, ...event }) => event);
    expect(await roomsShown()).toEqual([["everest"]]);
  });

  it("include it by our own record where not even the event tells of its rooms", async () => {
    calendar.eventsOf = async () => [];
    const read = calendar.read.bind(calendar);
    calendar.read = async (eventId) => {
      const event = await read(eventId);
      if (!event) return undefined;
      const { rooms: _rooms, ...rest } = event;
      return rest;
    };
    expect(await bookingsOf(place, me, NOW)).toMatchObject([
      { rooms: [{ name: "Everest" }], ownsEvent: true },
    ]);
  });

  it("leave out one that was removed in the client", async () => {
    calendar.events.delete("ours");
    expect(await roomsShown()).toEqual([]);
  });

  describe("that are a series", () => {
    const WEEK_MS = 7 * 24 * 60 * 60_000;
    const series = { rule: "FREQ=WEEKLY;BYDAY=WE", untilLocalDate: "2026-04-01", zone: "Asia/Shanghai" };

    const haveSeries = async () => {
      const { zone: _, ...recurrence } = series;
      calendar.seed("weekly", { ...draft, title: "Weekly", recurrence }, ["k2"]);
      const record = { eventId: "weekly", roomId: "k2", roomName: "K2", title: "Weekly", ownsEvent: true };
      await place.records.add("me", { ...record, start: draft.start, end: draft.end, series });
    };
    const atWeek = async (week: number) =>
      (await bookingsOf(place, me, NOW + week * WEEK_MS)).filter(({ title }) => title === "Weekly");
    const next = (week: number) => ({
      eventId: "weekly",
      start: draft.start + week * WEEK_MS,
      isSeries: true,
      ownsEvent: true,
      recurrence: { rule: series.rule, untilLocalDate: series.untilLocalDate },
    });

    it.each([true, false])(
      "are one, at the time of the next meeting (calendars shown: %s)",
      async (shown) => {
        await haveSeries();
        if (!shown) Object.defineProperty(calendar, "eventsOf", { value: undefined });
        expect(await atWeek(0)).toMatchObject([next(0)]);
        expect(await atWeek(2)).toMatchObject([next(2)]);
        expect(await atWeek(4)).toEqual([]);
      },
    );

    it("are one too where the person made the series", async () => {
      const { zone: _, ...recurrence } = series;
      calendar.seed("weekly", { ...draft, title: "Weekly", recurrence }, ["k2"]);
      expect(await atWeek(1)).toMatchObject([{ eventId: "weekly", isSeries: true, ownsEvent: false }]);
    });
  });
});
