import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bookRoom } from "../../src/booking/book-room.ts";
import { bookTogether } from "../../src/booking/book-together.ts";
import { type Booking, bookingsOf } from "../../src/booking/bookings.ts";
import { changeTime } from "../../src/booking/change-time.ts";
import { giveBack } from "../../src/booking/give-back.ts";
import { invitePeople } from "../../src/booking/invite-people.ts";
import { Journal } from "../../src/booking/journal.ts";
import type { BookingTools } from "../../src/booking/recipe.ts";
import { BookingRecords } from "../../src/booking/records.ts";
import type { BookingRequest } from "../../src/booking/requests.ts";
import { swapRoom } from "../../src/booking/swap-room.ts";
import { silentLogger } from "../../src/core/logger.ts";
import type { Platform } from "../../src/ports/platform.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import type { Colleague } from "../../src/sandbox/office.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import { PLATFORMS, type VendorName, WEDNESDAY_10_07 } from "../helpers/office.ts";

const zone = "Asia/Shanghai";
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PLENTY = 100_000;

const create: Record<VendorName, (sandbox: Sandbox, deps: Deps) => Promise<Platform>> = {
  dingtalk: async ({ dingtalk }, deps) => {
    const { createDingTalkPlatform } = await import("../../src/platforms/dingtalk/index.ts");
    const { id: clientId, secret: clientSecret } = dingtalk.app;
    const bases = { apiBase: dingtalk.base, oapiBase: dingtalk.base };
    return createDingTalkPlatform(
      { clientId, clientSecret, robotCode: clientId, ...bases, qps: PLENTY },
      deps,
    );
  },
  feishu: async ({ feishu }, deps) => {
    const { createFeishuPlatform } = await import("../../src/platforms/feishu/index.ts");
    const { id: appId, secret: appSecret } = feishu.app;
    const bases = { domain: feishu.base, accountsDomain: feishu.base };
    return createFeishuPlatform(
      { appId, appSecret, ...bases, userLink: false, qps: PLENTY, qpm: PLENTY },
      deps,
    );
  },
};
interface Deps {
  readonly clock: Sandbox["clock"];
  readonly logger: typeof silentLogger;
  readonly storage: ReturnType<typeof createMemoryStorage>;
  readonly zone: string;
}

