import { describe, expect, it } from "vitest";
import { equipmentOf } from "../../../src/platforms/feishu/equipment.ts";
import { reserveScope, rulesOf } from "../../../src/platforms/feishu/reserve-scope.ts";
import { roomOf, vendorRoom } from "../../../src/platforms/feishu/room.ts";
import { no, ok } from "./fake-feishu.ts";
import { fixture, openRig } from "./rig.ts";

const ASKER = { id: "ou_asker", name: "" };
const LIST = "GET /vc/v1/rooms";
const LEVELS = "POST /vc/v1/room_levels/mget";
const SCOPE = "GET /vc/v1/reserve_configs/reserve_scope";
const BUSY = "POST /calendar/v4/freebusy/list";
const LEVEL_NAMES = [
  { room_level_id: "omb_root", name: "某某公司", parent_id: "" },
  { room_level_id: "omb_tower", name: "A座", parent_id: "omb_root" },
  { room_level_id: "omb_floor12", name: "12层", parent_id: "omb_tower" },
];
const at = (time: string) => Date.parse(`2026-03-12T${time}:00+08:00`);
const WINDOW = { start: at("09:00"), end: at("18:00") };

async function openOffice() {
  const rig = await openRig();
  rig.feishu.on(LIST, ({ query }) => ({
    body: fixture(query.get("page_token") === "100" ? "rooms-page-2" : "rooms-page-1"),
  }));
  rig.feishu.on(LEVELS, () => ok({ items: LEVEL_NAMES }));
  return rig;
}

describe("listing rooms", () => {
  it("reads every page, with the names of building and floor, and what is closed", async () => {
    const { feishu, platform } = await openOffice();
    expect(await platform.rooms.list(ASKER)).toEqual([
      {
        id: "omm_star",
        name: "星云厅",
        capacity: 10,
        equipment: ["tv", "phone"],
        path: ["A座", "12层"],
        access: "some",
      },
      {
        id: "omm_shut",
        name: "Closed for repair",
        capacity: 6,
        equipment: [],
        path: ["A座", "12层"],
        closed: { start: 1773190800000, end: Number.POSITIVE_INFINITY, reason: "装修" },
        access: "some",
      },
      { id: "omm_off", name: "Switched off", equipment: [], path: ["A座"], access: "nobody" },
    ]);
    expect(feishu.calls(LIST).map(({ query }) => [query.get("page_size"), query.get("page_token")])).toEqual([
      ["100", null],
      ["100", "100"],
    ]);
    expect(feishu.count(LEVELS)).toBe(1);
  });

  it("lists rooms without places where the places cannot be read", async () => {
    const { feishu, platform, lines } = await openOffice();
    feishu.on(LEVELS, () => no(400, 121005, "no permission"));
    expect((await platform.rooms.list(ASKER)).map(({ path }) => path)).toEqual([[], [], []]);
    expect(lines).toContainEqual(expect.objectContaining({ level: "warn" }));
  });

  it("keeps a building at the top, whose parent is the tenant itself", async () => {
    const { feishu, platform } = await openOffice();
    const rooms = [
      { room_id: "omm_1", name: "R1", room_level_id: "omb_a1", path: ["omb_a", "omb_a1"] },
      { room_id: "omm_2", name: "R2", room_level_id: "omb_b", path: ["omb_b"] },
    ];
    const items = [
      { room_level_id: "omb_a", name: "North", parent_id: "0" },
      { room_level_id: "omb_a1", name: "1F", parent_id: "omb_a" },
      { room_level_id: "omb_b", name: "South" },
    ];
    feishu.on(LIST, () => ok({ rooms }));
    feishu.on(LEVELS, () => ok({ items }));
    expect((await platform.rooms.list(ASKER)).map(({ path }) => path)).toEqual([["North", "1F"], ["South"]]);
  });

  it("keeps the only building, where its parent is another level", async () => {
    const { feishu, platform } = await openOffice();
    const path = ["omb_tower", "omb_floor12"];
    feishu.on(LIST, () => ok({ rooms: [{ room_id: "omm_1", name: "R1", path }] }));
    expect((await platform.rooms.list(ASKER)).map(({ path }) => path)).toEqual([["A座", "12层"]]);
  });

  it("names the root that all rooms share only where a room has nothing else", async () => {
    const { feishu, platform } = await openOffice();
    const at = (id: string, ...path: string[]) => ({ room_id: id, name: id, path });
    const rooms = [at("omm_1", "omb_root"), at("omm_2", "omb_root", "omb_tower"), at("omm_3")];
    feishu.on(LIST, () => ok({ rooms }));
    expect((await platform.rooms.list(ASKER)).map(({ path }) => path)).toEqual([["某某公司"], ["A座"], []]);
  });

  it("is not lost over one row that cannot be read, and warns once", async () => {
    const { feishu, platform, lines } = await openOffice();
    const rooms = [
      { name: "without an id" },
      { room_id: "omm_1", name: "R1", capacity: "10", device: ["TV", { name: "电视" }] },
      "no room",
      {
        room_id: "omm_2",
        name: "R2",
        path: ["omb_tower"],
        room_status: { status: false, disable_start_time: 4000000000, disable_end_time: 0 },
      },
    ];
    feishu.on(LIST, () => ok({ rooms }));
    feishu.on(LEVELS, () => ok({ items: [{ name: "no id" }, ...LEVEL_NAMES] }));
    expect(await platform.rooms.list(ASKER)).toEqual([
      { id: "omm_1", name: "R1", capacity: 10, equipment: ["tv"], path: [], access: "some" },
      {
        id: "omm_2",
        name: "R2",
        equipment: [],
        path: ["A座"],
        closed: { start: 4_000_000_000_000, end: Number.POSITIVE_INFINITY },
        access: "some",
      },
    ]);
    expect(lines.filter(({ level }) => level === "warn").map(({ text }) => text)).toEqual([
      expect.stringContaining('{"rooms":2}'),
      expect.stringContaining('{"levels":1}'),
    ]);
  });

  it("does not turn in circles when a page leads to itself", async () => {
    const { feishu, platform } = await openOffice();
    feishu.on(LIST, () => ({ body: fixture("rooms-page-1") }));
    await expect(platform.rooms.list(ASKER)).rejects.toMatchObject({ kind: "unknown" });
  });

  it.each([
    ["a closure that is over", { status: true, disable_start_time: "1000", disable_end_time: "2000" }],
    ["no status at all", null],
  ])("takes %s for open", (_name, status) => {
    const room = vendorRoom.parse({ room_id: "omm_1", name: "R", room_status: status });
    expect(roomOf(room, [], 5_000_000)).toMatchObject({ access: "some" });
    expect(roomOf(room, [], 5_000_000)).not.toHaveProperty("closed");
  });
});

