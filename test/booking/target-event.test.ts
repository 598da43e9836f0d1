import { describe, expect, it } from "vitest";
import { findTarget } from "../../src/booking/target-event.ts";
import type { CalendarEvent } from "../../src/core/model.ts";
import { createBench } from "./bench.ts";
import { FakeCalendar } from "./fake-calendar.ts";

const HOUR_MS = 60 * 60_000;
const wanted = { start: 10 * HOUR_MS, end: 11 * HOUR_MS };
const organiser = { id: "li-lei", name: "Li Lei" };
const event = (more: Partial<CalendarEvent> = {}): CalendarEvent => ({
  ...wanted,
  id: "retro",
  title: "Retro",
  isOrganiser: true,
  isAllDay: false,
  isRecurring: false,
  isCancelled: false,
  rooms: [],
  ...more,
});

/** Which event takes the room where these are on the organiser's calendar. */
function target(...events: CalendarEvent[]) {
  const calendar = new FakeCalendar();
  calendar.eventsOf = async () => events;
  return findTarget({ ...createBench().tools, calendar }, organiser, wanted);
}

const room = { roomId: "1", name: "Everest" };

describe("the event that takes the room", () => {
  it("is the one with the same start and end and no room, or whose room has declined", async () => {
    const plain = event();
    expect(await target(plain)).toEqual({ kind: "event", event: plain });
    const declined = event({ rooms: [{ ...room, response: "declined" }] });
    expect(await target(declined)).toEqual({ kind: "event", event: declined });
  });

  it.each<[string, Partial<CalendarEvent>]>([
    ["repeats", { isRecurring: true }],
    ["lasts all day", { isAllDay: true }],
    ["is cancelled", { isCancelled: true }],
    ["is somebody else's", { isOrganiser: false }],
    ["starts at another time", { start: wanted.start - HOUR_MS }],
    ["has a room", { rooms: [{ ...room, response: "accepted" }] }],
    ["waits for its room's approval", { rooms: [{ ...room, response: "approval" }] }],
    ["waits for its room's answer", { rooms: [{ ...room, response: "pending" }] }],
  ])("is never one that %s", async (_, more) => {
    expect(await target(event(more))).toEqual({ kind: "new" });
    const plain = event({ id: "plain" });
    expect(await target(event(more), plain)).toEqual({ kind: "event", event: plain });
  });

  it("is asked for where it has another end, where there are several, and where nobody knows of its rooms", async () => {
    const longer = event({ end: wanted.end + HOUR_MS });
    const { rooms: _, ...silent } = event();
    expect(await target(longer)).toEqual({ kind: "ask", events: [longer] });
    expect(await target(silent)).toEqual({ kind: "ask", events: [silent] });
    const two = [event(), event({ id: "sync" })];
    expect(await target(...two)).toEqual({ kind: "ask", events: two });
  });

  it("is asked for among four at most", async () => {
    const many = Array.from({ length: 6 }, (_, at) => event({ id: `event-${at}` }));
    expect(await target(...many)).toEqual({ kind: "ask", events: many.slice(0, 4) });
  });

  describe("where the platform shows no calendars", () => {
    const { calendar, tools } = createBench(false);
    const made = { title: "Retro", organiser, ...wanted, zone: "Asia/Shanghai" };

    it("is a new one", async () => {
      calendar.seed("elsewhere", made);
      expect(await findTarget(tools, organiser, wanted)).toEqual({ kind: "new" });
    });

    it("is one that the bot made then and that has lost its room", async () => {
      calendar.seed("ours", made, ["1"]);
      const record = { eventId: "ours", roomId: "1", roomName: "Everest", title: "Retro", ownsEvent: true };
      await tools.records.add(organiser.id, { ...record, ...wanted });
      expect(await findTarget(tools, organiser, wanted)).toEqual({ kind: "new" });
      calendar.events.get("ours")?.rooms.clear();
      expect(await findTarget(tools, organiser, wanted)).toMatchObject({
        kind: "event",
        event: { id: "ours" },
      });
    });
  });
});
