import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { roomDetail, rulesOf } from "../../../src/platforms/dingtalk/room-rules.ts";
import { openRig, type Rig } from "./rig.ts";

const LIST = "/v1.0/rooms/meetingRoomLists";
const GROUPS = "/v1.0/rooms/groupLists";
const SCHEDULES = "/v1.0/calendar/users/union-staff-7/meetingRooms/schedules/query";
const asker = { id: "staff-7", name: "阿明" };
const at = (clock: string) => Date.parse(`2026-03-24T${clock}:00+08:00`);

let rig: Rig;
beforeEach(async () => {
  rig = await openRig();
});
afterEach(() => rig.close());

describe("the list of rooms", () => {
  const groups = [
    { groupId: 11, groupName: "12层", parentId: 10 },
    { groupId: 10, groupName: "总部A座", parentId: 0 },
    { groupId: 20, groupName: "circle", parentId: 21 },
    { groupId: 21, groupName: "round", parentId: 20 },
  ];
  const rooms = [
    {
      roomId: "r1",
      roomName: "Orion",
      roomStatus: 0,
      roomCapacity: 8,
      roomLabels: [{ labelId: 3, labelName: "投影仪" }, { labelId: 5 }, { labelId: 99 }],
      roomGroup: { groupId: 11, groupName: "12层", parentId: 10 },
    },
    { roomId: "r2", roomName: "Lyra", roomStatus: 2, roomLocation: { title: "园区南" } },
    { roomId: "r3", roomName: "Vega", roomStatus: 1, roomGroup: { groupId: 20 }, roomCapacity: 0 },
  ];

  it("has every room with its size, things, place and who may book it", async () => {
    rig.server.on("GET", LIST, { body: { hasMore: false, result: rooms } });
    rig.server.on("GET", GROUPS, { body: { result: groups } });
    expect(await rig.platform.rooms.list(asker)).toEqual([
      {
        id: "r1",
        name: "Orion",
        capacity: 8,
        equipment: ["projector", "video"],
        path: ["总部A座", "12层"],
        access: "everyone",
      },
      { id: "r2", name: "Lyra", equipment: [], path: ["园区南"], access: "some" },
      { id: "r3", name: "Vega", equipment: [], path: ["round", "circle"], access: "nobody" },
    ]);
    expect(rig.server.last(LIST)?.query.get("unionId")).toBe("union-staff-7");
  });

  it("goes through all pages, with page tokens of any size", async () => {
    rig.server.on("GET", GROUPS, { body: { result: [] } });
    rig.server.on("GET", LIST, ({ query }) => ({
      body:
        query.get("nextToken") === "9007199254740993"
          ? { hasMore: false, result: [rooms[1]] }
          : `{"hasMore":true,"nextToken":9007199254740993,"result":[${JSON.stringify(rooms[0])}]}`,
    }));
    expect((await rig.platform.rooms.list(asker)).map(({ id }) => id)).toEqual(["r1", "r2"]);
    expect(rig.server.last(LIST)?.query.get("maxResults")).toBe("100");
  });

  it("ends where a page gives the token that it was asked with", async () => {
    rig.server.on("GET", GROUPS, { body: { result: [] } });
    rig.server.on("GET", LIST, { body: { hasMore: true, nextToken: 5, result: [rooms[0]] } });
    expect(await rig.platform.rooms.list(asker)).toHaveLength(2);
  });

  it("is not lost over one row that cannot be read, and reads numbers written as text", async () => {
    rig.server.on("GET", LIST, {
      body: {
        result: [
          { roomId: "r4", roomName: "Mira", roomStatus: 0, roomCapacity: "10", roomLabels: "none" },
          { roomName: "without an id" },
          "no room at all",
          { roomId: "r5", roomName: "Rigel", roomStatus: 0, roomCapacity: "ten", roomGroup: { groupId: 11 } },
        ],
      },
    });
    rig.server.on("GET", GROUPS, { body: { result: [...groups, { groupName: "no id" }] } });
    expect(await rig.platform.rooms.list(asker)).toEqual([
      { id: "r4", name: "Mira", capacity: 10, equipment: [], path: [], access: "everyone" },
      { id: "r5", name: "Rigel", equipment: [], path: ["总部A座", "12层"], access: "everyone" },
    ]);
    expect(rig.logger.lines.filter(({ level }) => level === "warn").map(({ fields }) => fields)).toEqual(
      expect.arrayContaining([{ rooms: 2 }, { groups: 1 }]),
    );
  });

  it("that never ends is cut, and says so", async () => {
    rig.server.on("GET", GROUPS, { body: { result: [] } });
    rig.server.on("GET", LIST, ({ query }) => ({
      body: { hasMore: true, nextToken: Number(query.get("nextToken") ?? 0) + 1, result: [rooms[0]] },
    }));
    expect(await rig.platform.rooms.list(asker)).toHaveLength(50);
    expect(rig.logger.lines).toContainEqual(
      expect.objectContaining({ level: "warn", message: "the list of rooms was cut" }),
    );
  });

  it("has the name of a room's own group where the tree cannot be read", async () => {
    rig.server.on("GET", LIST, { body: { result: rooms } });
    rig.server.on("GET", GROUPS, { status: 400, body: { code: "param.error", message: "Param Error" } });
    expect((await rig.platform.rooms.list(asker))[0]?.path).toEqual(["12层"]);
  });
});

