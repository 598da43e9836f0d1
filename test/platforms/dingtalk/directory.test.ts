import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMemoryStorage } from "../../../src/storage/memory.ts";
import { handClock, openRig, type Rig } from "./rig.ts";

const USER = "/topapi/v2/user/get";
const DEPARTMENT = "/topapi/v2/department/get";
const PARENTS = "/topapi/v2/department/listparentbyuser";
const DAY_MS = 24 * 60 * 60_000;

let rig: Rig;
let clock: ReturnType<typeof handClock>;
beforeEach(async () => {
  clock = handClock(Date.parse("2026-03-11T10:00:00+08:00"));
  rig = await openRig({ clock, storage: createMemoryStorage(clock) });
  rig.server.on("POST", PARENTS, {
    body: {
      errcode: 0,
      errmsg: "ok",
      result: { parent_list: [{ parent_dept_id_list: [300, 30, 1] }, { parent_dept_id_list: [40, 1] }] },
    },
  });
});
afterEach(() => rig.close());

it("tells a person's name", async () => {
  expect(await rig.platform.directory.nameOf("staff-7")).toBe("阿明");
});

it("knows no name of somebody who is not there, and does not hide a vendor that is down", async () => {
  rig.server.on("POST", USER, { body: { errcode: 60121, errmsg: "找不到该用户" } });
  expect(await rig.platform.directory.nameOf("nobody")).toBeUndefined();
  rig.server.on("POST", USER, { body: { errcode: 88, sub_code: "60011", sub_msg: "no permission" } });
  await expect(rig.platform.directory.nameOf("staff-7")).rejects.toMatchObject({ kind: "unauthorised" });
});

it("tells what a person is to a room's rule: the person and every department above, for a day", async () => {
  const keys = ["user:union-staff-7", "dept:300", "dept:30", "dept:1", "dept:40"];
  expect(await rig.platform.directory.membershipsOf("staff-7")).toEqual(keys);
  expect(await rig.platform.directory.membershipsOf("staff-7")).toEqual(keys);
  expect(rig.server.count(PARENTS)).toBe(1);
  clock.set(clock.now() + DAY_MS + 1);
  await rig.platform.directory.membershipsOf("staff-7");
  expect(rig.server.count(PARENTS)).toBe(2);
});

it("looks a union id up once however many need it", async () => {
  rig.server.on("GET", "/v1.0/rooms/meetingRooms/r1", { body: { result: { roomStatus: 0 } } });
  const asker = { id: "staff-7", name: "" };
  await Promise.all(Array.from({ length: 8 }, () => rig.platform.rooms.rules("r1", asker)));
  await rig.platform.rooms.rules("r1", asker);
  expect(rig.server.count(USER)).toBe(1);
});

it("asks again for a union id that could not be had", async () => {
  rig.server.on("GET", "/v1.0/rooms/meetingRooms/r1", { body: { result: { roomStatus: 0 } } });
  rig.server.on("POST", USER, { body: { errcode: 60121, errmsg: "找不到该用户" } });
  const asker = { id: "staff-7", name: "" };
  await expect(rig.platform.rooms.rules("r1", asker)).rejects.toMatchObject({ kind: "refused" });
  rig.server.on("POST", USER, { body: { errcode: 0, result: { unionid: "union-staff-7" } } });
  expect(await rig.platform.rooms.rules("r1", asker)).toMatchObject({ access: "everyone" });
});

