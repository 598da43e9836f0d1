import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { bookTogether } from "../../src/booking/book-together.ts";
import { type Booking, bookingsOf } from "../../src/booking/bookings.ts";
import { changeTime } from "../../src/booking/change-time.ts";
import { giveBack } from "../../src/booking/give-back.ts";
import { invitePeople } from "../../src/booking/invite-people.ts";
import { swapRoom } from "../../src/booking/swap-room.ts";
import { localDateOf } from "../../src/time/zone.ts";
import { PLATFORMS } from "../helpers/office.ts";
import { holding, PlatformBench, ZONE } from "./platform-bench.ts";

describe.each(PLATFORMS)("every recipe on %s", (vendor) => {
  let bench: PlatformBench;

  beforeAll(async () => {
    bench = await PlatformBench.open(vendor);
  });
  afterEach(() => bench.nextDay());
  afterAll(() => bench.close());

  const organiser = () => bench.person("li-lei");
  const change = (booking: Booking, to: { start: number; end: number }) =>
    changeTime(bench.tools, bench.key(), { booking, to, organiser: organiser(), needsApproval: false });
  const swap = (booking: Booking, roomKey: string, mayReleaseFirst = false) => {
    const room = bench.room(roomKey);
    const request = { booking, room, organiser: organiser(), needsApproval: false, mayReleaseFirst };
    return swapRoom(bench.tools, bench.key(), request);
  };

  it("books, invites, and gives back", async () => {
    const booking = await bench.book(bench.request({ attendees: [bench.person("zhao-min")] }));
    expect(bench.held()).toEqual([holding([0, 1], ["everest"], ["zhao-min"])]);
    const more = { eventId: booking.eventId, people: [bench.person("kenji")], organiser: organiser() };
    expect(await invitePeople(bench.tools, bench.key(), more)).toEqual({ kind: "invited" });
    expect(bench.held()).toEqual([holding([0, 1], ["everest"], ["zhao-min", "kenji"])]);
    const given = await giveBack(bench.tools, bench.key(), { booking, organiser: organiser() });
    expect(given).toEqual({ kind: "given-back", event: "removed" });
    expect(bench.held()).toEqual([]);
  });

  it("extends, shortens and moves", async () => {
    let booking = await bench.book(bench.request());
    for (const [from, to] of [
      [0, 2],
      [0, 0.5],
      [3, 4],
    ] as const) {
      expect(await change(booking, bench.at(from, to))).toEqual({ kind: "changed", response: "accepted" });
      expect(bench.held()).toEqual([holding([from, to], ["everest"])]);
      booking = { ...booking, ...bench.at(from, to) };
    }
  });

  it("leaves a booking as it was where the new minutes are taken", async () => {
    const booking = await bench.book(bench.request());
    bench.elsewhere("everest", 1, 2);
    expect(await change(booking, bench.at(0, 2))).toMatchObject({ kind: "refused", stands: "as-before" });
    expect(bench.held()).toEqual([holding([0, 1], ["everest"])]);
    const coming = await bookingsOf(bench.tools, organiser(), bench.sandbox.clock.now());
    expect(coming).toContainEqual(booking);
  });

  it("swaps, and keeps the old room where the new one is taken", async () => {
    const booking = await bench.book(bench.request());
    bench.elsewhere("k2", 0, 1);
    expect(await swap(booking, "k2")).toMatchObject({ kind: "refused", stands: "as-before" });
    expect(await swap(booking, "fuji")).toEqual({ kind: "swapped", response: "accepted", stillHeld: [] });
    expect(bench.held()).toEqual([holding([0, 1], ["fuji"])]);
  });

  if (vendor === "dingtalk")
    it("asks before it gives the old room back where one is allowed at a time", async () => {
      const { switches } = bench.sandbox.dingtalk;
      switches.oneRoomPerSlot = true;
      const booking = await bench.book(bench.request());
      const asked = { kind: "must-release-first", reason: expect.any(String) };
      expect(await swap(booking, "k2")).toEqual(asked);
      expect(bench.held()).toEqual([holding([0, 1], ["everest"])]);
      expect(await swap(booking, "k2", true)).toMatchObject({ kind: "swapped" });
      expect(bench.held()).toEqual([holding([0, 1], ["k2"])]);
      bench.elsewhere("fuji", 0, 1);
      const now = { ...booking, rooms: [{ ...bench.room("k2"), isTentative: false }] };
      expect(await swap(now, "fuji", true)).toMatchObject({ kind: "refused", stands: "as-before" });
      expect(bench.held()).toEqual([holding([0, 1], ["k2"])]);
      switches.oneRoomPerSlot = false;
    });

  it("has two rooms one after the other, or none", async () => {
    const legs = [bench.request(), bench.request({ room: bench.room("k2"), ...bench.at(1, 2) })];
    expect(await bookTogether(bench.tools, bench.key(), legs)).toMatchObject({ kind: "booked" });
    expect(bench.held()).toEqual([holding([0, 1], ["everest"]), holding([1, 2], ["k2"])]);
    const later = [
      bench.request(bench.at(4, 5)),
      bench.request({ room: bench.room("k2"), ...bench.at(5, 6) }),
    ];
    bench.elsewhere("k2", 5, 6);
    const failed = await bookTogether(bench.tools, bench.key(), later);
    expect(failed).toMatchObject({ kind: "not-booked", failed: 1, left: [] });
    expect(bench.held()).toHaveLength(2);
  });

  it("has a series, shows it as one booking, and gives it back as a whole", async () => {
    const recurrence = { rule: "FREQ=DAILY", untilLocalDate: localDateOf(bench.at(72, 73).start, ZONE) };
    const booking = await bench.book(bench.request({ recurrence }));
    expect(booking).toMatchObject({ ...bench.at(0, 1), isSeries: true, recurrence, ownsEvent: true });
    const { world, clock } = bench.sandbox;
    const isSeries = (meeting: { recurrence?: unknown }) => meeting.recurrence !== undefined;
    const meetings = world.meetings().filter(isSeries);
    expect(meetings.flatMap((series) => world.occurrences(series, bench.at(-48, 240)))).toHaveLength(4);
    clock.set(bench.at(2, 2).start);
    const [next] = (await bookingsOf(bench.tools, organiser(), clock.now())).filter((one) => one.isSeries);
    expect(next).toMatchObject({ eventId: booking.eventId, ...bench.at(24, 25) });
    const given = await giveBack(bench.tools, bench.key(), {
      booking: next ?? booking,
      organiser: organiser(),
    });
    expect(given).toEqual({ kind: "given-back", event: "removed" });
    expect(world.meetings().filter(isSeries)).toEqual([]);
  });

  it("swaps the room of a series, and does not move it", async () => {
    const recurrence = { rule: "FREQ=WEEKLY", untilLocalDate: localDateOf(bench.at(24 * 20, 0).start, ZONE) };
    const booking = await bench.book(bench.request({ recurrence }));
    expect(await change(booking, bench.at(1, 2))).toMatchObject({ kind: "failed", because: "series" });
    expect(await swap(booking, "k2")).toMatchObject({ kind: "swapped", stillHeld: [] });
    expect(bench.held()).toEqual([holding([0, 1], ["k2"])]);
    await giveBack(bench.tools, bench.key(), { booking, organiser: organiser() });
  });
});
