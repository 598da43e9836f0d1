import { beforeEach, describe, expect, it } from "vitest";
import { bookInTurn } from "../../src/booking/book-in-turn.ts";
import { type BookingTools, takeBackLeftovers } from "../../src/booking/book-room.ts";
import { type BookingRequest, Journal } from "../../src/booking/journal.ts";
import { BookingRecords } from "../../src/booking/records.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { MovableClock } from "../../src/sandbox/clock.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import { Crash, FakeCalendar, type Mishap } from "./fake-calendar.ts";

const START = Date.parse("2026-03-11T14:00:00+08:00");
const CHANGE = START + 2 * 3_600_000;
const first: BookingRequest = {
  organiser: { id: "me", name: "me" },
  attendees: [],
  room: { id: "everest", name: "Everest", place: "8F" },
  title: "Meeting",
  start: START,
  end: CHANGE,
  zone: "Asia/Shanghai",
  onto: "fitting",
  needsApproval: false,
};
const second: BookingRequest = {
  ...first,
  room: { id: "k2", name: "K2", place: "8F" },
  start: CHANGE,
  end: CHANGE + 3_600_000,
};

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

beforeEach(() => {
  const clock = new HastyClock(START - 3_600_000);
  const storage = createMemoryStorage(clock);
  calendar = new FakeCalendar();
  tools = {
    calendar,
    journal: new Journal(storage, "fake"),
    records: new BookingRecords(storage, clock, "fake"),
    clock,
    logger: silentLogger,
  };
});

const book = () => bookInTurn(tools, "k", [first, second]);
const heldRooms = () => calendar.state().map(({ rooms }) => rooms);
const recorded = async () => (await tools.records.of("me")).map(({ roomName }) => roomName);

describe("booking one room after the other", () => {
  it("holds both, each on an event of its own, also when the message is handled again", async () => {
    expect(await book()).toMatchObject({ kind: "booked", first: { kind: "booked" } });
    expect(await book()).toMatchObject({ kind: "booked", second: { kind: "booked" } });
    expect(heldRooms()).toEqual([["everest"], ["k2"]]);
    expect(await recorded()).toEqual(["Everest", "K2"]);
  });

  it("makes new events, even beside one that begins with the first room", async () => {
    calendar.seed("own", { ...first, end: second.end, title: "Offsite" });
    expect(await book()).toMatchObject({ kind: "booked" });
    expect(heldRooms()).toEqual([[], ["everest"], ["k2"]]);
  });

  it("does not try the second where the first is refused", async () => {
    calendar.takenRooms.add("everest");
    expect(await book()).toMatchObject({ kind: "not-booked", failed: "first", outcome: { kind: "refused" } });
    expect(calendar.state()).toEqual([]);
    expect(calendar.calls.filter((call) => call === "create")).toHaveLength(1);
  });

  it("gives the first back where the second is refused, and says the same when handled again", async () => {
    calendar.takenRooms.add("k2");
    const refused = {
      kind: "not-booked",
      failed: "second",
      outcome: { kind: "refused", reason: "the room is booked already" },
      isFirstLeft: false,
    };
    expect(await book()).toMatchObject(refused);
    calendar.takenRooms.clear();
    expect(await book()).toMatchObject(refused);
    expect(calendar.state()).toEqual([]);
    expect(await recorded()).toEqual([]);
  });

  it("says that the first is still held where it cannot be given back, and gives it back later", async () => {
    calendar.takenRooms.add("k2");
    // The first removal is that of the second room's event.
    calendar.mishaps = [2, 3, 4].map((nth): Mishap => ({ call: "remove", nth, how: "lost-before" }));
    expect(await book()).toMatchObject({ kind: "not-booked", failed: "second", isFirstLeft: true });
    expect(heldRooms()).toEqual([["everest"]]);
    expect(await recorded()).toEqual(["Everest"]);
    await takeBackLeftovers(tools);
    expect(calendar.state()).toEqual([]);
    expect(await recorded()).toEqual([]);
  });
});

const CALLS = ["create", "addRoom", "read", "remove"] as const;
const mishaps = CALLS.flatMap((call) =>
  [1, 2, 3].flatMap((nth) =>
    (["crash-before", "crash-after", "lost-before", "lost-after", "throttled", "refused"] as const).map(
      (how): Mishap => ({ call, nth, how }),
    ),
  ),
);

describe.each(["both free", "second taken", "answers later"])(
  "two rooms never half-happen: %s",
  (situation) => {
    it.each(mishaps)("when $call #$nth breaks ($how) and the message is handled again", async (mishap) => {
      if (situation === "second taken") calendar.takenRooms.add("k2");
      if (situation === "answers later") calendar.answers = { atOnce: "pending", later: "accepted" };
      calendar.mishaps = [mishap];
      const answer = await book().catch((error: unknown) => {
        expect(error).toBeInstanceOf(Crash);
        return book();
      });
      const again = await book();
      expect(again.kind).toBe(answer.kind);
      await takeBackLeftovers(tools);
      if (answer.kind === "booked") expect(heldRooms()).toEqual([["everest"], ["k2"]]);
      else expect(calendar.state()).toEqual([]);
      expect(await recorded()).toEqual(answer.kind === "booked" ? ["Everest", "K2"] : []);
    });
  },
);
