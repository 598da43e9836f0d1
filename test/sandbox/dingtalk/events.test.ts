import { describe, expect, it } from "vitest";
import { dingTalkOffice, eventBody, eventsPath, on } from "./setup.ts";

describe("what an event must be", () => {
  const body = eventBody("2026-03-11T15:00", "2026-03-11T16:00");

  it.each([
    ["nothing at all", {}, "Event must be provided."],
    ["a blank summary", { ...body, summary: " " }, "Event summary cannot be blank"],
    ["no start", { ...body, start: undefined }, "Event start time not set."],
    ["no end", { ...body, end: {} }, "Event end time not set."],
    ["an end before the start", { ...body, end: body.start }, "Event end time must be after start time."],
    [
      "two time zones",
      { ...body, end: { ...body.end, timeZone: "UTC" } },
      "Event start and end timeZone must be the same.",
    ],
    ["an unknown attendee", { ...body, attendees: [{ id: "nobody" }] }, "attendee id invalid"],
    ["a long summary", { ...body, summary: "长".repeat(2_049) }, "Event summary is too long"],
  ])("not %s", async (_, draft, message) => {
    const { call, person } = await dingTalkOffice();
    const answer = await call("POST", eventsPath(person("emma")), draft);
    expect(answer).toMatchObject({ status: 400, body: { code: "invalidParameter", message } });
  });

  it("not without seconds, in another's name that the app may not use, or on another calendar", async () => {
    const { call, person } = await dingTalkOffice();
    const vague = { ...body, start: { dateTime: "2026-03-11T15:00+08:00", timeZone: "Asia/Shanghai" } };
    expect((await call("POST", eventsPath(person("emma")), vague)).body.code).toBe(
      "InvalidParameter.ParsedISO8601TimestampError",
    );
    expect((await call("POST", eventsPath(person("guest")), body)).body.code).toBe("permissionDeny");
    const secondary = eventsPath(person("emma")).replace("primary", "other");
    expect((await call("POST", secondary, body)).body.code).toBe("invalidParameter");
  });

  it("may be whole days, told by dates with the end after the last", async () => {
    const { call, person, ground } = await dingTalkOffice();
    const days = {
      summary: "团建",
      isAllDay: true,
      start: { date: "2026-03-11" },
      end: { date: "2026-03-13" },
    };
    const { body: event } = await call("POST", eventsPath(person("emma")), days);
    expect(event).toMatchObject({ isAllDay: true, start: days.start, end: days.end });
    expect(ground.world.meetings()).toMatchObject([
      { start: on("2026-03-11T00:00"), end: on("2026-03-13T00:00"), isAllDay: true },
    ]);
    const mixed = { ...days, start: body.start };
    expect((await call("POST", eventsPath(person("emma")), mixed)).status).toBe(400);
  });
});

