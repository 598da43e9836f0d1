import { describe, expect, it } from "vitest";
import {
  dingTalkOffice,
  eventBody,
  eventsPath,
  officialCalendar,
  officialClients,
  on,
  type Setup,
} from "./setup.ts";

const DAY = { startTime: "2026-03-11T00:00:00+08:00", endTime: "2026-03-12T00:00:00+08:00" };
const path = (setup: Setup) => `/v1.0/calendar/users/${setup.person("emma").dingtalk.unionId}/querySchedule`;
const ask = (setup: Setup, userIds: readonly string[], change: Record<string, unknown> = {}) =>
  setup.call("POST", path(setup), { userIds, ...DAY, ...change });
const meet = (setup: Setup, start: string, end: string, more = {}) =>
  setup.ground.world.add({
    madeOn: "client",
    organiserKey: "emma",
    title: "secret",
    start: on(start),
    end: on(end),
    ...more,
  });
const shanghai = (dateTime: string) => ({ dateTime, timeZone: "Asia/Shanghai" });

describe("the schedules of people", () => {
  it("show when they are busy and nothing else, through the official client", async () => {
    const setup = await dingTalkOffice();
    const { calendar, headers, runtime } = await officialClients(setup);
    meet(setup, "2026-03-10T23:30", "2026-03-11T00:30");
    meet(setup, "2026-03-11T10:00", "2026-03-11T11:00", { attendeeKeys: ["kenji"] });
    meet(setup, "2026-03-12T00:00", "2026-03-12T01:00", { attendeeKeys: ["kenji"] });
    const [emma, kenji] = [setup.person("emma").dingtalk.unionId, setup.person("kenji").dingtalk.unionId];
    const { body } = await calendar.getScheduleWithOptions(
      kenji,
      new officialCalendar.GetScheduleRequest({ userIds: [emma, kenji], ...DAY }),
      new officialCalendar.GetScheduleHeaders(headers),
      runtime,
    );
    const ten = {
      status: "BUSY",
      start: shanghai("2026-03-11T10:00:00+08:00"),
      end: shanghai("2026-03-11T11:00:00+08:00"),
    };
    const overMidnight = {
      status: "BUSY",
      start: shanghai("2026-03-10T23:30:00+08:00"),
      end: shanghai("2026-03-11T00:30:00+08:00"),
    };
    expect(body?.scheduleInformation).toMatchObject([
      { userId: emma, scheduleItems: [overMidnight, ten] },
      { userId: kenji, scheduleItems: [ten] },
    ]);
    const raw = await ask(setup, [kenji]);
    expect(raw.body).toEqual({ scheduleInformation: [{ userId: kenji, scheduleItems: [ten] }] });
  });

  it("name whole days by their dates, in UTC, with the end on the day after", async () => {
    const setup = await dingTalkOffice();
    meet(setup, "2026-03-11T00:00", "2026-03-12T00:00", { isAllDay: true });
    const { unionId } = setup.person("emma").dingtalk;
    expect((await ask(setup, [unionId])).body.scheduleInformation).toEqual([
      {
        userId: unionId,
        scheduleItems: [
          {
            status: "BUSY",
            start: { date: "2026-03-11", timeZone: "UTC" },
            end: { date: "2026-03-12", timeZone: "UTC" },
          },
        ],
      },
    ]);
  });

  it("follow what somebody said to an invitation", async () => {
    const setup = await dingTalkOffice();
    const { calendar, headers, runtime } = await officialClients(setup);
    const { unionId } = setup.person("kenji").dingtalk;
    const created = await setup.call("POST", eventsPath(setup.person("emma")), {
      ...eventBody("2026-03-11T10:00", "2026-03-11T11:00"),
      attendees: [{ id: unionId }],
    });
    const eventId = String(created.body.id);
    const statuses = async () => {
      const { body } = await ask(setup, [unionId]);
      const [person] = body.scheduleInformation as { scheduleItems: { status: string }[] }[];
      return person?.scheduleItems.map((item) => item.status);
    };
    const respond = (responseStatus: string) =>
      calendar.respondEventWithOptions(
        unionId,
        "primary",
        eventId,
        new officialCalendar.RespondEventRequest({ responseStatus }),
        new officialCalendar.RespondEventHeaders(headers),
        runtime,
      );
    expect(await statuses()).toEqual(["BUSY"]);
    await respond("tentative");
    expect(await statuses()).toEqual(["TENTATIVE"]);
    const shown = await setup.call(
      "GET",
      `${eventsPath(setup.person("emma"))}/${encodeURIComponent(eventId)}`,
    );
    expect(shown.body.attendees).toMatchObject([{ id: unionId, responseStatus: "tentative" }]);
    await respond("declined");
    expect(await statuses()).toEqual([]);
    await respond("needsAction");
    expect(await statuses()).toEqual(["BUSY"]);
    await expect(respond("maybe")).rejects.toMatchObject({ code: "invalidParameter" });
  });

  it("have an error and no items for whoever cannot be read, beside the others", async () => {
    const setup = await dingTalkOffice();
    setup.dingtalk.switches.unreadablePeople.set("kenji", "无权限");
    meet(setup, "2026-03-11T10:00", "2026-03-11T11:00", { attendeeKeys: ["kenji", "guest"] });
    const ids = ["emma", "kenji", "guest"].map((key) => setup.person(key).dingtalk.unionId);
    const { status, body } = await ask(setup, [...ids, "nobody"]);
    expect(status).toBe(200);
    expect(body.scheduleInformation).toEqual([
      { userId: ids[0], scheduleItems: [expect.objectContaining({ status: "BUSY" })] },
      { userId: ids[1], error: "无权限" },
      { userId: ids[2], error: "user not in calendar scope" },
      { userId: "nobody", error: "user not in calendar scope" },
    ]);
  });

  it("are refused for nobody, for more than twenty, for an odd time and without the permission", async () => {
    const setup = await dingTalkOffice();
    const { unionId } = setup.person("emma").dingtalk;
    const illegal = { status: 400, body: { code: "paramIllegal", message: "PARAM ILLEGAL" } };
    expect(await ask(setup, [])).toMatchObject(illegal);
    expect(await ask(setup, Array(21).fill(unionId))).toMatchObject(illegal);
    expect((await ask(setup, Array(20).fill(unionId))).status).toBe(200);
    expect(await ask(setup, [unionId], { userIds: unionId })).toMatchObject(illegal);
    expect(await ask(setup, [unionId], { endTime: DAY.startTime })).toMatchObject(illegal);
    expect(await ask(setup, [unionId], { endTime: "2026-06-10T00:00:00+08:00" })).toMatchObject(illegal);
    expect(await ask(setup, [unionId], { startTime: "2026-03-11T00:00+08:00" })).toMatchObject({
      status: 400,
      body: { code: "InvalidParameter.ParsedISO8601TimestampError" },
    });
    expect((await ask(setup, [unionId], { startTime: "2026-03-10T16:00:00.000Z" })).status).toBe(200);
    const elsewhere = "/v1.0/calendar/users/nobody/querySchedule";
    expect(await setup.call("POST", elsewhere, { userIds: [unionId], ...DAY })).toMatchObject(illegal);
    setup.dingtalk.switches.missingScopes.add("Calendar.EventSchedule.Read");
    expect(await ask(setup, [unionId])).toMatchObject({
      status: 403,
      body: { accessdenieddetail: { requiredScopes: ["Calendar.EventSchedule.Read"] } },
    });
  });
});