describe("device names", () => {
  it.each([
    ["电视", ["tv"]],
    ["86寸大屏", ["tv"]],
    ["LCD Display", ["tv"]],
    ["投影仪", ["projector"]],
    ["电子白板", ["whiteboard"]],
    ["Zoom Rooms", ["video"]],
    ["会议终端", ["video"]],
    ["视频会议大屏", ["tv", "video"]],
    ["八爪鱼", ["phone"]],
    ["Conference Phone", ["phone"]],
    ["矿泉水", []],
  ])("%s is %j", (name, equipment) => {
    expect(equipmentOf([name])).toEqual(equipment);
  });
});

describe("a room's rules", () => {
  const scopes = (byId: Record<string, unknown>) => {
    const asked: string[] = [];
    return {
      asked,
      answer: ({ query }: { query: URLSearchParams }) => {
        const id = `${query.get("scope_type")}:${query.get("scope_id")}`;
        asked.push(id);
        const data = byId[id];
        return data === undefined
          ? no(400, 126001, "invalid scope id")
          : { body: { code: 0, msg: "", data } };
      },
    };
  };
  const whole = fixture<{ data: Record<string, unknown> }>("reserve-scope").data;

  it("are read from the room where all of them stand there", async () => {
    const { feishu, platform } = await openOffice();
    const { asked, answer } = scopes({ "2:omm_star": whole, "1:omb_floor12": {} });
    feishu.on(SCOPE, answer);
    await platform.rooms.list(ASKER);
    expect(await platform.rooms.rules("omm_star", ASKER)).toEqual({
      access: { anyOf: ["user:ou_asker", "dept:od-sales"] },
      maxMinutes: 120,
      advance: { amount: 30, unit: "days", opensAt: "08:00" },
      dailyMinutes: { from: 480, to: 1320 },
      closures: [],
      approval: "none",
      recurring: true,
    });
    // Any level might cover what the room says.
    expect(asked.sort()).toEqual(["1:omb_floor12", "1:omb_root", "1:omb_tower", "2:omm_star"]);
  });

  it("are the topmost level's that covers what is below it, part by part", async () => {
    const { feishu, platform } = await openOffice();
    const time = (hours: number, if_cover_child_scope: boolean) => ({
      time_config: { if_cover_child_scope, time_switch: 1, max_duration: hours },
    });
    const { answer } = scopes({
      "2:omm_star": { ...whole, ...time(1, true) },
      "1:omb_floor12": time(2, true),
      "1:omb_tower": time(3, true),
    });
    feishu.on(SCOPE, answer);
    await platform.rooms.list(ASKER);
    expect(await platform.rooms.rules("omm_star", ASKER)).toMatchObject({
      maxMinutes: 180,
      access: { anyOf: ["user:ou_asker", "dept:od-sales"] },
    });
  });

  it("are a covering level's even where the room's own cannot be read", async () => {
    const { feishu, platform } = await openOffice();
    const everyone = { reserve_scope_config: { if_cover_child_scope: true, allow_all_users: 1 } };
    feishu.on(SCOPE, scopes({ "1:omb_floor12": everyone, "1:omb_tower": {} }).answer);
    await platform.rooms.list(ASKER);
    expect(await platform.rooms.rules("omm_star", ASKER)).toMatchObject({ access: "everyone" });
  });

  it("are looked for upwards, of each part the nearest, and shared by the rooms of a level", async () => {
    const { feishu, platform } = await openOffice();
    const { asked, answer } = scopes({
      "2:omm_star": {},
      "2:omm_shut": {},
      "1:omb_floor12": { approve_config: { approval_switch: 1, approval_condition: 0 } },
      "1:omb_tower": whole,
    });
    feishu.on(SCOPE, answer);
    await platform.rooms.list(ASKER);
    expect(await platform.rooms.rules("omm_star", ASKER)).toMatchObject({
      approval: "always",
      maxMinutes: 120,
    });
    await platform.rooms.rules("omm_shut", ASKER);
    expect(asked.sort()).toEqual(["1:omb_floor12", "1:omb_root", "1:omb_tower", "2:omm_shut", "2:omm_star"]);
  });

  it("say that it is unknown who may book where that cannot be read", async () => {
    const { feishu, platform } = await openOffice();
    feishu.on(SCOPE, scopes({}).answer);
    await platform.rooms.list(ASKER);
    expect(await platform.rooms.rules("omm_star", ASKER)).toMatchObject({
      access: "unknown",
      approval: "none",
    });
  });

  it("are read for a room that was never listed, too", async () => {
    const { feishu, platform } = await openOffice();
    const room = { room_id: "omm_new", name: "New", path: ["omb_tower"], room_level_id: "omb_tower" };
    feishu.on("POST /vc/v1/rooms/mget", () => ok({ items: [room] }));
    feishu.on(SCOPE, scopes({ "2:omm_new": {}, "1:omb_tower": whole }).answer);
    expect(await platform.rooms.rules("omm_new", ASKER)).toMatchObject({ maxMinutes: 120 });
  });

  const rules = (data: unknown, isComplete = true) => rulesOf([reserveScope.parse({ data })], isComplete);
  it.each([
    ["nothing is set", {}, { access: "everyone", approval: "none" }],
    ["all may book", { reserve_scope_config: { allow_all_users: 1 } }, { access: "everyone" }],
    [
      "nobody is named",
      { reserve_scope_config: { allow_all_users: 0, allow_users: null } },
      { access: "nobody" },
    ],
    [
      "the times are switched off",
      { time_config: { time_switch: 0, max_duration: 2, days_in_advance: 3 } },
      { access: "everyone" },
    ],
    [
      "approval is always needed",
      { approve_config: { approval_switch: 1, approval_condition: 0 } },
      { approval: "always" },
    ],
    [
      "longer meetings need approval",
      {
        approve_config: { approval_switch: 1, approval_condition: 1, meeting_duration: 1.5 },
        time_config: { time_switch: 1, max_duration: 8 },
      },
      { approval: { overMinutes: 90 }, maxMinutes: 480 },
    ],
    [
      "the day is whole",
      { time_config: { time_switch: 1, start_time: "0", end_time: "86400", max_duration: 99 } },
      { maxMinutes: 5940 },
    ],
  ])("when %s", (_name, data, expected) => {
    expect(rules(data)).toMatchObject(expected);
    expect(rules(data)).not.toHaveProperty("dailyMinutes");
    expect(rules(data)).not.toHaveProperty("advance");
  });
});

