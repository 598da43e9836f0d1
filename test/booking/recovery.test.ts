import { beforeEach, describe, expect, it } from "vitest";
import { bookRoom } from "../../src/booking/book-room.ts";
import { changeTime } from "../../src/booking/change-time.ts";
import { giveBack } from "../../src/booking/give-back.ts";
import { type News, resumeOpen } from "../../src/booking/recovery.ts";
import { swapRoom } from "../../src/booking/swap-room.ts";
import type { Interval } from "../../src/core/interval.ts";
import { type Bench, booking, createBench, HOUR_MS, haveBooking, k2, me, request, START } from "./bench.ts";
import type { Mishap } from "./fake-calendar.ts";

const tell = { chat: "42", language: "en" };
const untilForever = (call: Mishap["call"], how: Mishap["how"]): Mishap[] =>
  Array.from({ length: 200 }, (_, at) => ({ call, nth: at + 1, how }));

let bench: Bench;

beforeEach(() => {
  bench = createBench();
});

/** A booking whose process died just after it claimed the room. */
async function dieAfterClaim(key = "k"): Promise<void> {
  const nth = bench.calendar.calls.filter((call) => call === "addRoom").length + 1;
  bench.calendar.mishaps = [{ call: "addRoom", nth, how: "crash-after" }];
  await expect(bookRoom(bench.tools, key, request, tell)).rejects.toThrow();
  bench.calendar.isDead = false;
  bench.clock.advance(21_000);
}

const resume = async (more: Partial<Parameters<typeof resumeOpen>[1]> = {}): Promise<News[]> => {
  const told: News[] = [];
  const tellPerson = async (one: News) => void told.push(one);
  await resumeOpen(bench.tools, { isAwaited: async () => false, tellPerson, ...more });
  return told;
};

describe("what a dead process left open", () => {
  it("is finished, and told with what was given along", async () => {
    await dieAfterClaim();
    expect(await resume()).toMatchObject([
      {
        recipe: "book",
        key: "k",
        outcome: { kind: "booked" },
        isFollowUp: false,
        tell,
        input: { title: "Meeting" },
      },
    ]);
    expect(await resume()).toEqual([]);
    expect(bench.calendar.state()).toEqual([{ title: "Meeting", rooms: ["everest"] }]);
  });

  it("is left alone while its lease runs, for somebody may be working on it", async () => {
    bench.calendar.mishaps = [{ call: "addRoom", nth: 1, how: "crash-after" }];
    await expect(bookRoom(bench.tools, "k", request)).rejects.toThrow();
    bench.calendar.isDead = false;
    expect(await resume()).toEqual([]);
    bench.clock.advance(21_000);
    expect(await resume()).toHaveLength(1);
  });

  it("is left alone where its message is still going to be answered", async () => {
    await dieAfterClaim();
    const asked: unknown[] = [];
    const isAwaited = async (entry: unknown) => asked.push(entry) > 0;
    expect(await resume({ isAwaited })).toEqual([]);
    expect(asked).toMatchObject([{ key: "k", tell }]);
    expect(await bookRoom(bench.tools, "k", request, tell)).toMatchObject({ kind: "booked" });
    expect(await resume()).toEqual([]);
  });

  it("is finished by one process only, though two look at the same time", async () => {
    await dieAfterClaim();
    const told = (await Promise.all([resume(), resume(), resume()])).flat();
    expect(told).toHaveLength(1);
    expect(bench.calendar.calls.filter((call) => call === "addRoom")).toHaveLength(1);
  });

  it("is told again until it could be told, and by whoever answers its message at the latest", async () => {
    await dieAfterClaim();
    let tries = 0;
    const tellPerson = async () => {
      tries += 1;
      throw new Error("the chat is out of reach");
    };
    await resume({ tellPerson });
    await resume({ tellPerson });
    expect(tries).toBe(2);
    expect(await bookRoom(bench.tools, "k", request)).toMatchObject({ kind: "booked" });
    expect(await resume()).toEqual([]);
  });

  it("is told once more where the process dies while telling", async () => {
    await dieAfterClaim();
    const tellPerson = async () => {
      bench.calendar.isDead = true;
    };
    await resume({ tellPerson });
    bench.calendar.isDead = false;
    bench.clock.advance(21_000);
    expect(await resume()).toMatchObject([{ outcome: { kind: "booked" }, isFollowUp: false }]);
  });

  it("does not stop at an entry of another version's making", async () => {
    const unknown = {
      key: "a",
      recipe: "teleport",
      input: {},
      phase: "doing",
      done: {},
      missed: {},
      undone: {},
      holder: 0,
    };
    await bench.storage.write([
      { key: "journal:fake:a", value: unknown },
      { key: "journal:fake:b", value: { phase: "creating" } },
      { key: "journal:fake:c", value: "?" },
    ]);
    await dieAfterClaim();
    expect(await resume()).toMatchObject([{ key: "k" }]);
    expect(await bench.storage.get("journal:fake:a")).toEqual(unknown);
    await expect(bookRoom(bench.tools, "b", request)).rejects.toThrow(/another version/);
  });

  it("is not begun once the process is asked to stop", async () => {
    await dieAfterClaim();
    expect(await resume({ signal: AbortSignal.abort() })).toEqual([]);
  });
});

