import { describe, expect, it } from "vitest";
import { believableOffice } from "../../../src/sandbox/seed/office.ts";
import { dingTalkOffice, eventBody, eventsPath, NOW_MS, on, type Setup } from "./setup.ts";

const HOUR = ["2026-03-11T15:00", "2026-03-11T16:00"] as const;

/** Makes an event for a person and adds rooms to it: the vendor's answer and the event's path. */
async function book(setup: Setup, who: string, [start, end]: readonly [string, string], ...keys: string[]) {
  const events = eventsPath(setup.person(who));
  const { body: event } = await setup.call("POST", events, eventBody(start, end));
  const path = `${events}/${encodeURIComponent(String(event.id))}`;
  const meetingRoomsToAdd = keys.map((key) => ({ roomId: setup.room(key).dingtalk.roomId }));
  const answer = await setup.call("POST", `${path}/meetingRooms`, { meetingRoomsToAdd });
  return { id: String(event.id), path, answer };
}

const TAKEN = "The meeting room has been booked.";
const refusedFor = (...refusals: [roomName: string, text: string][]) => ({
  status: 400,
  body: {
    code: "meetingRoomNotAvailable",
    requestid: expect.any(String),
    message: `code: 321001, developerMessage: ${JSON.stringify(refusals.map(([roomName, text]) => ({ roomName, text })))}`,
  },
});

