import { describe, expect, it } from "vitest";
import { dingTalkOffice, officialClients, officialContact, type Setup } from "./setup.ts";

describe("people", () => {
  it("are told by userId, found by unionId, and stand in departments up to the root", async () => {
    const { oapi, person, ground } = await dingTalkOffice();
    const emma = person("li-lei");
    const { userId, unionId } = emma.dingtalk;
    expect(await oapi("/topapi/v2/user/get", { userid: userId })).toMatchObject({
      errcode: 0,
      errmsg: "ok",
      result: { userid: userId, unionid: unionId, name: "李雷", admin: false, active: true },
    });
    expect(await oapi("/topapi/user/getbyunionid", { unionid: unionId })).toMatchObject({
      result: { contact_type: 0, userid: userId },
    });
    const dept = (key: string) =>
      ground.world.office.departments.find((one) => one.key === key)?.dingtalk.deptId;
    expect(await oapi("/topapi/v2/department/listparentbyuser", { userid: userId })).toMatchObject({
      result: { parent_list: [{ parent_dept_id_list: [dept("platform"), dept("engineering"), 1] }] },
    });
  });

  it("that administer the organisation are told to every app, the main one first", async () => {
    const { oapi, dingtalk, ground } = await dingTalkOffice();
    const administrators = ground.world.office.colleagues.filter((one) => one.isAdmin && !one.isOutsider);
    expect(administrators.length).toBeGreaterThan(0);
    expect(await oapi("/topapi/user/listadmin")).toMatchObject({
      errcode: 0,
      result: administrators.map(({ dingtalk: { userId } }, at) => ({
        userid: userId,
        sys_level: at === 0 ? 1 : 2,
      })),
    });
    dingtalk.switches.missingScopes.add("qyapi_get_member");
    expect(await oapi("/topapi/user/listadmin")).toMatchObject({ errcode: 88, sub_code: "60011" });
  });

  it("work in departments that have names", async () => {
    const { oapi, ground } = await dingTalkOffice();
    const dept = (key: string) =>
      ground.world.office.departments.find((one) => one.key === key)?.dingtalk.deptId;
    expect(await oapi("/topapi/v2/department/get", { dept_id: dept("platform") })).toMatchObject({
      errcode: 0,
      result: { dept_id: dept("platform"), name: "平台组", parent_id: dept("engineering") },
    });
    expect(await oapi("/topapi/v2/department/get", { dept_id: 424_242 })).toMatchObject({ errcode: 60003 });
    expect(await oapi("/topapi/v2/department/get")).toMatchObject({ errcode: 400002 });
  });

  it("are not found where they are unknown, or guests from elsewhere", async () => {
    const { oapi, person } = await dingTalkOffice();
    const guest = person("guest").dingtalk;
    for (const answer of [
      await oapi("/topapi/v2/user/get", { userid: "nobody" }),
      await oapi("/topapi/v2/user/get", { userid: guest.userId }),
      await oapi("/topapi/user/getbyunionid", { unionid: guest.unionId }),
    ]) {
      expect(answer).toMatchObject({ errcode: 60121, errmsg: "找不到该用户" });
    }
    expect(await oapi("/topapi/v2/user/get")).toMatchObject({ errcode: 400002 });
  });

  it("can be asked for with a form as well", async () => {
    const { dingtalk, token, person } = await dingTalkOffice();
    const response = await fetch(`${dingtalk.base}/topapi/v2/user/get`, {
      method: "POST",
      body: new URLSearchParams({ access_token: await token(), userid: person("emma").dingtalk.userId }),
    });
    expect(await response.json()).toMatchObject({ errcode: 0, result: { name: "Emma Brown" } });
  });
});

describe("the search for people", () => {
  const search = (setup: Setup, body: object) => setup.call("POST", "/v1.0/contact/users/search", body);
  const userIds = (setup: Setup, ...keys: string[]) => keys.map((key) => setup.person(key).dingtalk.userId);

  it("finds them by a part of either name, through the official client", async () => {
    const setup = await dingTalkOffice();
    const { contact, headers, runtime } = await officialClients(setup);
    const found = async (queryWord: string, more = {}) => {
      const { body } = await contact.searchUserWithOptions(
        new officialContact.SearchUserRequest({ queryWord, offset: 0, size: 10, ...more }),
        new officialContact.SearchUserHeaders(headers),
        runtime,
      );
      return { ...body };
    };
    const one = (key: string) => ({ hasMore: false, totalCount: 1, list: userIds(setup, key) });
    expect(await found("李雷")).toEqual(one("li-lei"));
    expect(await found("leo")).toEqual(one("li-lei"));
    expect(await found("Sato")).toEqual(one("kenji"));
    expect(await found("LI")).toEqual({
      hasMore: false,
      totalCount: 4,
      list: userIds(setup, "li-lei", "liu-yang", "sun-li", "oliver"),
    });
    expect(await found("雷", { fullMatchField: 1 })).toEqual({ hasMore: false, totalCount: 0, list: [] });
    expect(await found("李雷", { fullMatchField: 1 })).toEqual(one("li-lei"));
  });

  it("comes in pages and leaves guests of other organisations out", async () => {
    const setup = await dingTalkOffice();
    const { body } = await search(setup, { queryWord: "i", offset: 0, size: 50 });
    const all = body.list as string[];
    expect(body).toMatchObject({ hasMore: false, totalCount: all.length });
    expect(all.length).toBeGreaterThan(4);
    const page = async (offset: number) => (await search(setup, { queryWord: "i", offset, size: 3 })).body;
    expect(await page(0)).toEqual({ hasMore: true, totalCount: all.length, list: all.slice(0, 3) });
    expect(await page(3)).toMatchObject({ list: all.slice(3, 6) });
    expect(await page(all.length - 1)).toEqual({
      hasMore: false,
      totalCount: all.length,
      list: all.slice(-1),
    });
    expect((await search(setup, { queryWord: "Guest", offset: 0, size: 3 })).body.list).toEqual([]);
  });

  it("wants all three fields, each as it should be", async () => {
    const setup = await dingTalkOffice();
    const whole = { queryWord: "李雷", offset: 0, size: 10 };
    for (const name of ["queryWord", "offset", "size"] as const) {
      const { [name]: _, ...rest } = whole;
      expect(await search(setup, rest)).toMatchObject({
        status: 400,
        body: { code: `Missing${name}`, message: `${name} is mandatory for this action.` },
      });
    }
    for (const wrong of [{ offset: -1 }, { size: 0 }, { size: 51 }, { size: "10" }, { queryWord: 7 }]) {
      expect(await search(setup, { ...whole, ...wrong })).toMatchObject({
        status: 400,
        body: { code: "parameter.error", message: "参数错误" },
      });
    }
  });

  it("needs a permission of its own, and is not metered", async () => {
    const setup = await dingTalkOffice();
    const whole = { queryWord: "李雷", offset: 0, size: 10 };
    setup.dingtalk.switches.isMonthUsedUp = true;
    expect((await search(setup, whole)).status).toBe(200);
    setup.dingtalk.switches.missingScopes.add("qyapi_addresslist_search");
    expect(await search(setup, whole)).toMatchObject({
      status: 403,
      body: {
        code: "Forbidden.AccessDenied.AccessTokenPermissionDenied",
        accessdenieddetail: { requiredScopes: ["qyapi_addresslist_search"] },
      },
    });
  });
});
