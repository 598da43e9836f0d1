import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { feishuIds } from "../../../src/sandbox/seed/ids.ts";
import { HOUR, MONDAY_9, openId, roomId, type Started, startTiny } from "./tiny.ts";

let feishu: Started;
beforeAll(async () => {
  feishu = await startTiny();
});
afterAll(() => feishu.close());

const levelId = feishuIds.levelId;

describe("Feishu's room directory, read by the official client", () => {
  it("comes in pages whose token is an offset, until there is no more", async () => {
    const names: (string | undefined)[] = [];
    let page_token: string | undefined;
    let pages = 0;
    do {
      const { code, data } = await feishu.client.vc.room.list({
        params: { page_size: 4, ...(page_token ? { page_token } : {}) },
      });
      expect(code).toBe(0);
      names.push(...(data?.rooms ?? []).map((one) => one.name));
      expect(data).toHaveProperty("has_more", data?.page_token !== undefined);
      page_token = data?.page_token;
      pages += 1;
    } while (page_token);
    expect(pages).toBe(4);
    expect(names).toEqual(feishu.ground.world.office.rooms.map((one) => one.name));
  });

  it("has ten rooms on a page where nobody says how many, and at most a hundred", async () => {
    const { data } = await feishu.client.vc.room.list({ params: {} });
    expect(data?.rooms).toHaveLength(10);
    expect(data?.page_token).toBe("10");
    for (const query of ["page_size=101", "page_size=0", "page_token=x"]) {
      const refused = await feishu.call("GET", `/open-apis/vc/v1/rooms?${query}`);
      expect([refused.status, refused.json.code]).toEqual([400, 121003]);
    }
  });

  it("lists the rooms under a level, however deep", async () => {
    const under = async (room_level_id: string) =>
      (await feishu.client.vc.room.list({ params: { room_level_id, page_size: 100 } })).data?.rooms?.length;
    expect(await under(levelId("f1"))).toBe(4);
    expect(await under(levelId("tower"))).toBe(13);
    const refused = await feishu.call("GET", "/open-apis/vc/v1/rooms?room_level_id=omb_unknown");
    expect([refused.status, refused.json.code]).toEqual([404, 121004]);
  });

  it("shows a room with its level, its path from the root, its seats and devices", async () => {
    const { data } = await feishu.client.vc.room.get({ path: { room_id: roomId("oak") } });
    expect(data?.room).toMatchObject({
      room_id: roomId("oak"),
      name: "Oak",
      capacity: 8,
      room_level_id: levelId("f1"),
      path: [expect.stringMatching(/^omb_[0-9a-f]{32}$/), levelId("tower"), levelId("f1")],
      room_status: { status: true, schedule_status: true },
      device: [{ name: "电视" }, { name: "白板" }],
    });
    const refused = await feishu.call("GET", "/open-apis/vc/v1/rooms/omm_unknown");
    expect([refused.status, refused.json.code]).toEqual([404, 121004]);
  });

  it("tells closures in seconds, for ever as 0, and the announced apart from the present", async () => {
    const { data } = await feishu.client.vc.room.mget({
      data: { room_ids: [roomId("shut"), roomId("gone"), roomId("soon-shut"), "omm_unknown"] },
    });
    const [shut, gone, soon] = (data?.items ?? []).map((one) => one.room_status);
    expect(data?.items).toHaveLength(3);
    expect(shut).toMatchObject({
      status: false,
      disable_start_time: String((MONDAY_9 - HOUR) / 1_000),
      disable_end_time: String((MONDAY_9 + 24 * HOUR) / 1_000),
      disable_reason: "维修",
      contact_ids: [openId("chief")],
    });
    expect(gone).toMatchObject({ status: false, disable_end_time: "0" });
    expect(soon).toMatchObject({ status: true, schedule_status: false });
  });

  it("shows levels: the children of one, one, and several", async () => {
    const top = await feishu.client.vc.roomLevel.list({ params: {} });
    expect(top.data?.items).toMatchObject([
      { name: "Tower", room_level_id: levelId("tower"), has_child: true },
    ]);
    const floors = await feishu.client.vc.roomLevel.list({
      params: { room_level_id: levelId("tower"), page_size: 1 },
    });
    expect(floors.data).toMatchObject({
      items: [{ name: "1F", parent_id: levelId("tower"), has_child: false }],
      has_more: true,
      page_token: "1",
    });
    const root = await feishu.client.vc.roomLevel.get({ path: { room_level_id: "0" } });
    expect(root.data?.room_level?.room_level_id).toBe(top.data?.items?.[0]?.parent_id);
    const some = await feishu.client.vc.roomLevel.mget({
      data: { level_ids: [levelId("f1"), levelId("f2")] },
    });
    expect(some.data?.items?.map((one) => one.name)).toEqual(["1F", "2F"]);
    const refused = await feishu.call("GET", "/open-apis/vc/v1/room_levels/omb_unknown");
    expect([refused.status, refused.json.code]).toEqual([404, 121004]);
  });
});