describe.each(PLATFORMS)("every recipe on %s", (vendor) => {
  let sandbox: Sandbox;
  let platform: Platform;
  let tools: BookingTools;
  let haste: NodeJS.Timeout;
  /** Every test has a day of its own. */
  let dayMs = Date.parse("2026-03-12T10:00:00+08:00");
  let keys = 0;

  beforeAll(async () => {
    sandbox = await startSandbox({
      nowMs: WEDNESDAY_10_07,
      seed: 7,
      meetings: "none",
      roomAnswerMs: [500, 900],
      limits: { dingtalkPerSecond: PLENTY, feishuPerSecond: PLENTY, feishuPerMinute: PLENTY },
    });
    // A vendor's reads lag behind its writes for as long as its own clients wait.
    sandbox.feishu.switches.staleAnswerMs = 1_500;
    const { clock } = sandbox;
    const storage = createMemoryStorage(clock);
    platform = await create[vendor](sandbox, { clock, logger: silentLogger, storage, zone });
    const journal = new Journal(storage, vendor);
    const records = new BookingRecords(storage, clock, vendor);
    tools = { calendar: platform.calendar, journal, records, clock, logger: silentLogger };
    haste = setInterval(() => clock.advance(200), 5);
  });

  afterAll(async () => {
    clearInterval(haste);
    await platform.close();
    await sandbox.close();
  });

  const colleague = (key: string): Colleague => {
    const found = sandbox.world.office.colleagues.find((one) => one.key === key);
    if (!found) throw new Error(`nobody is called ${key}`);
    return found;
  };
  const person = (key: string) => {
    const { name, dingtalk, feishu } = colleague(key);
    return { id: vendor === "dingtalk" ? dingtalk.userId : feishu.openId, name };
  };
  const room = (key: string) => {
    const { name, dingtalk, feishu } = sandbox.world.room(key);
    return { id: vendor === "dingtalk" ? dingtalk.roomId : feishu.roomId, name, place: "" };
  };
  const key = () => {
    keys += 1;
    return `${vendor}-${keys}`;
  };
  const at = (fromHours: number, toHours: number) => ({
    start: dayMs + fromHours * HOUR_MS,
    end: dayMs + toHours * HOUR_MS,
  });
  const request = (more: Partial<BookingRequest> = {}): BookingRequest => ({
    organiser: person("li-lei"),
    attendees: [],
    room: room("everest"),
    title: "Meeting",
    ...at(0, 1),
    zone,
    onto: "fitting",
    needsApproval: false,
    ...more,
  });
  const nextDay = () => {
    dayMs += DAY_MS;
  };
  /** Whoever holds rooms on the day: who, when and where. */
  const held = () =>
    sandbox.world
      .meetings()
      .filter(({ start }) => start >= at(-10, 0).start && start < at(14, 0).start)
      .map(({ start, end, rooms, attendeeKeys }) => ({
        hours: [(start - dayMs) / HOUR_MS, (end - dayMs) / HOUR_MS],
        rooms: rooms.filter(({ answer }) => answer !== "declined").map(({ roomKey }) => roomKey),
        guests: attendeeKeys.filter((one) => one !== "li-lei"),
      }));
  const holding = (hours: [number, number], rooms: string[], guests: string[] = []) => ({
    hours,
    rooms,
    guests,
  });

  async function bookingOf(asked: BookingRequest): Promise<Booking> {
    const outcome = await bookRoom(tools, key(), asked);
    if (outcome.kind !== "booked") throw new Error(`not booked: ${JSON.stringify(outcome)}`);
    const coming = await bookingsOf(tools, asked.organiser, sandbox.clock.now());
    const found = coming.find(({ eventId }) => eventId === outcome.eventId);
    if (!found) throw new Error("the booking is not shown");
    return found;
  }
  const change = (booking: Booking, to: { start: number; end: number }) =>
    changeTime(tools, key(), { booking, to, organiser: person("li-lei"), needsApproval: false });
  const swap = (booking: Booking, roomKey: string, mayReleaseFirst = false) =>
    swapRoom(tools, key(), {
      booking,
      room: room(roomKey),
      organiser: person("li-lei"),
      needsApproval: false,
      mayReleaseFirst,
    });
  const elsewhere = (roomKey: string, fromHours: number, toHours: number) =>
    sandbox.world.add({
      madeOn: "client",
      organiserKey: "other:1",
      title: "Theirs",
      ...at(fromHours, toHours),
      rooms: [{ roomKey, answer: "accepted" }],
    });

  it("books, invites, and gives back", async () => {
    const booking = await bookingOf(request({ attendees: [person("zhao-min")] }));
    expect(held()).toEqual([holding([0, 1], ["everest"], ["zhao-min"])]);
    const more = { eventId: booking.eventId, people: [person("kenji")], organiser: person("li-lei") };
    expect(await invitePeople(tools, key(), more)).toEqual({ kind: "invited" });
    expect(held()).toEqual([holding([0, 1], ["everest"], ["zhao-min", "kenji"])]);
    const given = await giveBack(tools, key(), { booking, organiser: person("li-lei") });
    expect(given).toEqual({ kind: "given-back", event: "removed" });
    expect(held()).toEqual([]);
    nextDay();
  });

  it("extends, shortens and moves", async () => {
    let booking = await bookingOf(request());
    for (const [from, to] of [
      [0, 2],
      [0, 0.5],
      [3, 4],
    ] as const) {
      expect(await change(booking, at(from, to))).toEqual({ kind: "changed", response: "accepted" });
      expect(held()).toEqual([holding([from, to], ["everest"])]);
      booking = { ...booking, ...at(from, to) };
    }
    nextDay();
  });

  it("leaves a booking as it was where the new minutes are taken", async () => {
    const booking = await bookingOf(request());
    elsewhere("everest", 1, 2);
    expect(await change(booking, at(0, 2))).toMatchObject({ kind: "refused", stands: "as-before" });
    expect(held()).toEqual([holding([0, 1], ["everest"]), holding([1, 2], ["everest"])]);
    expect(await bookingsOf(tools, person("li-lei"), sandbox.clock.now())).toContainEqual(booking);
    nextDay();
  });

  it("swaps, and keeps the old room where the new one is taken", async () => {
    const booking = await bookingOf(request());
    elsewhere("k2", 0, 1);
    expect(await swap(booking, "k2")).toMatchObject({ kind: "refused", stands: "as-before" });
    expect(await swap(booking, "fuji")).toEqual({ kind: "swapped", response: "accepted", stillHeld: [] });
    expect(held()).toContainEqual(holding([0, 1], ["fuji"]));
    expect(held()).toHaveLength(2);
    nextDay();
  });

  if (vendor === "dingtalk")
    it("asks before it gives the old room back where one is allowed at a time", async () => {
      sandbox.dingtalk.switches.oneRoomPerSlot = true;
      const booking = await bookingOf(request());
      expect(await swap(booking, "k2")).toMatchObject({
        kind: "must-release-first",
        reason: expect.any(String),
      });
      expect(held()).toEqual([holding([0, 1], ["everest"])]);
      expect(await swap(booking, "k2", true)).toMatchObject({ kind: "swapped" });
      expect(held()).toEqual([holding([0, 1], ["k2"])]);
      elsewhere("fuji", 0, 1);
      const now = { ...booking, rooms: [{ ...room("k2"), isTentative: false }] };
      expect(await swap(now, "fuji", true)).toMatchObject({ kind: "refused", stands: "as-before" });
      expect(held()).toContainEqual(holding([0, 1], ["k2"]));
      sandbox.dingtalk.switches.oneRoomPerSlot = false;
      nextDay();
    });

  it("has two rooms one after the other, or none", async () => {
    const legs = [request(), request({ room: room("k2"), ...at(1, 2) })];
    expect(await bookTogether(tools, key(), legs)).toMatchObject({ kind: "booked" });
    expect(held()).toEqual([holding([0, 1], ["everest"]), holding([1, 2], ["k2"])]);
    nextDay();
    elsewhere("k2", 1, 2);
    const failed = await bookTogether(tools, key(), [request(), request({ room: room("k2"), ...at(1, 2) })]);
    expect(failed).toMatchObject({ kind: "not-booked", failed: 1, left: [] });
    expect(held()).toEqual([holding([1, 2], ["k2"])]);
    nextDay();
  });
});