describe("busy times", () => {
  it("asks for one room a call, in the office's time, and leaves out who has said no", async () => {
    const { feishu, platform } = await openOffice();
    const block = (from: string, to: string, rsvp_status?: string) => ({
      start_time: `2026-03-12T${from}:00+08:00`,
      end_time: `2026-03-12T${to}:00+08:00`,
      ...(rsvp_status && { rsvp_status }),
    });
    feishu.on(BUSY, ({ body }) =>
      body.room_id === "omm_free"
        ? ok({})
        : ok({
            freebusy_list: [
              block("09:00", "10:00", "accept"),
              block("11:00", "12:00", "needs_action"),
              block("13:00", "14:00", "decline"),
              block("15:00", "16:00", "removed"),
              block("17:00", "17:30"),
            ],
          }),
    );
    const busy = await platform.rooms.busy(["omm_star", "omm_free"], WINDOW, ASKER);
    expect(busy.get("omm_free")).toEqual({ known: true, busy: [] });
    expect(busy.get("omm_star")).toEqual({
      known: true,
      busy: [
        { start: at("09:00"), end: at("10:00") },
        { start: at("11:00"), end: at("12:00") },
        { start: at("17:00"), end: at("17:30") },
      ],
    });
    expect(feishu.calls(BUSY).map(({ body }) => body)).toContainEqual({
      time_min: "2026-03-12T09:00:00+08:00",
      time_max: "2026-03-12T18:00:00+08:00",
      room_id: "omm_star",
      need_rsvp_status: true,
    });
  });

  it("calls a room unknown that could not be read, and one whose times are no times", async () => {
    const { feishu, platform } = await openOffice();
    feishu.on(BUSY, ({ body }) => {
      if (body.room_id === "omm_bad") return no(400, 190002, "invalid parameters in request");
      if (body.room_id === "omm_odd")
        return ok({ freebusy_list: [{ start_time: "soon", end_time: "later" }] });
      return ok({ freebusy_list: [] });
    });
    const busy = await platform.rooms.busy(["omm_bad", "omm_ok"], WINDOW, ASKER);
    expect(busy.get("omm_bad")).toEqual({ known: false, why: expect.stringContaining("190002") });
    expect(busy.get("omm_ok")).toEqual({ known: true, busy: [] });
    await expect(platform.rooms.busy(["omm_odd"], WINDOW, ASKER)).rejects.toMatchObject({ kind: "unknown" });
  });

  it("throws when no room could be read", async () => {
    const { feishu, platform } = await openOffice();
    feishu.on(BUSY, () => no(429, 99991403, "This month's API call quota has been exceeded"));
    await expect(platform.rooms.busy(["a", "b"], WINDOW, ASKER)).rejects.toMatchObject({ kind: "quota" });
  });

  it("asks for a longer stretch than 90 days in parts", async () => {
    const { feishu, platform } = await openOffice();
    feishu.on(BUSY, () => ok({ freebusy_list: [] }));
    const end = WINDOW.start + 100 * 24 * 60 * 60_000;
    await platform.rooms.busy(["omm_star"], { start: WINDOW.start, end }, ASKER);
    const asked = feishu.calls(BUSY).map(({ body }) => [body.time_min, body.time_max]);
    expect(asked).toEqual([
      ["2026-03-12T09:00:00+08:00", "2026-06-10T09:00:00+08:00"],
      ["2026-06-10T09:00:00+08:00", "2026-06-20T09:00:00+08:00"],
    ]);
  });
});
