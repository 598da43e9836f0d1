import { describe, expect, it } from "vitest";
import { MovableClock } from "../../src/sandbox/clock.ts";
import { Faults } from "../../src/sandbox/faults.ts";
import { sandboxGround } from "../../src/sandbox/ground.ts";
import { SlidingWindows } from "../../src/sandbox/sliding-window.ts";

const NOW_MS = Date.parse("2026-03-10T09:00:00+08:00");
const HOUR_MS = 3_600_000;

describe("the movable clock", () => {
  it("runs on, and moves forward only", () => {
    const clock = new MovableClock(NOW_MS);
    expect(clock.now() - NOW_MS).toBeLessThan(1_000);
    clock.advance(HOUR_MS);
    expect(clock.now()).toBeGreaterThanOrEqual(NOW_MS + HOUR_MS);
    clock.set(NOW_MS + 5 * HOUR_MS);
    expect(clock.now()).toBeGreaterThanOrEqual(NOW_MS + 5 * HOUR_MS);
    expect(() => clock.advance(-1)).toThrow(RangeError);
  });

  it("wakes those whose time has come when it is moved, and nobody else", async () => {
    const clock = new MovableClock(NOW_MS);
    const woken: string[] = [];
    const soon = clock.sleep(HOUR_MS).then(() => woken.push("soon"));
    const stop = new AbortController();
    const late = clock.sleep(10 * HOUR_MS, stop.signal).catch((reason) => woken.push(String(reason)));
    clock.advance(HOUR_MS);
    await soon;
    expect(woken).toEqual(["soon"]);
    stop.abort("stopped");
    await late;
    expect(woken).toEqual(["soon", "stopped"]);
    await expect(clock.sleep(1, AbortSignal.abort("already"))).rejects.toBe("already");
  });
});

describe("faults", () => {
  it("are none that the vendor does not have", () => {
    const add = () => new Faults().add({ vendor: "feishu", api: "*", kind: "gateway-timeout" });
    expect(add).toThrow("feishu has no gateway-timeout");
  });

  it("strike the API that they name, or any, as often as they say", () => {
    const faults = new Faults();
    faults.add({ vendor: "dingtalk", api: "rooms.list", kind: "slow", times: 1 });
    faults.add({ vendor: "feishu", api: "*", kind: "garbage" });
    expect(faults.strike("dingtalk", "rooms.get")).toBeUndefined();
    expect(faults.strike("dingtalk", "rooms.list")?.kind).toBe("slow");
    expect(faults.strike("dingtalk", "rooms.list")).toBeUndefined();
    expect(faults.strike("feishu", "anything")?.kind).toBe("garbage");
    expect(faults.list()).toHaveLength(1);
    faults.clear();
    expect(faults.strike("feishu", "anything")).toBeUndefined();
  });
});

describe("a limit in a sliding window", () => {
  it("lets no more through in any window, tells how long to wait, and does not count what it refuses", () => {
    const windows = new SlidingWindows();
    const limits = [{ calls: 2, perMs: 1_000 }];
    expect(windows.admit("a", limits, 0)).toBeUndefined();
    expect(windows.admit("a", limits, 600)).toBeUndefined();
    expect(windows.admit("a", limits, 900)).toEqual({ waitMs: 100 });
    expect(windows.admit("b", limits, 900)).toBeUndefined();
    expect(windows.admit("a", limits, 1_000)).toBeUndefined();
    expect(windows.admit("a", limits, 1_200)).toEqual({ waitMs: 400 });
    expect(windows.admit("a", limits, 1_600)).toBeUndefined();
  });

  it("may be two at once, of which the longer decides", () => {
    const windows = new SlidingWindows();
    const limits = [
      { calls: 2, perMs: 1_000 },
      { calls: 3, perMs: 60_000 },
    ];
    for (const atMs of [0, 1, 1_500]) expect(windows.admit("a", limits, atMs)).toBeUndefined();
    expect(windows.admit("a", limits, 5_000)).toEqual({ waitMs: 55_000 });
  });
});