describe("adding rooms to an event", () => {
  it("claims them, and refuses whoever comes second, also by a minute of overlap", async () => {
    const setup = await dingTalkOffice();
    const first = await book(setup, "emma", HOUR, "k2");
    expect(first.answer).toEqual({ status: 200, body: { result: true } });
    const second = await book(setup, "oliver", ["2026-03-11T15:59", "2026-03-11T17:00"], "k2");
    expect(second.answer).toEqual(refusedFor(["K2", TAKEN]));
    const after = await book(setup, "oliver", ["2026-03-11T16:00", "2026-03-11T17:00"], "k2");
    expect(after.answer.status).toBe(200);
  });

  it("takes all of them or none, and says why of each that is refused", async () => {
    const setup = await dingTalkOffice();
    await book(setup, "emma", HOUR, "k2");
    const { answer, path } = await book(setup, "oliver", HOUR, "fuji", "k2", "board");
    expect(answer).toEqual(
      refusedFor(["K2", TAKEN], ["董事会议室", "You do not have permission to book this meeting room."]),
    );
    expect((await setup.call("GET", path)).body.meetingRooms).toEqual([]);
  });

  it("waits for an approver where the room has one, and holds it meanwhile", async () => {
    const setup = await dingTalkOffice();
    const { path } = await book(setup, "emma", HOUR, "qinghaihu");
    expect((await setup.call("GET", path)).body).toMatchObject({
      meetingRooms: [{ displayName: "青海湖", responseStatus: "tentative" }],
      location: { meetingRooms: ["青海湖"] },
    });
    expect((await book(setup, "oliver", HOUR, "qinghaihu")).answer).toEqual(refusedFor(["青海湖", TAKEN]));
  });

  it("is settled by an approver's answer: a yes keeps the room, a no frees it and stays to be seen", async () => {
    const setup = await dingTalkOffice();
    const { dingtalk, ground } = setup;
    const waiting = async (who: string) => {
      const booked = await book(setup, who, HOUR, "qinghaihu");
      expect(booked.answer.status).toBe(200);
      const meeting = ground.world.meetings().find((one) => one.organiserKey === who);
      return { path: booked.path, meetingId: meeting?.id ?? "" };
    };
    const shown = async (path: string) => (await setup.call("GET", path)).body.meetingRooms;
    const schedule = async () => {
      const { unionId } = setup.person("emma").dingtalk;
      const { body } = await setup.call(
        "POST",
        `/v1.0/calendar/users/${unionId}/meetingRooms/schedules/query`,
        {
          roomIds: [setup.room("qinghaihu").dingtalk.roomId],
          startTime: "2026-03-11T00:00:00.000+08:00",
          endTime: "2026-03-12T00:00:00.000+08:00",
        },
      );
      const [room] = body.scheduleInformation as { scheduleItems: { status: string }[] }[];
      return room?.scheduleItems.map((item) => item.status);
    };
    const emma = await waiting("emma");
    expect(await schedule()).toEqual(["TENTATIVE"]);
    dingtalk.decideApproval(emma.meetingId, "qinghaihu", "declined");
    expect(await shown(emma.path)).toMatchObject([{ displayName: "青海湖", responseStatus: "declined" }]);
    expect(await schedule()).toEqual([]);
    const oliver = await waiting("oliver");
    dingtalk.decideApproval(oliver.meetingId, "qinghaihu", "accepted");
    expect(await shown(oliver.path)).toMatchObject([{ responseStatus: "accepted" }]);
    expect(await schedule()).toEqual(["BUSY"]);
    expect(() => dingtalk.decideApproval(oliver.meetingId, "qinghaihu", "declined")).toThrow(
      /waits for approval/,
    );
    expect(() => dingtalk.decideApproval("nothing", "qinghaihu", "accepted")).toThrow(/waits for approval/);
  });

  it("may be asked for a room again that an approver refused", async () => {
    const setup = await dingTalkOffice();
    const { path } = await book(setup, "emma", HOUR, "qinghaihu");
    const [meeting] = setup.ground.world.meetings();
    setup.dingtalk.decideApproval(meeting?.id ?? "", "qinghaihu", "declined");
    const meetingRoomsToAdd = [{ roomId: setup.room("qinghaihu").dingtalk.roomId }];
    expect((await setup.call("POST", `${path}/meetingRooms`, { meetingRoomsToAdd })).status).toBe(200);
    expect((await setup.call("GET", path)).body.meetingRooms).toMatchObject([
      { responseStatus: "tentative" },
    ]);
  });

  it("gives them back with batchRemove, with the event, or when it is deleted", async () => {
    const setup = await dingTalkOffice();
    const { path } = await book(setup, "emma", HOUR, "k2", "fuji");
    const remove = (body: unknown) => setup.call("POST", `${path}/meetingRooms/batchRemove`, body);
    expect((await remove({})).body.message).toBe("Meeting rooms to remove must be provided.");
    const { roomId } = setup.room("k2").dingtalk;
    expect(await remove({ meetingRoomsToRemove: [{ roomId }] })).toEqual({
      status: 200,
      body: { result: true },
    });
    expect((await book(setup, "oliver", HOUR, "k2")).answer.status).toBe(200);
    await setup.call("DELETE", path);
    expect((await book(setup, "oliver", HOUR, "fuji")).answer.status).toBe(200);
  });

  it("is refused for no room, an unknown one, more than five, and in another's name", async () => {
    const setup = await dingTalkOffice();
    const { path } = await book(setup, "emma", HOUR);
    const add = async (meetingRoomsToAdd: unknown, at = path) => {
      const { body } = await setup.call("POST", `${at}/meetingRooms`, { meetingRoomsToAdd });
      return [body.code, body.message];
    };
    const ids = setup.ground.world.office.rooms.map((room) => ({ roomId: room.dingtalk.roomId }));
    expect(await add([])).toEqual(["invalidParameter", "roomId must be provided."]);
    expect(await add([{}])).toEqual(["invalidParameter", "roomId must be provided."]);
    expect(await add([{ roomId: "0000" }])).toEqual(["invalidParameter", "roomId invalid"]);
    const tooMany = ["invalidParameter", "attendees batch size too large. Maximum allowed:5"];
    expect(await add(ids.slice(0, 6))).toEqual(tooMany);
    expect(await add(ids.slice(0, 5))).toEqual([undefined, undefined]);
    expect(await add(ids.slice(5, 6))).toEqual(tooMany);
    const { unionId } = setup.person("oliver").dingtalk;
    const others = path.replace(setup.person("emma").dingtalk.unionId, unionId);
    expect((await add(ids.slice(6, 7), others))[0]).toBe("itemNotFound");
  });

  it("is refused for a second room where the organisation allows only one", async () => {
    const setup = await dingTalkOffice();
    setup.dingtalk.switches.oneRoomPerSlot = true;
    const text = "根据管理员设置，同一时间段内只允许预定一个会议室，请移除多余的会议室";
    const { path, answer } = await book(setup, "emma", HOUR, "k2");
    expect(answer.status).toBe(200);
    const meetingRoomsToAdd = [{ roomId: setup.room("fuji").dingtalk.roomId }];
    expect(await setup.call("POST", `${path}/meetingRooms`, { meetingRoomsToAdd })).toEqual(
      refusedFor(["Fuji", text]),
    );
  });

  it("is refused for every room while somebody is always faster", async () => {
    const setup = await dingTalkOffice();
    setup.dingtalk.switches.isEveryRoomTaken = true;
    expect((await book(setup, "emma", HOUR, "k2")).answer).toEqual(refusedFor(["K2", TAKEN]));
    setup.dingtalk.switches.isEveryRoomTaken = false;
    expect((await book(setup, "emma", HOUR, "k2")).answer.status).toBe(200);
  });

  it("is refused for a room that the event has already, so a repeated request is noticed", async () => {
    const setup = await dingTalkOffice();
    const { path } = await book(setup, "emma", HOUR, "k2");
    const meetingRoomsToAdd = [{ roomId: setup.room("k2").dingtalk.roomId }];
    expect(await setup.call("POST", `${path}/meetingRooms`, { meetingRoomsToAdd })).toEqual(
      refusedFor(["K2", TAKEN]),
    );
  });
});

