import { describe, expect, it, vi } from "vitest";
import type { PulseView } from "../../src/playground/view.ts";
import { openPage } from "./browser.ts";
import { NOW } from "./stage.ts";

const HOUR_MS = 3_600_000;
const pulseOf = async (answer: Response): Promise<PulseView> => (await answer.json()) as PulseView;
const ROOMS = { dingtalk: "calendar.rooms.add", feishu: "calendar.attendees.create" };
const WRITING = { dingtalk: "robot.sendBySession", feishu: "im.message.create" };

describe("moving the clock", () => {
  it("moves the office on, and has every page read the week that it shows now", async () => {
    const page = openPage();
    const events = await page.follow();
    await events.next("pulse");
    expect((await page.post("/api/clock", { byMs: HOUR_MS })).status).toBe(200);
    expect(page.clock.now()).toBeGreaterThanOrEqual(NOW + HOUR_MS);
    expect(await events.next()).toMatchObject({ event: "reset" });
    expect(await events.next()).toBeUndefined();
    const office = await pulseOf(await page.get("/api/office"));
    expect(office.nowMs).toBeGreaterThanOrEqual(NOW + HOUR_MS);
  });

  it.each([0, -1, 1.5, "1", 32 * 24 * HOUR_MS, null])("is refused by %j", async (byMs) => {
    const page = openPage();
    expect((await page.post("/api/clock", { byMs })).status).toBe(400);
    expect(page.clock.now()).toBeLessThan(NOW + HOUR_MS);
  });
});

describe.each(["dingtalk", "feishu"] as const)("the fault switches of %s", (vendor) => {
  it.each(["throttle", "slow", "lost-answer"] as const)(
    "make %s strike rooms and calendars, not what the bot writes, until it is off",
    async (kind) => {
      const page = openPage();
      const other = { vendor, api: ROOMS[vendor], kind: "garbage" } as const;
      const on = await pulseOf(await page.post("/api/faults", { kind, vendor, isOn: true }));
      expect(on.faults[vendor]).toEqual([kind]);
      expect(page.faults.strike(vendor, ROOMS[vendor])?.kind).toBe(kind);
      expect(page.faults.strike(vendor, WRITING[vendor])).toBeUndefined();
      await page.post("/api/faults", { kind, vendor, isOn: true });
      page.faults.add(other);
      const off = await pulseOf(await page.post("/api/faults", { kind, vendor, isOn: false }));
      expect(off.faults[vendor]).toEqual([]);
      expect(page.faults.list()).toEqual([other]);
    },
  );

  it("drop its connections, which the page sees at once", async () => {
    const page = openPage();
    const answer = await pulseOf(await page.post("/api/faults", { kind: "drop", vendor }));
    expect(answer.connections[vendor]).toBe(0);
  });

  it("are all off again at one word", async () => {
    const page = openPage();
    for (const kind of ["throttle", "slow", "room-declines"])
      await page.post("/api/faults", { kind, vendor, isOn: true });
    const off = await pulseOf(await page.post("/api/faults", { kind: "none" }));
    expect(off.faults).toEqual({ dingtalk: [], feishu: [] });
    expect(page.faults.list()).toEqual([]);
  });
});

describe("rooms that decline", () => {
  it("do so at once in DingTalk, while the switch is on", async () => {
    const page = openPage();
    const turn = (isOn: boolean) =>
      page.post("/api/faults", { kind: "room-declines", vendor: "dingtalk", isOn });
    await turn(true);
    expect(page.dingtalk.switches.isEveryRoomTaken).toBe(true);
    await turn(false);
    expect(page.dingtalk.switches.isEveryRoomTaken).toBe(false);
  });

  it("do so after a while in Feishu, for what is asked of them while it is on; bookings stay", async () => {
    const page = openPage();
    const book = (answer: "accepted" | "pending", hour: number) =>
      page.world.add({
        madeOn: "feishu",
        organiserKey: "bot",
        title: "t",
        start: NOW + hour * HOUR_MS,
        end: NOW + (hour + 1) * HOUR_MS,
        rooms: [{ roomKey: "everest", answer }],
      });
    const before = book("accepted", 1);
    await page.post("/api/faults", { kind: "room-declines", vendor: "feishu", isOn: true });
    const during = book("pending", 2);
    await vi.waitFor(() => expect(during.rooms[0]?.answer).toBe("declined"));
    page.world.putRoom(before, "everest", "accepted");
    await page.post("/api/faults", { kind: "none" });
    const after = book("accepted", 3);
    await new Promise((resolve) => setImmediate(resolve));
    expect([before, after].map(({ rooms }) => rooms[0]?.answer)).toEqual(["accepted", "accepted"]);
  });
});

it.each([
  {},
  { kind: "fire", vendor: "feishu", isOn: true },
  { kind: "slow", vendor: "slack", isOn: true },
  { kind: "slow", vendor: "feishu" },
  { kind: "drop" },
])("the fault switches refuse %j", async (body) => {
  expect((await openPage().post("/api/faults", body)).status).toBe(400);
});

describe.each(["/api/clock", "/api/faults"])("POST %s", (path) => {
  it.each([
    { origin: "http://evil.example" },
    { origin: undefined },
    { cookie: undefined },
    { host: "evil.example" },
  ])("is refused with %j", async (headers) => {
    expect((await openPage().post(path, { byMs: 1, kind: "none" }, headers)).status).toBe(403);
  });
});