describe("the one truth of the office", () => {
  const slot = { start: NOW_MS, end: NOW_MS + HOUR_MS };
  const draft = { madeOn: "client" as const, organiserKey: "emma", title: "t", ...slot };

  it("knows who holds a room, half-open, and forgets what is declined, given back or cancelled", () => {
    const { world } = sandboxGround({ nowMs: NOW_MS, meetings: "none" });
    const meeting = world.add({ ...draft, rooms: [{ roomKey: "k2", answer: "pending" }] });
    expect(world.isTaken("k2", slot)).toBe(true);
    expect(world.isTaken("k2", slot, meeting)).toBe(false);
    expect(world.isTaken("k2", { start: slot.end, end: slot.end + 1 })).toBe(false);
    expect(world.isTaken("k2", { start: slot.start - 1, end: slot.start })).toBe(false);
    world.putRoom(meeting, "k2", "declined");
    expect(world.isTaken("k2", slot)).toBe(false);
    world.putRoom(meeting, "k2", "accepted");
    expect(world.takeRoom(meeting, "k2")).toBe(true);
    expect(world.takeRoom(meeting, "k2")).toBe(false);
    expect(world.isTaken("k2", slot)).toBe(false);
    world.putRoom(meeting, "fuji", "tentative");
    world.change(meeting, { start: slot.end, end: slot.end + HOUR_MS });
    expect(world.isTaken("fuji", slot)).toBe(false);
    world.cancel(meeting);
    expect(world.isTaken("fuji", { start: 0, end: slot.end + HOUR_MS })).toBe(false);
    expect(world.meetings()).toEqual([]);
    expect(world.meeting(meeting.id)?.isCancelled).toBe(true);
  });

  it("tells everybody of each change", () => {
    const { world } = sandboxGround({ nowMs: NOW_MS, meetings: "none" });
    const told: string[] = [];
    world.on("change", ({ title, isCancelled }) => told.push(isCancelled ? "cancelled" : title));
    const meeting = world.add(draft);
    world.change(meeting, { title: "u" });
    world.cancel(meeting);
    expect(told).toEqual(["t", "u", "cancelled"]);
  });

  describe("about a meeting that comes again", () => {
    const DAY_MS = 24 * HOUR_MS;
    const weekly = () => {
      const { world } = sandboxGround({ nowMs: NOW_MS, meetings: "none" });
      const series = world.add({
        ...draft,
        attendeeKeys: ["oliver"],
        rooms: [{ roomKey: "k2", answer: "accepted" }],
        recurrence: { rule: "FREQ=WEEKLY", untilLocalDate: "2026-03-24" },
      });
      return { world, series };
    };
    const inWeek = (n: number) => ({ start: slot.start + n * 7 * DAY_MS, end: slot.end + n * 7 * DAY_MS });
    const always = { start: 0, end: Number.POSITIVE_INFINITY };
    const starts = (meetings: readonly { start: number }[]) => meetings.map(({ start }) => start);

    it("knows each of its times, for its room and its people, up to its end", () => {
      const { world, series } = weekly();
      const expected = [0, 1, 2].map((n) => inWeek(n).start);
      expect(starts(world.holding("k2", always))).toEqual(expected);
      expect(starts(world.concerning("oliver", always))).toEqual(expected);
      expect(starts(world.concerning("emma", inWeek(1)))).toEqual([inWeek(1).start]);
      expect(world.holding("k2", inWeek(1))).toMatchObject([{ id: series.id, ...inWeek(1), series }]);
      expect([0, 1, 2, 3].map((n) => world.isTaken("k2", inWeek(n)))).toEqual([true, true, true, false]);
      expect(world.isTaken("k2", inWeek(2), series)).toBe(false);
      expect(world.isTaken("k2", { start: slot.end, end: inWeek(1).start })).toBe(false);
      expect(world.meetings()).toEqual([series]);
    });

    it("moves all of it with its first, and frees all of it when it is cancelled", () => {
      const { world, series } = weekly();
      world.change(series, { start: slot.end, end: slot.end + HOUR_MS });
      expect(world.isTaken("k2", inWeek(2))).toBe(false);
      expect(world.isTaken("k2", { start: inWeek(2).end, end: inWeek(2).end + 1 })).toBe(true);
      world.cancel(series);
      expect([world.holding("k2", always), world.concerning("emma", always)]).toEqual([[], []]);
    });

    it("calls off one, and lets one go its own way", () => {
      const { world, series } = weekly();
      world.skip(series, inWeek(1).start);
      expect(starts(world.holding("k2", always))).toEqual([inWeek(0).start, inWeek(2).start]);
      const [last] = world.occurrences(series, inWeek(2));
      if (!last) throw new Error("the series has no third meeting");
      const alone = world.detach(last);
      world.change(alone, { start: inWeek(2).end, end: inWeek(2).end + HOUR_MS });
      world.takeRoom(alone, "k2");
      world.putRoom(alone, "fuji", "accepted");
      expect(starts(world.holding("k2", always))).toEqual([inWeek(0).start]);
      expect(starts(world.holding("fuji", always))).toEqual([inWeek(2).end]);
      expect(series.rooms).toEqual([{ roomKey: "k2", answer: "accepted" }]);
      expect(world.instance(series, inWeek(2).start)).toBe(alone);
      expect(alone).toMatchObject({ title: "t", attendeeKeys: ["oliver"] });
      world.cancel(series);
      expect(world.meetings()).toEqual([]);
    });

    it("goes on for two years where it has no end", () => {
      const { world, series } = weekly();
      world.change(series, { recurrence: { rule: "FREQ=DAILY" } });
      expect(world.holding("k2", always)).toHaveLength(731);
    });
  });
});