describe("moving an event that has a room", () => {
  const move = (setup: Setup, { id, path }: { id: string; path: string }, start: string, end: string) => {
    const { summary: _, ...times } = eventBody(start, end);
    return setup.call("PUT", path, { id, ...times });
  };

  it("takes the room along", async () => {
    const setup = await dingTalkOffice();
    const booked = await book(setup, "emma", HOUR, "k2");
    expect((await move(setup, booked, "2026-03-11T15:30", "2026-03-11T16:30")).status).toBe(200);
    expect((await book(setup, "oliver", ["2026-03-11T15:00", "2026-03-11T15:30"], "k2")).answer.status).toBe(
      200,
    );
  });

  it("changes nothing where the room is taken then, or its rules forbid it", async () => {
    const setup = await dingTalkOffice();
    const booked = await book(setup, "emma", HOUR, "taihu");
    await book(setup, "oliver", ["2026-03-11T16:00", "2026-03-11T17:00"], "taihu");
    const refusal = { status: 400, body: { code: "invalidParameter", message: "Meeting room invalid" } };
    expect(await move(setup, booked, "2026-03-11T15:30", "2026-03-11T16:30")).toMatchObject(refusal);
    expect(await move(setup, booked, "2026-03-11T14:00", "2026-03-11T16:00")).toMatchObject(refusal);
    expect((await setup.call("GET", booked.path)).body).toMatchObject({
      start: { dateTime: "2026-03-11T15:00:00+08:00" },
      meetingRooms: [{ displayName: "太湖", responseStatus: "accepted" }],
    });
  });
});

