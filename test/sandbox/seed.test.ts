import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { MovableClock } from "../../src/sandbox/clock.ts";
import { directChatKey } from "../../src/sandbox/sandbox.ts";
import { seedMeetings } from "../../src/sandbox/seed/meetings.ts";
import { believableOffice } from "../../src/sandbox/seed/office.ts";
import { seededRandom } from "../../src/sandbox/seed/random.ts";
import { World } from "../../src/sandbox/world.ts";

const NOW_MS = Date.parse("2026-03-10T09:00:00+08:00");

const worldOf = (seed: number, nowMs = NOW_MS) => {
  const world = new World(believableOffice(NOW_MS), new MovableClock(nowMs));
  seedMeetings(world, seededRandom(seed));
  return world;
};

describe("the office", () => {
  const office = believableOffice(NOW_MS);

  it("has some forty rooms in two buildings, fifteen colleagues and a guest", () => {
    expect(office.rooms.length).toBeGreaterThanOrEqual(40);
    expect(office.places.filter((place) => !place.parentKey)).toHaveLength(2);
    expect(office.colleagues.filter((one) => !one.isOutsider)).toHaveLength(15);
    expect(office.colleagues.filter((one) => one.isAdmin)).toHaveLength(1);
  });

  it("has rules of every kind, and most rooms without any", () => {
    const rules = office.rooms.map((room) => room.rules);
    const ordinary = rules.filter((one) => Object.keys(one).length === 2 && one.bookableBy === "everyone");
    expect(ordinary.length).toBeGreaterThan(rules.length / 2);
    for (const kind of [
      "minMinutes",
      "maxMinutes",
      "daysAhead",
      "opensAt",
      "dailyMinutes",
      "approval",
    ] as const)
      expect(
        rules.some((one) => one[kind] !== undefined),
        kind,
      ).toBe(true);
    expect(
      rules.map((one) => one.closed).filter((closed) => closed?.endMs === undefined && closed),
    ).toHaveLength(1);
    expect(rules.some((one) => one.closed?.endMs !== undefined)).toBe(true);
    expect(rules.some((one) => !one.recurring)).toBe(true);
    expect(office.rooms.filter((room) => room.capacity === undefined)).toHaveLength(1);
  });

  it("names everything once, in the vendors' forms", () => {
    const ids = [
      ...office.rooms.flatMap((room) => [room.dingtalk.roomId, room.feishu.roomId]),
      ...office.colleagues.flatMap((one) => [...Object.values(one.dingtalk), ...Object.values(one.feishu)]),
      ...office.places.flatMap((place) => [String(place.dingtalk.groupId), place.feishu.levelId]),
      ...office.departments.flatMap((one) => [String(one.dingtalk.deptId), one.feishu.openDepartmentId]),
      ...office.chats.flatMap((chat) => [chat.dingtalk.conversationId, chat.feishu.chatId]),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const room of office.rooms) {
      expect(room.dingtalk.roomId).toMatch(/^[0-9a-f]{48}$/);
      expect(room.feishu.roomId).toMatch(/^omm_[0-9a-f]{32}$/);
    }
    for (const one of office.colleagues) {
      expect(one.dingtalk.userId).toMatch(/^[1-9]\d{15}$/);
      expect(one.dingtalk.unionId).toMatch(/^[0-9A-Za-z]{22}iEiE$/);
      expect(one.feishu.openId).toMatch(/^ou_[0-9a-f]{32}$/);
    }
    for (const chat of office.chats) expect(chat.dingtalk.conversationId).toMatch(/^cid[\w+/]{22}==$/);
  });

  it("refers only to what it has", () => {
    const places = new Set(office.places.map((one) => one.key));
    const people = new Set(office.colleagues.map((one) => one.key));
    const departments = new Set(office.departments.map((one) => one.key));
    for (const room of office.rooms) {
      expect(places).toContain(room.placeKey);
      const { bookableBy } = room.rules;
      if (typeof bookableBy === "string") continue;
      for (const key of bookableBy.people) expect(people).toContain(key);
      for (const key of bookableBy.departments) expect(departments).toContain(key);
    }
    for (const one of office.colleagues) {
      expect(departments).toContain(one.departmentKey);
      expect(office.chats.some((chat) => chat.key === directChatKey(one.key))).toBe(true);
    }
    for (const chat of office.chats) for (const key of chat.memberKeys) expect(people).toContain(key);
  });
});

