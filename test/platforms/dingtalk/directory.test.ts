import { afterEach, beforeEach, expect, it } from "vitest";
import { createMemoryStorage } from "../../../src/storage/memory.ts";
import { handClock, openRig, type Rig } from "./rig.ts";

const USER = "/topapi/v2/user/get";
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
