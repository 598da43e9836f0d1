import { describe, expect, it } from "vitest";
import { eventIdOf } from "../../../src/sandbox/dingtalk/ids.ts";
import { dingTalkOffice, on, type Setup } from "./setup.ts";

describe("the schedules of rooms", () => {
  const DAY = { startTime: "2026-03-11T00:00:00.000+08:00", endTime: "2026-03-12T00:00:00.000+08:00" };
  const ask = ({ call, person }: Setup, keys: readonly string[], change: Record<string, unknown> = {}) =>
    call("POST", `/v1.0/calendar/users/${person("emma").dingtalk.unionId}/meetingRooms/schedules/query`, {
      roomIds: keys,
      ...DAY,
      ...change,
    });

  it("show what touches the window: accepted, waiting for approval, or all day in UTC", async () => {
    const setup = await dingTalkOffice();
    const { world } = setup.ground;
    const hold = (
      answer: "accepted" | "tentative" | "declined",
      start: string,
      end: string,
      isAllDay = false,
    ) =>
      world.add({
        madeOn: "client",
        organiserKey: "other:7",
        title: "secret",
        start: on(start),
        end: on(end),
        isAllDay,
        rooms: [{ roomKey: "k2", answer }],
      });
    hold("accepted", "2026-03-10T23:00", "2026-03-11T01:00");
    const waiting = hold("tentative", "2026-03-11T10:00", "2026-03-11T11:00");
    hold("declined", "2026-03-11T12:00", "2026-03-11T13:00");
    hold("accepted", "2026-03-11T00:00", "2026-03-12T00:00", true);
    hold("accepted", "2026-03-12T00:00", "2026-03-12T01:00");
    const { roomId } = setup.room("k2").dingtalk;
    const { body } = await ask(setup, [roomId, setup.room("fuji").dingtalk.roomId]);
    const shanghai = (dateTime: string) => ({ dateTime, timeZone: "Asia/Shanghai" });
    const organizer = { id: expect.stringMatching(/^[0-9A-Za-z]{22}iEiE$/) };
    const eventId = expect.any(String);
    expect(body).toEqual({
      scheduleInformation: [
        {
          roomId,
          scheduleItems: [
            {
              status: "BUSY",
              eventId,
              organizer,
              start: shanghai("2026-03-10T23:00:00+08:00"),
              end: shanghai("2026-03-11T01:00:00+08:00"),
            },
            {
              status: "BUSY",
              eventId,
              organizer,
              start: { dateTime: "2026-03-11T00:00:00Z", timeZone: "UTC" },
              end: { dateTime: "2026-03-12T00:00:00Z", timeZone: "UTC" },
            },
            {
              status: "TENTATIVE",
              eventId: eventIdOf(waiting),
              organizer,
              start: shanghai("2026-03-11T10:00:00+08:00"),
              end: shanghai("2026-03-11T11:00:00+08:00"),
            },
          ],
        },
        { roomId: setup.room("fuji").dingtalk.roomId, scheduleItems: [] },
      ],
    });
  });

  it("have an error instead of items for a room that is switched to be unreadable", async () => {
    const setup = await dingTalkOffice();
    setup.dingtalk.switches.unreadableRooms.set("k2", "无权限");
    const { roomId } = setup.room("k2").dingtalk;
    const { status, body } = await ask(setup, [roomId]);
    expect(status).toBe(200);
    expect(body).toEqual({ scheduleInformation: [{ roomId, error: "无权限" }] });
  });

  it("are refused for no room, six, an unknown one, more than ninety days or a vague time", async () => {
    const setup = await dingTalkOffice();
    const ids = setup.ground.world.office.rooms.map((room) => room.dingtalk.roomId);
    const refusal = async (keys: readonly string[], change = {}) => {
      const { status, body } = await ask(setup, keys, change);
      return [status, body.code, body.message];
    };
    const one = ids.slice(0, 1);
    expect(await refusal([])).toEqual([400, "invalidParameter", "query ids cannot be empty"]);
    expect(await refusal(ids.slice(0, 6))).toEqual([
      400,
      "invalidParameter",
      "Cannot get schedule information for more than limit.",
    ]);
    expect(await refusal([...one, "0000"])).toEqual([400, "invalidParameter", "roomId invalid"]);
    expect(await refusal(one, { endTime: "2026-06-10T00:00:00.000+08:00" })).toEqual([
      400,
      "invalidParameter",
      "Cannot query schedule for more than 90 days.",
    ]);
    for (const startTime of [
      "2026-03-11T00:00+08:00",
      "2026-03-11T00:00:00+08:00",
      "2026-03-11 00:00:00",
      0,
    ]) {
      expect((await refusal(one, { startTime }))[1]).toBe("InvalidParameter.ParsedISO8601TimestampError");
    }
    expect((await ask(setup, one, { startTime: "2026-03-10T16:00:00.000Z" })).status).toBe(200);
    expect((await ask(setup, ids.slice(0, 5))).status).toBe(200);
  });
});