describe("a room's rules", () => {
  const NO_RULES = { access: "everyone", closures: [], approval: "none", recurring: false };
  const rules = (result: object) => rulesOf(roomDetail.parse({ result }).result);

  it("are read from its detail", async () => {
    rig.server.on("GET", "/v1.0/rooms/meetingRooms/r1", {
      body: {
        result: {
          roomId: "r1",
          roomStatus: 0,
          enableCycleReservation: true,
          extensionConfig: {
            openReservation: true,
            maxReservationTimeInterval: 60,
            minReservationTimeInterval: 15,
            advanceReservation: {
              advanceReservationTime: 3,
              advanceReservationTimeUnit: "weeks",
              advanceBookTimeFormat: "09:00",
            },
            reservationCloseDetail: { taskStartTime: 1000, taskEndTime: 2000, closeReason: "装修" },
            approvalSwitch: true,
            approvalType: 1,
          },
        },
      },
    });
    expect(await rig.platform.rooms.rules("r1", asker)).toEqual({
      access: "everyone",
      minMinutes: 15,
      maxMinutes: 60,
      advance: { amount: 3, unit: "weeks", opensAt: "09:00" },
      closures: [{ start: 1000, end: 2000, reason: "装修" }],
      approval: "always",
      recurring: true,
    });
  });

  it("are none where the detail says nothing", () => {
    expect(rules({ roomStatus: 0 })).toEqual(NO_RULES);
  });

  it.each([
    ["0 minutes at most is no limit", { maxReservationTimeInterval: 0, minReservationTimeInterval: 0 }, {}],
    [
      "numbers written as text",
      {
        maxReservationTimeInterval: "60",
        minReservationTimeInterval: "15",
        advanceReservation: { advanceReservationTime: "3", advanceReservationTimeUnit: "weeks" },
        approvalSwitch: true,
        approvalType: "2",
      },
      { minMinutes: 15, maxMinutes: 60, advance: { amount: 3, unit: "weeks" }, approval: "custom" },
    ],
    ["custom approval", { approvalSwitch: true, approvalType: 2 }, { approval: "custom" }],
    ["approval that is switched off", { approvalSwitch: false, approvalType: 2 }, { approval: "none" }],
    [
      "closed for ever",
      { openReservation: false },
      { closures: [{ start: 0, end: Number.POSITIVE_INFINITY }] },
    ],
    [
      "closed until further notice",
      { reservationCloseDetail: { taskStartTime: 1000, taskEndTime: null } },
      { closures: [{ start: 1000, end: Number.POSITIVE_INFINITY }] },
    ],
    [
      "a unit that nobody knows",
      { advanceReservation: { advanceReservationTime: 3, advanceReservationTimeUnit: "moons" } },
      {},
    ],
  ])("know %s", (_, extensionConfig, expected) => {
    const read = rules({ roomStatus: 0, extensionConfig });
    expect(read).toEqual({ ...NO_RULES, ...expected });
  });

  it.each([
    ["nobody but administrators", { roomStatus: 1 }, "nobody"],
    [
      "people and departments",
      {
        roomStatus: 2,
        reservationAuthority: {
          authorizedMembers: [
            { memberId: "union-1", memberType: "user" },
            { memberId: 77, memberType: "dept" },
          ],
        },
      },
      { anyOf: ["user:union-1", "dept:77"] },
    ],
    ["somebody, not said who", { roomStatus: 2 }, "unknown"],
    [
      "a kind of member that nobody knows",
      { roomStatus: 2, reservationAuthority: { authorizedMembers: [{ memberId: "x", memberType: "role" }] } },
      "unknown",
    ],
  ])("say who may book: %s", (_, detail, access) => {
    expect(rules(detail).access).toEqual(access);
  });
});