describe("what could not be taken back", () => {
  beforeEach(async () => {
    bench.calendar.takenRooms.add("everest");
    bench.calendar.mishaps = untilForever("remove", "throttled");
    expect(await bookRoom(bench.tools, "k", request, tell)).toMatchObject({
      kind: "refused",
      leftover: true,
    });
  });

  const removals = () => bench.calendar.calls.filter((call) => call === "remove").length;

  it("is tried again less and less often, and told when it is done", async () => {
    for (let minute = 0; minute < 30; minute += 1) {
      expect(await resume()).toEqual([]);
      bench.clock.advance(60_000);
    }
    expect(removals()).toBe(5);
    bench.calendar.mishaps = [];
    bench.clock.advance(HOUR_MS);
    expect(await resume()).toMatchObject([
      { outcome: { kind: "refused", leftover: false }, isFollowUp: true, tell },
    ]);
    expect(bench.calendar.state()).toEqual([]);
    expect(await bookRoom(bench.tools, "k", request)).toMatchObject({ leftover: false });
  });

  it("is let go when its time is over, and what was said of it stays said", async () => {
    bench.clock.set(START + 2 * HOUR_MS);
    expect(await resume()).toEqual([]);
    const tried = removals();
    bench.clock.advance(2 * HOUR_MS);
    expect(await resume()).toEqual([]);
    expect(removals()).toBe(tried);
    expect(await bookRoom(bench.tools, "k", request)).toMatchObject({ leftover: true });
  });

  it("is told even where its time was over before anybody heard of it", async () => {
    bench = createBench();
    bench.calendar.takenRooms.add("everest");
    bench.calendar.mishaps = [{ call: "remove", nth: 1, how: "crash-before" }];
    await expect(bookRoom(bench.tools, "k", request)).rejects.toThrow();
    bench.calendar.isDead = false;
    bench.calendar.mishaps = untilForever("remove", "throttled");
    bench.clock.set(START + 2 * HOUR_MS);
    expect(await resume()).toMatchObject([
      { outcome: { kind: "refused", leftover: true }, isFollowUp: false },
    ]);
    bench.clock.advance(HOUR_MS);
    expect(await resume()).toEqual([]);
  });

  it("makes no other event once the platform has forgotten the key of the one it may have made", async () => {
    bench = createBench();
    const far = { ...request, start: START + 48 * HOUR_MS, end: START + 49 * HOUR_MS };
    bench.calendar.mishaps = untilForever("create", "lost-before");
    expect(await bookRoom(bench.tools, "k", far)).toMatchObject({ kind: "failed", leftover: true });
    bench.calendar.mishaps = [];
    bench.clock.advance(24 * HOUR_MS);
    const calls = bench.calendar.calls.length;
    expect(await resume()).toEqual([]);
    expect(bench.calendar.calls).toHaveLength(calls);
  });
});

describe("what was left open and changed since", () => {
  const at = (hours: number) => ({ start: START + hours * HOUR_MS, end: START + (hours + 1) * HOUR_MS });
  const move = (key: string, to: Interval) =>
    changeTime(bench.tools, key, { booking, to, organiser: me, needsApproval: false });
  const movedTo = () => bench.calendar.events.get(booking.eventId)?.draft;

  beforeEach(async () => {
    await haveBooking(["everest"], true)(bench);
  });

  it("is not put back to what nobody wants any more", async () => {
    bench.calendar.mishaps = [
      { call: "reschedule", nth: 1, how: "lost-after" },
      ...[1, 2, 3, 4].map((nth): Mishap => ({ call: "read", nth, how: "throttled" })),
    ];
    expect(await move("k", at(1))).toMatchObject({ kind: "failed", stands: "unknown" });
    expect(await move("later", at(2))).toMatchObject({ kind: "changed" });
    bench.clock.advance(HOUR_MS);
    expect(await resume()).toEqual([]);
    expect(movedTo()).toMatchObject(at(2));
    expect(await move("k", at(1))).toMatchObject({ kind: "failed", stands: "unknown" });
  });

  it("is not carried out after it either, and told", async () => {
    bench.calendar.mishaps = [{ call: "reschedule", nth: 1, how: "crash-before" }];
    await expect(move("k", at(1))).rejects.toThrow();
    bench.calendar.isDead = false;
    expect(await move("later", at(2))).toMatchObject({ kind: "changed" });
    bench.clock.advance(21_000);
    expect(await resume()).toMatchObject([{ outcome: { kind: "failed", because: "superseded" } }]);
    expect(movedTo()).toMatchObject(at(2));
  });

  it("is finished all the same where there was no way back", async () => {
    bench.calendar.mishaps = [{ call: "removeRoom", nth: 1, how: "throttled" }];
    const swap = { booking, room: k2, organiser: me, needsApproval: false, mayReleaseFirst: false };
    expect(await swapRoom(bench.tools, "k", swap)).toMatchObject({ kind: "swapped", stillHeld: ["Everest"] });
    bench.calendar.mishaps = [];
    expect(await move("later", at(2))).toMatchObject({ kind: "changed" });
    bench.clock.advance(HOUR_MS);
    expect(await resume()).toMatchObject([{ outcome: { kind: "swapped", stillHeld: [] }, isFollowUp: true }]);
    expect(bench.calendar.state()).toEqual([{ title: "Meeting", rooms: ["k2"] }]);
  });
});

