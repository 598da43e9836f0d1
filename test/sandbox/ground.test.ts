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
});
