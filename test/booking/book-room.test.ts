import { beforeEach, describe, expect, it } from "vitest";
import { type BookingTools, bookRoom, takeBackLeftovers } from "../../src/booking/book-room.ts";
import { type BookingRequest, Journal } from "../../src/booking/journal.ts";
import { BookingRecords } from "../../src/booking/records.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { MovableClock } from "../../src/sandbox/clock.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import { Crash, FakeCalendar, type Mishap } from "./fake-calendar.ts";

const START = Date.parse("2026-03-11T15:00:00+08:00");
const me = { id: "me", name: "me" };
const request: BookingRequest = {
  organiser: me,
  attendees: [],
  room: { id: "everest", name: "Everest", place: "8F" },
  title: "Meeting",
  start: START,
  end: START + 3_600_000,
  zone: "Asia/Shanghai",
  onto: "fitting",
  needsApproval: false,
};
const draft = { ...request };

/** A clock whose sleeps are over at once. */
class HastyClock extends MovableClock {
  override sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const done = super.sleep(ms, signal);
    this.advance(ms);
    return done;
  }
}

let calendar: FakeCalendar;
let tools: BookingTools;

function setUp(showsCalendars: boolean): void {
  const clock = new HastyClock(START - 3_600_000);
  const storage = createMemoryStorage(clock);
  calendar = new FakeCalendar(showsCalendars);
  tools = {
    calendar,
    journal: new Journal(storage, "fake"),
    records: new BookingRecords(storage, clock, "fake"),
    clock,
    logger: silentLogger,
  };
}

describe("booking a room", () => {
  beforeEach(() => setUp(true));

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
    calendar.answers = { atOnce: "accepted", later: "accepted" };
    await bookRoom(tools, "k", { ...request, needsApproval: true });
    expect(calendar.calls).toContain("read");
  });

  it("books once for one message, however often it is handled", async () => {
    const first = await bookRoom(tools, "k", request);
    expect(await bookRoom(tools, "k", request)).toEqual(first);
    expect(calendar.state()).toHaveLength(1);
  });

  it("takes back a leftover as soon as the platform lets it", async () => {
    calendar.takenRooms.add("everest");
    calendar.mishaps = [{ call: "remove", nth: 1, how: "throttled" }];
    expect(await bookRoom(tools, "k", request)).toMatchObject({ kind: "refused", leftover: true });
    expect(calendar.state()).toHaveLength(1);
    await takeBackLeftovers(tools);
    expect(calendar.state()).toEqual([]);
    await takeBackLeftovers(tools);
    expect(calendar.calls.filter((call) => call === "remove")).toHaveLength(2);
  });
});

const CALLS = ["eventsOf", "create", "addRoom", "read", "remove", "removeRoom"] as const;
const SITUATIONS = ["room free", "room taken", "room answers later", "own event"] as const;

function prepare(situation: (typeof SITUATIONS)[number]): void {
  if (situation === "room taken") calendar.takenRooms.add("everest");
  if (situation === "room answers later") calendar.answers = { atOnce: "pending", later: "accepted" };
  if (situation === "own event") calendar.seed("own", draft);
}

/** The claim: a booked room is held exactly once and known; otherwise nothing of ours is left, or the person was told. */
async function expectNothingHalf(situation: string): Promise<void> {
  const outcome = (await tools.journal.find("k"))?.outcome ?? (await tools.journal.find("k"))?.undoing;
  const own = situation === "own event" ? 1 : 0;
  const held = calendar.state().filter(({ rooms }) => rooms.includes("everest"));
  const records = await tools.records.of("me");
  if (outcome?.kind === "booked") {
    expect(held).toHaveLength(1);
    expect(records).toHaveLength(1);
    expect(calendar.state()).toHaveLength(1);
  } else {
    await takeBackLeftovers(tools);
    expect(held.length === 0 || calendar.state().every(({ rooms }) => rooms.length === 0)).toBe(true);
    expect(calendar.state()).toHaveLength(own);
    expect(records).toEqual([]);
  }
}

describe.each([true, false])("a booking never half-happens (calendars shown: %s)", (showsCalendars) => {
  const crashes = CALLS.flatMap((call) =>
    (["crash-before", "crash-after"] as const).flatMap((how) =>
      [1, 2].map((nth): Mishap => ({ call, nth, how })),
    ),
  );
  // Where calendars are not shown, an event of the person's own cannot be known.
  const situations = SITUATIONS.filter((situation) => showsCalendars || situation !== "own event");
  describe.each(situations)("%s", (situation) => {
    it.each(crashes)(
      "when the process dies at $call #$nth ($how) and the message is handled again",
      async (mishap) => {
        setUp(showsCalendars);
        prepare(situation);
        calendar.mishaps = [mishap];
        try {
          await bookRoom(tools, "k", request);
        } catch (error) {
          expect(error).toBeInstanceOf(Crash);
          const again = await bookRoom(tools, "k", request);
          expect(again.kind).not.toBe("ask-event");
        }
        await expectNothingHalf(situation);
      },
    );

    const faults = CALLS.flatMap((call) =>
      (["lost-before", "lost-after", "throttled", "refused"] as const).map(
        (how): Mishap => ({ call, nth: 1, how }),
      ),
    );
    it.each(faults)("when $call fails ($how)", async (mishap) => {
      setUp(showsCalendars);
      prepare(situation);
      calendar.mishaps = [mishap];
      const failed = await bookRoom(tools, "k", request).catch((error: unknown) => error);
      if (failed instanceof Error) expect(calendar.calls).toEqual(["eventsOf"]);
      await expectNothingHalf(situation);
    });
  });
});