describe("an event", () => {
  const draft = eventBody("2026-03-11T15:00", "2026-03-11T16:00");
  const withEvent = async () => {
    const setup = await dingTalkOffice();
    const events = eventsPath(setup.person("emma"));
    const oliver = setup.person("oliver");
    const { body } = await setup.call("POST", events, {
      ...draft,
      attendees: [{ id: oliver.dingtalk.unionId }],
    });
    const id = encodeURIComponent(String(body.id));
    return { ...setup, id: String(body.id), own: `${events}/${id}`, theirs: `${eventsPath(oliver)}/${id}` };
  };

  it("is made once for a client token, replayed for the same body, and refused for another", async () => {
    const { call, token, person, ground } = await dingTalkOffice();
    const headers = { "x-acs-dingtalk-access-token": await token(), "x-client-token": "k1" };
    const path = eventsPath(person("emma"));
    const first = await call("POST", path, draft, headers);
    expect(await call("POST", path, draft, headers)).toEqual(first);
    expect(ground.world.meetings()).toHaveLength(1);
    expect(await call("POST", path, { ...draft, summary: "other" }, headers)).toMatchObject({
      status: 400,
      body: { code: "IdempotentParameterMismatch" },
    });
    ground.clock.advance(86_400_000);
    const renewed = { ...headers, "x-acs-dingtalk-access-token": await token() };
    const second = await call("POST", path, draft, renewed);
    expect(second.status).toBe(200);
    expect(second.body.id).not.toBe(first.body.id);
  });

  it("cannot be made by one person more than a hundred times a day", async () => {
    const { call, person, ground, token } = await dingTalkOffice({ limits: { perSecond: 1_000 } });
    const make = async (key: string) => {
      const auth = { "x-acs-dingtalk-access-token": await token() };
      const { status, body } = await call("POST", eventsPath(person(key)), draft, auth);
      return status === 200 ? 200 : [status, body.code, body.message];
    };
    for (let n = 0; n < 100; n += 1) expect(await make("emma")).toBe(200);
    const full = [400, "flowLimit", "current user can not create events exceed 100 per day"];
    expect(await make("emma")).toEqual(full);
    expect(await make("oliver")).toBe(200);
    ground.clock.advance(16 * 3_600_000);
    expect(await make("emma")).toBe(200);
  });

  it("is changed by its organiser only, with its id in the body", async () => {
    const { call, own, theirs, id, ground } = await withEvent();
    const change = { id, summary: "新的标题" };
    expect((await call("PUT", theirs, change)).body.code).toBe("permissionDeny");
    expect((await call("PUT", own, { summary: "x" })).body).toMatchObject({
      code: "invalidParameter",
      message: "Event id summary cannot be blank",
    });
    expect((await call("PUT", own, { ...change, id: "other" })).status).toBe(400);
    expect((await call("PUT", own, change)).body).toMatchObject({ id, summary: "新的标题" });
    expect(ground.world.meetings()).toMatchObject([{ title: "新的标题", start: on("2026-03-11T15:00") }]);
    expect((await call("PUT", own.replace(/[^/]+$/, "bm9wZQ=="), change)).body.code).toBe("itemNotFound");
  });

  it("is cancelled for all by its organiser, and only left by somebody who attends", async () => {
    const { call, own, theirs, ground } = await withEvent();
    const left = await call("DELETE", theirs);
    expect(left).toEqual({ status: 200, body: {} });
    expect(ground.world.meetings()).toMatchObject([{ attendeeKeys: [] }]);
    expect((await call("DELETE", theirs)).body.code).toBe("itemNotFound");
    expect((await call("DELETE", `${own}?pushNotification=false`)).status).toBe(200);
    expect(ground.world.meetings()).toEqual([]);
    expect(await call("GET", own)).toMatchObject({ status: 404, body: { code: "instanceNotExist" } });
    expect((await call("DELETE", own)).body.code).toBe("itemNotFound");
  });

  it("is shown to those on it, with its status and rooms, and to nobody else", async () => {
    const { call, own, theirs, person } = await withEvent();
    const { body } = await call("GET", theirs);
    expect(body).toMatchObject({
      status: "confirmed",
      meetingRooms: [],
      organizer: { displayName: "Emma Brown", self: false },
      attendees: [{ displayName: "Oliver Smith", self: true }],
      reminders: [{ method: "dingtalk", minutes: "15" }],
    });
    const stranger = own.replace(person("emma").dingtalk.unionId, person("li-lei").dingtalk.unionId);
    expect(await call("GET", stranger)).toMatchObject({ status: 404, body: { code: "itemNotFound" } });
  });

  it("lists are refused for a stretch of more than a year, a page of more than a hundred, a made-up token", async () => {
    const { call, person, own } = await withEvent();
    const view = eventsPath(person("emma")).replace(/events$/, "eventsview");
    const from = "timeMin=2026-03-01T00:00:00Z";
    expect((await call("GET", `${view}?${from}&timeMax=2027-03-09T00:00:00Z`)).status).toBe(400);
    expect((await call("GET", `${view}?${from}&maxResults=101`)).status).toBe(400);
    expect((await call("GET", `${view}?${from}&nextToken=abc`)).status).toBe(400);
    expect((await call("GET", `${view}?timeMin=2026-03-01`)).status).toBe(400);
    expect((await call("GET", `${own}?maxAttendees=501`)).status).toBe(400);
    expect((await call("GET", `${view}?${from}`)).body.events).toHaveLength(1);
  });
});