describe("a room's rules", () => {
  const NO_PERMISSION = "You do not have permission to book this meeting room.";
  const at = (date: string, from: string, to: string) =>
    [`2026-${date}T${from}`, `2026-${date}T${to}`] as const;

  it.each([
    [
      "shorter than its shortest",
      "emma",
      "changjiang",
      at("03-11", "15:00", "15:29"),
      "The reservation period shall not be less than 30 minutes.",
    ],
    [
      "longer than its longest",
      "emma",
      "taihu",
      at("03-11", "15:00", "16:01"),
      "The reservation period shall not be more than 60 minutes.",
    ],
    [
      "while it is closed",
      "emma",
      "denali",
      at("03-11", "15:00", "16:00"),
      "The meeting room is closed for reservation: 空调维修",
    ],
    [
      "when it is closed for ever",
      "emma",
      "archive",
      at("12-11", "15:00", "16:00"),
      "The meeting room is closed for reservation: 已改为仓库",
    ],
    ["by who is no administrator", "emma", "board", at("03-11", "15:00", "16:00"), NO_PERMISSION],
    ["by who is not in the department", "emma", "studio", at("03-11", "15:00", "16:00"), NO_PERMISSION],
    ["by who is not the one person", "emma", "ada", at("03-11", "15:00", "16:00"), NO_PERMISSION],
    [
      "before its hours",
      "emma",
      "hubble",
      at("03-11", "08:30", "09:30"),
      "The reservation is outside bookable hours.",
    ],
    [
      "past its hours",
      "emma",
      "hubble",
      at("03-11", "17:30", "18:30"),
      "The reservation is outside bookable hours.",
    ],
    [
      "by a program where approval is custom",
      "emma",
      "hall",
      at("03-11", "15:00", "16:00"),
      "The meeting room needs approval. Please book it in the client.",
    ],
    [
      "further ahead than its window",
      "emma",
      "xihu",
      at("03-18", "09:00", "10:00"),
      "The meeting room can only be booked 7 days in advance, from 09:00.",
    ],
  ] as const)("forbid a booking %s", async (_, who, key, time, text) => {
    const setup = await dingTalkOffice();
    expect((await book(setup, who, time, key)).answer).toEqual(refusedFor([setup.room(key).name, text]));
  });

  it.each([
    ["of just its shortest", "emma", "changjiang", at("03-11", "15:00", "15:30")],
    ["of just its longest", "emma", "taihu", at("03-11", "15:00", "16:00")],
    ["after it opens again", "emma", "denali", at("03-27", "15:00", "16:00")],
    ["by an administrator", "wang-fang", "board", at("03-11", "15:00", "16:00")],
    ["from the department", "xu-ting", "studio", at("03-11", "15:00", "16:00")],
    ["from a part of the department", "sofia", "studio", at("03-11", "15:00", "16:00")],
    ["by the one person", "kenji", "ada", at("03-11", "15:00", "16:00")],
    ["for all of its hours", "emma", "hubble", at("03-11", "09:00", "18:00")],
    ["on the last day of its window, which has just opened", "emma", "xihu", at("03-17", "23:00", "23:30")],
  ] as const)("allow a booking %s", async (_, who, key, time) => {
    const setup = await dingTalkOffice();
    expect((await book(setup, who, time, key)).answer).toEqual({ status: 200, body: { result: true } });
  });

  it("forbid only what reaches into a closure that is still to come", async () => {
    const office = believableOffice(NOW_MS);
    const closed = { startMs: on("2026-03-11T12:00"), endMs: on("2026-03-11T14:00"), reason: "保养" };
    const rooms = office.rooms.map((room) =>
      room.key === "k2" ? { ...room, rules: { ...room.rules, closed } } : room,
    );
    const setup = await dingTalkOffice({ office: { ...office, rooms } });
    const status = async (from: string, to: string) =>
      (await book(setup, "emma", at("03-11", from, to), "k2")).answer.status;
    expect(await status("11:00", "12:01")).toBe(400);
    expect(await status("11:00", "12:00")).toBe(200);
    expect(await status("13:59", "15:00")).toBe(400);
    expect(await status("14:00", "15:00")).toBe(200);
  });

  it("open the furthest day only at its hour", async () => {
    const setup = await dingTalkOffice({ nowMs: NOW_MS - 60_000 });
    const lastDay = at("03-17", "10:00", "11:00");
    expect((await book(setup, "emma", lastDay, "xihu")).answer.status).toBe(400);
    setup.ground.clock.advance(60_000);
    expect((await book(setup, "emma", lastDay, "xihu")).answer.status).toBe(200);
  });
});
