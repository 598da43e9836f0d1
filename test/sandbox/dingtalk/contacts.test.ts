import { describe, expect, it } from "vitest";
import { dingTalkOffice } from "./setup.ts";

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
