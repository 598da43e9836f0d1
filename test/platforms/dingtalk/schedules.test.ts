import { afterEach, beforeEach, expect, it } from "vitest";
import { openRig, type Rig } from "./rig.ts";

const SCHEDULES = "/v1.0/calendar/users/union-staff-7/querySchedule";
const USER = "/topapi/v2/user/get";
const asker = { id: "staff-7", name: "阿明" };
const at = (clock: string) => Date.parse(`2026-03-24T${clock}:00+08:00`);
const window = { start: at("09:00"), end: at("18:00") };

let rig: Rig;
beforeEach(async () => {
  rig = await openRig();
});
afterEach(() => rig.close());

const answer = (scheduleInformation: unknown) =>
  rig.server.on("POST", SCHEDULES, { body: { scheduleInformation } });
const item = (from: string, to: string, status = "BUSY") => ({
  status,
  start: { dateTime: `2026-03-24T${from}:00+08:00`, timeZone: "Asia/Shanghai" },
  end: { dateTime: `2026-03-24T${to}:00+08:00`, timeZone: "Asia/Shanghai" },
});
const busyOf = (...ids: string[]) => rig.platform.schedules.busyOf(ids, window, asker);

it("matches busy times by union id, whatever the order, and counts tentative ones", async () => {
  answer([
    { userId: "union-b", scheduleItems: [item("14:00", "15:00"), item("10:00", "11:00", "TENTATIVE")] },
    { userId: "union-a", scheduleItems: [] },
  ]);
  const busy = await busyOf("a", "b");
  expect(busy.get("a")).toEqual({ known: true, busy: [] });
  expect(busy.get("b")).toEqual({
    known: true,
    busy: [
      { start: at("10:00"), end: at("11:00") },
      { start: at("14:00"), end: at("15:00") },
    ],
  });
  expect(rig.server.last(SCHEDULES)?.body).toEqual({
    userIds: ["union-a", "union-b"],
    startTime: "2026-03-24T09:00:00.000+08:00",
    endTime: "2026-03-24T18:00:00.000+08:00",
  });
});

it("takes an error, a missing person and an unreadable time for unknown, never for free", async () => {
  answer([
    { userId: "union-a", error: "No permission", scheduleItems: [] },
    { userId: "union-c", scheduleItems: [{ status: "BUSY", start: { dateTime: "soon" }, end: {} }] },
    { userId: "d", scheduleItems: [] },
  ]);
  const busy = await busyOf("a", "b", "c", "d");
  expect(busy.get("a")).toEqual({ known: false, why: "No permission" });
  expect([...busy.values()].map(({ known }) => known)).toEqual([false, false, false, false]);
});

it("takes a whole day, which comes as a date, for the office's day", async () => {
  const day = { date: "2026-03-24", timeZone: "UTC" };
  answer([
    {
      userId: "union-a",
      scheduleItems: [{ status: "BUSY", start: day, end: { date: "2026-03-25", timeZone: "UTC" } }],
    },
  ]);
  expect((await busyOf("a")).get("a")).toEqual({
    known: true,
    busy: [{ start: at("00:00"), end: at("00:00") + 24 * 60 * 60_000 }],
  });
});

it("asks about twenty people a call, and about each once", async () => {
  rig.server.on("POST", SCHEDULES, ({ body }) => {
    const { userIds } = body as { userIds: string[] };
    return { body: { scheduleInformation: userIds.map((userId) => ({ userId, scheduleItems: [] })) } };
  });
  const people = Array.from({ length: 41 }, (_, index) => `p${index}`);
  const busy = await busyOf(...people, "p0", "p40");
  expect(busy.size).toBe(41);
  expect([...busy.values()].every(({ known }) => known)).toBe(true);
  const sizes = rig.server.received
    .filter(({ path }) => path === SCHEDULES)
    .map(({ body }) => (body as { userIds: string[] }).userIds.length);
  expect(sizes.toSorted((a, b) => a - b)).toEqual([1, 20, 20]);
});

it("leaves somebody whom the contacts do not know unknown, and asks about the others", async () => {
  rig.server.on("POST", USER, ({ body }) => {
    const { userid } = body as { userid: string };
    return userid === "gone"
      ? { body: { errcode: 60121, errmsg: "找不到该用户" } }
      : { body: { errcode: 0, result: { unionid: `union-${userid}`, name: "阿明" } } };
  });
  answer([{ userId: "union-a", scheduleItems: [item("10:00", "11:00")] }]);
  const busy = await busyOf("gone", "a");
  expect(busy.get("gone")).toMatchObject({ known: false, why: expect.stringContaining("找不到该用户") });
  expect(busy.get("a")).toMatchObject({ known: true });
  expect(rig.server.last(SCHEDULES)?.body).toMatchObject({ userIds: ["union-a"] });

  expect((await busyOf("gone")).get("gone")).toMatchObject({ known: false });
  expect(rig.server.count(SCHEDULES)).toBe(1);
});

it("tells of those whose call was answered, when another was not", async () => {
  rig.server.on("POST", SCHEDULES, ({ body }) => {
    const { userIds } = body as { userIds: string[] };
    return userIds.length === 20
      ? { status: 403, body: { code: "Forbidden.AccessDenied.AccessTokenPermissionDenied" } }
      : { body: { scheduleInformation: userIds.map((userId) => ({ userId, scheduleItems: [] })) } };
  });
  const busy = await busyOf(...Array.from({ length: 21 }, (_, index) => `p${index}`));
  expect([...busy.values()].filter(({ known }) => known)).toHaveLength(1);
  expect(busy.size).toBe(21);
});

it("fails where nobody's time could be read for a reason that is not theirs", async () => {
  rig.server.on("POST", SCHEDULES, {
    status: 403,
    body: { code: "Forbidden.AccessDenied.AccessTokenPermissionDenied", message: "no permission" },
  });
  await expect(busyOf("a", "b")).rejects.toMatchObject({ kind: "unauthorised" });
});

it("asks nothing about nobody", async () => {
  expect((await busyOf()).size).toBe(0);
  expect(rig.server.count(SCHEDULES)).toBe(0);
});