describe("busy times", () => {
  const window = { start: at("09:00"), end: at("18:00") };
  const answer = (scheduleInformation: unknown) =>
    rig.server.on("POST", SCHEDULES, { body: { scheduleInformation } });
  const item = (from: string, to: string, status = "BUSY") => ({
    status,
    start: { dateTime: `2026-03-24T${from}:00+08:00`, timeZone: "Asia/Shanghai" },
    end: { dateTime: `2026-03-24T${to}:00+08:00`, timeZone: "Asia/Shanghai" },
  });

  it("are matched by room, whatever the order, and asked for with milliseconds", async () => {
    answer([
      { roomId: "b", scheduleItems: [item("14:00", "15:00"), item("10:00", "11:00", "TENTATIVE")] },
      { roomId: "a" },
    ]);
    const busy = await rig.platform.rooms.busy(["a", "b"], window, asker);
    expect(busy.get("a")).toEqual({ known: true, busy: [] });
    expect(busy.get("b")).toEqual({
      known: true,
      busy: [
        { start: at("10:00"), end: at("11:00") },
        { start: at("14:00"), end: at("15:00") },
      ],
      tentative: [{ start: at("10:00"), end: at("11:00") }],
    });
    expect(rig.server.last(SCHEDULES)?.body).toEqual({
      roomIds: ["a", "b"],
      startTime: "2026-03-24T09:00:00.000+08:00",
      endTime: "2026-03-24T18:00:00.000+08:00",
    });
  });

  it("are unknown, never free, for a room with an error, a missing room and unreadable times", async () => {
    answer([
      { roomId: "a", error: "无权限", scheduleItems: [] },
      { roomId: "c", scheduleItems: [{ status: "BUSY", start: { dateTime: "soon" }, end: {} }] },
      { roomId: "d", scheduleItems: [{ status: "BUSY" }] },
      { roomId: "e", error: { code: 5 } },
    ]);
    const busy = await rig.platform.rooms.busy(["a", "b", "c", "d", "e"], window, asker);
    expect([...busy.values()].map(({ known }) => known)).toEqual([false, false, false, false, false]);
    expect(busy.get("a")).toEqual({ known: false, why: "无权限" });
  });

  it("that cannot be read make their room unknown and no other", async () => {
    answer([
      { roomId: "a", scheduleItems: "none" },
      { roomId: "b", scheduleItems: [item("10:00", "11:00"), "something"] },
      { roomId: 3, error: "", scheduleItems: [] },
    ]);
    const busy = await rig.platform.rooms.busy(["a", "b", "3"], window, asker);
    expect(busy.get("a")?.known).toBe(false);
    expect(busy.get("b")?.known).toBe(false);
    expect(busy.get("3")).toEqual({ known: true, busy: [] });
  });

  it("of nobody knows which room are no answer", async () => {
    answer([{ roomId: "a", scheduleItems: [] }, { scheduleItems: [item("10:00", "11:00")] }]);
    await expect(rig.platform.rooms.busy(["a"], window, asker)).rejects.toMatchObject({ kind: "unknown" });
  });

  it("of a whole day are the office's day", async () => {
    answer([
      {
        roomId: "a",
        scheduleItems: [
          {
            status: "BUSY",
            start: { dateTime: "2026-03-24T00:00:00Z", timeZone: "UTC" },
            end: { dateTime: "2026-03-25T00:00:00Z", timeZone: "UTC" },
          },
        ],
      },
    ]);
    expect((await rig.platform.rooms.busy(["a"], window, asker)).get("a")).toEqual({
      known: true,
      busy: [{ start: at("00:00"), end: at("00:00") + 24 * 60 * 60_000 }],
    });
  });

  it("of its neighbours are still told when one room was deleted", async () => {
    rig.server.on("POST", SCHEDULES, ({ body }) =>
      (body as { roomIds: string[] }).roomIds.includes("gone")
        ? { status: 400, body: { code: "invalidParameter", message: "roomId invalid" } }
        : { body: { scheduleInformation: [{ roomId: "a", scheduleItems: [] }] } },
    );
    const busy = await rig.platform.rooms.busy(["a", "gone"], window, asker);
    expect(busy.get("a")).toEqual({ known: true, busy: [] });
    expect(busy.get("gone")?.known).toBe(false);
  });

  it("fail as a whole when the call did", async () => {
    rig.server.on("POST", SCHEDULES, {
      status: 403,
      body: { code: "Forbidden.AccessDenied.ApiCountLimitForOrg" },
    });
    await expect(rig.platform.rooms.busy(["a"], window, asker)).rejects.toMatchObject({ kind: "quota" });
  });

  it("are asked for five rooms and ninety days at most", async () => {
    const six = ["a", "b", "c", "d", "e", "f"];
    await expect(rig.platform.rooms.busy(six, window, asker)).rejects.toThrow(RangeError);
    const long = { start: window.start, end: window.start + 91 * 24 * 60 * 60_000 };
    await expect(rig.platform.rooms.busy(["a"], long, asker)).rejects.toThrow(RangeError);
    expect(rig.server.count(SCHEDULES)).toBe(0);
  });
});
