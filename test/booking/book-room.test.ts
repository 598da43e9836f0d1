import { beforeEach, describe, expect, it, vi } from "vitest";
import { bookRoom } from "../../src/booking/book-room.ts";
import type { BookingTools } from "../../src/booking/recipe.ts";
import { createBench, request, START } from "./bench.ts";
import type { FakeCalendar } from "./fake-calendar.ts";

const { onto: _, room: __, ...draft } = request;

let calendar: FakeCalendar;
let tools: BookingTools;

beforeEach(() => {
  ({ calendar, tools } = createBench());
});

describe("booking a room", () => {
  it("makes an event, puts the room on it, and remembers that the event is ours", async () => {
    expect(await bookRoom(tools, "k", request)).toMatchObject({
      kind: "booked",
      ownsEvent: true,
      response: "accepted",
    });
    expect(calendar.state()).toEqual([{ title: "Meeting", rooms: ["everest"] }]);
    expect(await tools.records.of("me")).toMatchObject([{ roomName: "Everest", ownsEvent: true }]);
  });

  it("puts the room on the one own event of the same time, and does not count it as ours", async () => {
    calendar.seed("own", { ...draft, title: "Sprint review" });
    expect(await bookRoom(tools, "k", request)).toMatchObject({
      kind: "booked",
      title: "Sprint review",
      ownsEvent: false,
    });
    expect(calendar.state()).toEqual([{ title: "Sprint review", rooms: ["everest"] }]);
  });

  it.each([
    ["there are two of the same time", [draft, { ...draft, title: "other" }]],
    ["one starts then and has another end", [{ ...draft, end: START + 1_800_000 }]],
  ])("asks which event when %s", async (_what, drafts) => {
    drafts.forEach((one, at) => {
      calendar.seed(`own-${at}`, one);
    });
    expect(await bookRoom(tools, "k", request)).toMatchObject({ kind: "ask-event" });
    expect(calendar.state().flatMap(({ rooms }) => rooms)).toEqual([]);
  });

  it("asks rather than guesses where it is not known whether an event has a room", async () => {
    calendar.seed("own", draft);
    const { eventsOf } = calendar;
    calendar.eventsOf = async (...args) =>
      (await eventsOf(...args)).map(({ rooms: _rooms, ...event }) => event);
    const read = calendar.read.bind(calendar);
    calendar.read = async (eventId) => {
      const event = await read(eventId);
      if (!event) return undefined;
      const { rooms: _rooms, ...rest } = event;
      return rest;
    };
    expect(await bookRoom(tools, "k", request)).toMatchObject({ kind: "ask-event" });
  });

  it("asks the event itself where a list leaves its rooms out", async () => {
    calendar.seed("own", { ...draft, title: "Sprint review" });
    const { eventsOf } = calendar;
    calendar.eventsOf = async (...args) =>
      (await eventsOf(...args)).map(({ rooms: _rooms, ...event }) => event);
    expect(await bookRoom(tools, "k", request)).toMatchObject({ kind: "booked", title: "Sprint review" });
  });

  it("does not take over an event that has a room already", async () => {
    calendar.seed("own", draft);
    calendar.events.get("own")?.rooms.set("k2", "accepted");
    expect(await bookRoom(tools, "k", request)).toMatchObject({ kind: "booked", ownsEvent: true });
    expect(calendar.state()).toHaveLength(2);
  });

  it("removes its event when the room is refused, and passes the platform's words on", async () => {
    calendar.takenRooms.add("everest");
    expect(await bookRoom(tools, "k", request)).toEqual({
      kind: "refused",
      reason: "the room is booked already",
      leftover: false,
    });
    expect(calendar.state()).toEqual([]);
  });

  it("leaves the person's own event alone when the room is refused", async () => {
    calendar.seed("own", draft);
    calendar.takenRooms.add("everest");
    expect(await bookRoom(tools, "k", request)).toMatchObject({ kind: "refused" });
    expect(calendar.state()).toEqual([{ title: "Meeting", rooms: [] }]);
  });

  it.each([
    ["accepts later", "accepted", { kind: "booked", response: "accepted" }, 1],
    ["declines later", "declined", { kind: "refused" }, 0],
    ["waits for an approver", "approval", { kind: "booked", response: "approval" }, 1],
    ["never answers", "pending", { kind: "failed", because: "no-answer" }, 0],
  ] as const)("claims success only after the room's answer: it %s", async (_what, later, expected, left) => {
    calendar.answers = { atOnce: "pending", later };
    expect(await bookRoom(tools, "k", request)).toMatchObject(expected);
    expect(calendar.state()).toHaveLength(left);
  });

  it("looks again when a room that needs approval was taken at once", async () => {
    const { addRoom } = calendar;
    calendar.addRoom = async (...args) => {
      const response = await addRoom.apply(calendar, args);
      calendar.events.get(args[0])?.rooms.set(args[1], "approval");
      return response;
    };
    expect(await bookRoom(tools, "k", { ...request, needsApproval: true })).toMatchObject({
      kind: "booked",
      response: "approval",
    });
    expect(await bookRoom(tools, "other", request)).toMatchObject({ kind: "refused" });
  });

  it.each([
    [true, { kind: "booked", response: "approval" }],
    [false, { kind: "failed", because: "no-answer" }],
  ])("takes silence for waiting only where the rules want an approval (%s)", async (needsApproval, told) => {
    calendar.answers = { atOnce: "pending", later: "pending" };
    expect(await bookRoom(tools, "k", { ...request, needsApproval })).toMatchObject(told);
  });

  it("tells the approver the reason, and does not keep the person waiting for one who was asked", async () => {
    calendar.answers = { atOnce: "pending", later: "pending" };
    const addRoom = vi.spyOn(calendar, "addRoom");
    const asked = { ...request, needsApproval: true, reason: "client visit" };
    expect(await bookRoom(tools, "k", asked)).toMatchObject({ kind: "booked", response: "approval" });
    expect(addRoom.mock.calls[0]?.at(3)).toMatchObject({ reason: "client visit" });
    expect(calendar.calls.filter((call) => call === "read").length).toBeLessThanOrEqual(3);
    await bookRoom(tools, "other", { ...request, needsApproval: true });
    expect(addRoom.mock.calls.at(-1)?.at(3)).toMatchObject({ reason: request.title });
  });

  it("takes what needs approval to wait for it where nobody can tell", async () => {
    calendar.mishaps = [{ call: "read", nth: 1, how: "throttled" }];
    const booked = await bookRoom(tools, "k", { ...request, needsApproval: true });
    expect(booked).toMatchObject({ kind: "booked", response: "approval" });
  });

  it("waits for the approver of a room that has not even said that it waits", async () => {
    const { addRoom } = calendar;
    calendar.addRoom = async (...args) => {
      const response = await addRoom.apply(calendar, args);
      calendar.events.get(args[0])?.rooms.set(args[1], "pending");
      return response;
    };
    calendar.answers = { atOnce: "accepted", later: "pending" };
    expect(await bookRoom(tools, "k", { ...request, needsApproval: true })).toMatchObject({
      kind: "booked",
      response: "approval",
    });
  });

  it("has a room that is refused to the event that has it, where what was read between was older", async () => {
    const { read } = calendar;
    calendar.mishaps = [
      { call: "addRoom", nth: 1, how: "lost-after" },
      { call: "addRoom", nth: 2, how: "refused" },
    ];
    let reads = 0;
    calendar.read = async (...args) => {
      const event = await read.apply(calendar, args);
      reads += 1;
      return event && reads === 1 ? { ...event, rooms: [] } : event;
    };
    expect(await bookRoom(tools, "k", request)).toMatchObject({ kind: "booked", response: "accepted" });
  });

  it("does not claim again what was claimed without an answer", async () => {
    calendar.mishaps = [{ call: "addRoom", nth: 1, how: "lost-after" }];
    expect(await bookRoom(tools, "k", request)).toMatchObject({ kind: "booked" });
    expect(calendar.calls.filter((call) => call === "addRoom")).toHaveLength(1);
  });

  it("claims once more what was certainly not claimed", async () => {
    calendar.mishaps = [{ call: "addRoom", nth: 1, how: "lost-before" }];
    expect(await bookRoom(tools, "k", request)).toMatchObject({ kind: "booked" });
    expect(calendar.calls.filter((call) => call === "addRoom")).toHaveLength(2);
  });

  it("invites guests only once the room is won", async () => {
    const guests = [{ id: "li-lei", name: "Li Lei" }];
    calendar.takenRooms.add("everest");
    await bookRoom(tools, "k", { ...request, attendees: guests });
    expect(calendar.calls).not.toContain("invite");
    await bookRoom(tools, "other", {
      ...request,
      attendees: guests,
      room: { id: "k2", name: "K2", place: "" },
    });
    expect(calendar.calls.slice(-2)).toEqual(["addRoom", "invite"]);
  });

  it.each(["refused", "throttled"] as const)(
    "keeps the room where guests cannot be invited (%s)",
    async (how) => {
      calendar.mishaps = [{ call: "invite", nth: 1, how }];
      const booked = await bookRoom(tools, "k", {
        ...request,
        attendees: [{ id: "li-lei", name: "Li Lei" }],
      });
      expect(booked).toMatchObject({ kind: "booked", uninvited: true });
      expect(calendar.state()).toEqual([{ title: "Meeting", rooms: ["everest"] }]);
    },
  );

  it("makes a series as a whole, on an event of its own, and remembers how it repeats", async () => {
    calendar.seed("own", draft);
    const recurrence = { rule: "FREQ=WEEKLY;BYDAY=WE", untilLocalDate: "2026-04-01" };
    expect(await bookRoom(tools, "k", { ...request, recurrence })).toMatchObject({ ownsEvent: true });
    expect(calendar.state().at(-1)).toEqual({ title: "Meeting", rooms: ["everest"] });
    expect(await tools.records.of("me")).toMatchObject([
      { start: START, series: { ...recurrence, zone: "Asia/Shanghai" } },
    ]);
  });

  it("remembers that an event is ours when it gets another room after it lost one", async () => {
    calendar.seed("event", draft);
    const { start, end } = request;
    const record = { eventId: "event", roomId: "k2", roomName: "K2", title: "Meeting", start, end };
    await tools.records.add("me", { ...record, ownsEvent: true });
    await bookRoom(tools, "k", { ...request, onto: { eventId: "event", title: "Meeting" } });
    expect(await tools.records.of("me")).toMatchObject([{ roomName: "Everest", ownsEvent: true }]);
  });

  it("books once for one message, however often it is handled", async () => {
    const first = await bookRoom(tools, "k", request);
    expect(await bookRoom(tools, "k", request)).toEqual(first);
    expect(calendar.state()).toHaveLength(1);
  });
});