describe("a cancellation of which it is not known whether it happened", () => {
  it("is let be once something else is wanted of the booking", async () => {
    await haveBooking(["everest"], true)(bench);
    bench.calendar.mishaps = [
      { call: "remove", nth: 1, how: "lost-before" },
      { call: "read", nth: 1, how: "throttled" },
    ];
    const cancelled = await giveBack(bench.tools, "k", { booking, organiser: me });
    expect(cancelled).toEqual({ kind: "failed", because: "unknown", stands: "unknown" });
    const to = { start: START, end: START + 2 * HOUR_MS };
    const wanted = { booking, to, organiser: me, needsApproval: false };
    expect(await changeTime(bench.tools, "later", wanted)).toMatchObject({ kind: "changed" });
    bench.clock.advance(HOUR_MS);
    expect(await resume()).toEqual([]);
    expect(bench.calendar.state()).toEqual([{ title: "Meeting", rooms: ["everest"] }]);
  });
});

describe("a room that could not be given back", () => {
  const bookingNow = (...rooms: { id: string; name: string }[]) => ({
    ...booking,
    rooms: rooms.map((room) => ({ ...room, isTentative: false })),
  });
  const swapTo = (key: string, from: typeof booking, to: { id: string; name: string; place: string }) =>
    swapRoom(bench.tools, key, {
      booking: from,
      room: to,
      organiser: me,
      needsApproval: false,
      mayReleaseFirst: false,
    });

  it("is kept once it is wanted again", async () => {
    const fuji = { id: "fuji", name: "Fuji", place: "" };
    const back = { id: "everest", name: "Everest", place: "" };
    await haveBooking(["everest"], true)(bench);
    bench.calendar.mishaps = [{ call: "removeRoom", nth: 1, how: "throttled" }];
    expect(await swapTo("1", booking, k2)).toMatchObject({ kind: "swapped", stillHeld: ["Everest"] });
    expect(await swapTo("2", bookingNow(k2, back), fuji)).toMatchObject({ kind: "swapped", stillHeld: [] });
    expect(await swapTo("3", bookingNow(fuji), back)).toMatchObject({ kind: "swapped", stillHeld: [] });
    bench.clock.advance(HOUR_MS);
    expect(await resume()).toEqual([]);
    expect(bench.calendar.state()).toEqual([{ title: "Meeting", rooms: ["everest"] }]);
  });
});

describe("a key", () => {
  it("is that of one thing only", async () => {
    await bookRoom(bench.tools, "k", request);
    await expect(giveBack(bench.tools, "k", { booking, organiser: me })).rejects.toThrow(/another recipe/);
  });
});

describe("a process that slept while another took over", () => {
  it("does nothing more at the platform, and tells what the other brought about", async () => {
    const { calendar, clock } = bench;
    const { addRoom } = calendar;
    let wake = () => {};
    calendar.addRoom = async (...args) => {
      calendar.addRoom = addRoom;
      const response = await addRoom.apply(calendar, args);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      return response;
    };
    // As if the machine had slept: nothing renews its lease.
    const asleep = (ms: number, signal?: AbortSignal) =>
      signal ? new Promise<void>(() => {}) : clock.sleep(ms);
    const slowTools = { ...bench.tools, clock: { now: () => clock.now(), sleep: asleep } };
    const guests = [{ id: "guest", name: "guest" }];
    const slow = bookRoom(slowTools, "k", { ...request, attendees: guests });
    while (calendar.calls.at(-1) !== "addRoom") await Promise.resolve();
    clock.advance(30_000);
    expect(await resume()).toMatchObject([{ outcome: { kind: "booked" } }]);
    const calls = calendar.calls.length;
    wake();
    expect(await slow).toMatchObject({ kind: "booked" });
    expect(calendar.calls).toHaveLength(calls);
    expect(await resume()).toEqual([]);
  });
});