describe("a search by name", () => {
  const SEARCH = "/v1.0/contact/users/search";
  const group = { id: "cid-1", kind: "group" } as const;
  const find = (name: string) => rig.platform.directory.findByName(name, group);
  const staff = (names: Record<string, string>) =>
    rig.server.on("POST", USER, ({ body }) => {
      const { userid } = body as { userid: string };
      const name = names[userid];
      return name === undefined
        ? { body: { errcode: 60121, errmsg: "找不到该用户" } }
        : { body: { errcode: 0, result: { unionid: `union-${userid}`, name } } };
    });
  const searches = (exact: string[], similar: string[]) =>
    rig.server.on("POST", SEARCH, ({ body }) => {
      const isExact = (body as { fullMatchField?: number }).fullMatchField === 1;
      const list = isExact ? exact : similar;
      return { body: { hasMore: false, totalCount: list.length, list } };
    });

  it("has those who are called exactly so first, each once", async () => {
    staff({ s1: "王伟明", s2: "王伟", s3: "大王伟", s4: "王伟" });
    searches(["s4"], ["s1", "s2", "s3", "s4"]);
    expect(await find(" 王伟 ")).toEqual([
      { id: "s4", name: "王伟" },
      { id: "s2", name: "王伟" },
      { id: "s1", name: "王伟明" },
      { id: "s3", name: "大王伟" },
    ]);
    expect(rig.server.last(SEARCH)?.body).toMatchObject({ queryWord: "王伟", offset: 0, size: 10 });
  });

  it("tells namesakes apart by department and title, and looks each department up once", async () => {
    const cards: Record<string, object> = {
      s1: { name: "王伟", title: "经理", dept_id_list: [30, 1] },
      s2: { name: "王伟", title: "", dept_id_list: [30] },
      s3: { name: "王伟", title: "设计师", dept_id_list: [40] },
      s4: { name: "王伟明", title: "顾问", dept_id_list: [30] },
    };
    rig.server.on("POST", USER, ({ body }) => {
      const { userid } = body as { userid: string };
      return { body: { errcode: 0, result: { unionid: `union-${userid}`, ...cards[userid] } } };
    });
    searches(["s1", "s2", "s3"], ["s4"]);
    rig.server.on("POST", DEPARTMENT, ({ body }) =>
      (body as { dept_id: number }).dept_id === 30
        ? { body: { errcode: 0, result: { dept_id: 30, name: "产品部" } } }
        : { body: { errcode: 88, sub_code: "60011", sub_msg: "no permission" } },
    );
    expect(await find("王伟")).toEqual([
      { id: "s1", name: "王伟", detail: "产品部 · 经理" },
      { id: "s2", name: "王伟", detail: "产品部" },
      { id: "s3", name: "王伟", detail: "设计师" },
      { id: "s4", name: "王伟明" },
    ]);
    expect(rig.server.count(DEPARTMENT)).toBe(2);
  });

  it("does not mind letter case and width", async () => {
    staff({ s1: "Amy Lin Jr", s2: "Amy Lin" });
    searches([], ["s1", "s2"]);
    expect((await find("ａｍｙ lin"))?.map(({ id }) => id)).toEqual(["s2", "s1"]);
  });

  it("looks up ten names at most", async () => {
    const ids = Array.from({ length: 14 }, (_, index) => `s${index}`);
    staff(Object.fromEntries(ids.map((id) => [id, "王伟"])));
    searches(ids.slice(0, 7), ids);
    expect((await find("王伟"))?.map(({ id }) => id)).toEqual(ids.slice(0, 10));
    expect(rig.server.count(USER)).toBe(10);
  });

  it("leaves out who has left since", async () => {
    staff({ s1: "王伟" });
    searches([], ["s1", "gone"]);
    expect(await find("王伟")).toEqual([{ id: "s1", name: "王伟" }]);
  });

  it("finds nobody where nobody is called so, and asks nothing about no name", async () => {
    rig.server.on("POST", SEARCH, { body: { hasMore: false, totalCount: 0 } });
    expect(await find("nobody")).toEqual([]);
    const asked = rig.server.count(SEARCH);
    expect(await find("  ")).toEqual([]);
    expect(rig.server.count(SEARCH)).toBe(asked);
  });

  it("is no answer, rather than nobody, where the app may not search", async () => {
    rig.server.on("POST", SEARCH, {
      status: 403,
      body: { code: "Forbidden.AccessDenied.AccessTokenPermissionDenied", message: "no permission" },
    });
    expect(await find("王伟")).toBeUndefined();
  });

  it("does not take a colleague for the only one while another's name could not be had", async () => {
    searches([], ["s1", "s2"]);
    rig.server.on("POST", USER, ({ body }) =>
      (body as { userid: string }).userid === "s1"
        ? { body: { errcode: 0, result: { unionid: "u1", name: "王伟" } } }
        : { status: 403, body: { code: "Forbidden.AccessDenied.ApiCountLimitForOrg" } },
    );
    await expect(find("王伟")).rejects.toMatchObject({ kind: "quota" });
  });
});