describe("its meetings", () => {
  const world = worldOf(1);
  const inOrder = world.meetings();
  const localHour = (ms: number) => DateTime.fromMillis(ms, { zone: "Asia/Shanghai" });

  it("are the same for the same seed and day, and others for another seed", () => {
    const told = (seed: number, nowMs?: number) =>
      worldOf(seed, nowMs)
        .meetings()
        .map(({ start, end, title, organiserKey, rooms }) => ({ start, end, title, organiserKey, rooms }));
    expect(told(1)).toEqual(told(1, NOW_MS + 9 * 3_600_000));
    expect(told(1)).not.toEqual(told(2));
  });

  it("take more of the busy hours than of the others", () => {
    const share = (from: number, to: number) => {
      const ordinary = world.office.rooms.filter((room) => Object.keys(room.rules).length === 2);
      let taken = 0;
      let all = 0;
      for (
        let day = localHour(NOW_MS).startOf("day"), days = 0;
        days < 28;
        day = day.plus({ days: 1 }), days += 1
      ) {
        if (day.weekday > 5) continue;
        for (const room of ordinary) {
          for (let minute = from * 60; minute < to * 60; minute += 30) {
            const start = day.plus({ minutes: minute }).toMillis();
            all += 1;
            if (world.isTaken(room.key, { start, end: start + 30 * 60_000 })) taken += 1;
          }
        }
      }
      return taken / all;
    };
    expect(share(10, 12)).toBeGreaterThan(0.5);
    expect(share(10, 12)).toBeLessThan(0.75);
    expect(share(14, 17)).toBeGreaterThan(0.5);
    expect(share(12, 14)).toBeLessThan(0.45);
    expect(share(17, 18)).toBeLessThan(0.5);
  });

  it("never overlap in a room or in a colleague's day, and lie on working days", () => {
    const lastEnd = new Map<string, number>();
    for (const meeting of inOrder) {
      expect(localHour(meeting.start).weekday).toBeLessThanOrEqual(5);
      const people = [meeting.organiserKey, ...meeting.attendeeKeys].filter(
        (key) => !key.startsWith("other:"),
      );
      for (const key of [...meeting.rooms.map((room) => room.roomKey), ...people]) {
        expect(lastEnd.get(key) ?? 0).toBeLessThanOrEqual(meeting.start);
        lastEnd.set(key, meeting.end);
      }
    }
  });

  it.each([1, 2, 3])(
    "leave each colleague one to three rooms to lead and a few to come to (seed %i)",
    (seed) => {
      const ahead = worldOf(seed)
        .meetings()
        .filter((one) => one.start > NOW_MS && one.rooms.length > 0);
      for (const { key, isOutsider } of world.office.colleagues) {
        const led = ahead.filter((one) => one.organiserKey === key).length;
        const joined = ahead.filter((one) => one.attendeeKeys.includes(key)).length;
        if (isOutsider) {
          expect([led, joined], key).toEqual([0, 0]);
          continue;
        }
        expect(led, key).toBeGreaterThanOrEqual(1);
        expect(led, key).toBeLessThanOrEqual(3);
        expect(joined, key).toBeGreaterThanOrEqual(1);
        expect(joined, key).toBeLessThanOrEqual(8);
      }
    },
  );

  it("have been answered by some of those invited, and are led by who may book the room", () => {
    const replies = new Set(inOrder.flatMap((one) => one.attendeeKeys.map((key) => one.replies[key])));
    expect(replies).toEqual(new Set(["accepted", "tentative", undefined]));
    const led = inOrder.filter((one) => one.rooms.some(({ roomKey }) => roomKey === "ada"));
    expect(led.length).toBeGreaterThan(0);
    for (const { organiserKey } of led) expect(organiserKey).toMatch(/^(kenji|other:\d+)$/);
  });

  it("include whole days, meetings over lunch, back-to-back ones and some without a room", () => {
    expect(inOrder.some((one) => one.isAllDay)).toBe(true);
    expect(inOrder.some((one) => one.rooms.length === 0)).toBe(true);
    expect(
      inOrder.some((one) => !one.isAllDay && localHour(one.start).hour < 12 && localHour(one.end).hour >= 13),
    ).toBe(true);
    const ends = new Set(inOrder.flatMap((one) => one.rooms.map((room) => `${room.roomKey} ${one.end}`)));
    expect(inOrder.some((one) => one.rooms.some((room) => ends.has(`${room.roomKey} ${one.start}`)))).toBe(
      true,
    );
  });

  it("respect the rooms' rules", () => {
    for (const meeting of inOrder) {
      for (const { roomKey } of meeting.rooms) {
        const { minMinutes = 0, maxMinutes = 1_440, closed } = world.room(roomKey).rules;
        const minutes = (meeting.end - meeting.start) / 60_000;
        expect(minutes).toBeGreaterThanOrEqual(minMinutes);
        expect(minutes).toBeLessThanOrEqual(maxMinutes);
        if (closed) {
          const isClear =
            meeting.end <= closed.startMs || meeting.start >= (closed.endMs ?? Number.POSITIVE_INFINITY);
          expect(isClear, roomKey).toBe(true);
        }
      }
    }
  });
});