describe("Feishu's booking rules, read by the official client", () => {
  const rules = async (key: string) =>
    (
      await feishu.client.vc.reserveConfig.reserveScope({
        params: { scope_id: roomId(key), scope_type: "2" },
      })
    ).data;

  it("are off for an ordinary room, though the defaults stand there", async () => {
    expect(await rules("oak")).toMatchObject({
      approve_config: { approval_switch: 0 },
      time_config: { time_switch: 0, max_duration: 2, days_in_advance: 365 },
      reserve_scope_config: { allow_all_users: 1 },
    });
  });

  it("tell lengths in hours, days ahead and times of day in seconds", async () => {
    expect((await rules("short"))?.time_config).toMatchObject({
      time_switch: 1,
      days_in_advance: 7,
      opening_hour: "34200",
      max_duration: 1,
    });
    expect((await rules("office-hours"))?.time_config).toMatchObject({
      start_time: "32400",
      end_time: "64800",
    });
  });

  it("tell who may book and who approves, by the ids asked for", async () => {
    expect((await rules("bosses"))?.reserve_scope_config).toMatchObject({
      allow_all_users: 0,
      allow_users: [{ user_id: openId("chief") }],
      allow_depts: [],
    });
    expect((await rules("developers"))?.reserve_scope_config).toMatchObject({
      allow_depts: [{ department_id: feishuIds.openDepartmentId("dev") }],
    });
    const { data } = await feishu.client.vc.reserveConfig.reserveScope({
      params: { scope_id: roomId("approved"), scope_type: "2", user_id_type: "union_id" },
    });
    expect(data?.approve_config).toMatchObject({
      approval_switch: 1,
      approval_condition: 0,
      approvers: [{ user_id: feishuIds.unionId("chief") }],
    });
  });

  it("tell above which length an approver is asked, in hours of two decimals", async () => {
    expect((await rules("long-approved"))?.approve_config).toMatchObject({
      approval_switch: 1,
      approval_condition: 1,
      meeting_duration: 1.67,
      approvers: [{ user_id: openId("chief") }],
    });
  });

  it("tell of a level what it covers below, while a room there goes on showing its own", async () => {
    const ofLevel = async (key: string) =>
      (
        await feishu.client.vc.reserveConfig.reserveScope({
          params: { scope_id: levelId(key), scope_type: "1" },
        })
      ).data;
    expect(await ofLevel("f3")).toMatchObject({
      approve_config: { approval_switch: 0 },
      time_config: { if_cover_child_scope: true, time_switch: 1, start_time: "32400", end_time: "64800" },
      reserve_scope_config: {
        if_cover_child_scope: true,
        allow_all_users: 0,
        allow_users: [{ user_id: openId("chief") }],
        allow_depts: [{ department_id: feishuIds.openDepartmentId("dev-web") }],
      },
    });
    expect(await ofLevel("f2")).toMatchObject({
      time_config: { if_cover_child_scope: false, time_switch: 0 },
      reserve_scope_config: { if_cover_child_scope: false, allow_all_users: 1 },
    });
    expect(await rules("covered")).toMatchObject({
      time_config: { if_cover_child_scope: false, max_duration: 1, start_time: "0" },
      reserve_scope_config: { if_cover_child_scope: false, allow_users: [{ user_id: openId("chief") }] },
    });
  });

  it.each([
    [`scope_id=${roomId("oak")}&scope_type=1`, 126001],
    [`scope_id=${levelId("f3")}&scope_type=2`, 126001],
    ["scope_id=omm_unknown&scope_type=2", 126001],
    [`scope_id=${roomId("oak")}`, 121003],
    [`scope_id=${roomId("oak")}&scope_type=2&user_id_type=email`, 99992402],
  ])("refuse %s with %i", async (query, code) => {
    const refused = await feishu.call("GET", `/open-apis/vc/v1/reserve_configs/reserve_scope?${query}`);
    expect([refused.status, refused.json.code]).toEqual([400, code]);
  });
});

describe("Feishu's directory of people, read by the official client", () => {
  it("shows a colleague with the nearest department", async () => {
    const { data } = await feishu.client.contact.user.get({ path: { user_id: openId("bo") } });
    expect(data?.user).toMatchObject({
      open_id: openId("bo"),
      union_id: feishuIds.unionId("bo"),
      name: "Bo",
      department_ids: [feishuIds.openDepartmentId("dev-web")],
    });
    expect(data?.user).not.toHaveProperty("user_id");
    const byUnion = await feishu.client.contact.user.get({
      path: { user_id: feishuIds.unionId("bo") },
      params: { user_id_type: "union_id" },
    });
    expect(byUnion.data?.user?.name).toBe("Bo");
  });

  it.each([
    ["somebody unknown", "ou_unknown", 41012],
    ["a guest of another organisation", openId("guest"), 41050],
  ])("refuses %s", async (_, id, code) => {
    const refused = await feishu.call("GET", `/open-apis/contact/v3/users/${id}`);
    expect([refused.status, refused.json.code]).toEqual([400, code]);
  });

  it("lists the departments above one, from the nearest", async () => {
    const { data } = await feishu.client.contact.department.parent({
      params: { department_id: feishuIds.openDepartmentId("dev-web") },
    });
    expect(data).toMatchObject({
      has_more: false,
      items: [
        { open_department_id: feishuIds.openDepartmentId("dev"), name: "研发", parent_department_id: "0" },
      ],
    });
    const path = "/open-apis/contact/v3/departments/parent";
    expect((await feishu.call("GET", path)).json.code).toBe(44102);
    expect((await feishu.call("GET", `${path}?department_id=0`)).json.code).toBe(40002);
    expect((await feishu.call("GET", `${path}?department_id=od-x`)).json.code).toBe(40004);
    const id = feishuIds.openDepartmentId("dev-web");
    expect((await feishu.call("GET", `${path}?department_id=${id}&page_size=51`)).json.code).toBe(40011);
  });
});
