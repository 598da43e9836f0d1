import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { feishuIds } from "../../../src/sandbox/seed/ids.ts";
import { at, HOUR, MONDAY_9, openId, roomId, type Started, startTiny } from "./tiny.ts";

const EVENTS = "/open-apis/calendar/v4/calendars/primary/events";
const KEY = "25fdf41b-8c80-2ce1-e94c-de8b5e7aa7e6";
const TEN = MONDAY_9 + HOUR;
const MINUTE = 60_000;

let feishu: Started;
beforeEach(async () => {
  feishu = await startTiny();
});
afterEach(() => feishu.close());

/** An event of the bot, made by the official client. */
const make = async (start = TEN, end = start + HOUR, more = {}) => {
  const { code, data } = await feishu.client.calendar.calendarEvent.create({
    path: { calendar_id: "primary" },
    data: { summary: "周会", start_time: at(start), end_time: at(end), ...more },
  });
  expect(code).toBe(0);
  return data?.event?.event_id ?? "";
};
const invite = (event_id: string, attendees: object[], more = {}) =>
  feishu.client.calendar.calendarEventAttendee.create({
    path: { calendar_id: "primary", event_id },
    data: { attendees, ...more },
  });
const askRoom = (event_id: string, key: string, contact = "ann") =>
  invite(event_id, [{ type: "resource", room_id: roomId(key), operate_id: openId(contact) }]);
const attendees = async (event_id: string) =>
  (
    await feishu.client.calendar.calendarEventAttendee.list({
      path: { calendar_id: "primary", event_id },
      params: { page_size: 100 },
    })
  ).data?.items ?? [];
const roomStatus = async (event_id: string, key: string) =>
  (await attendees(event_id)).find((one) => one.room_id === roomId(key))?.rsvp_status;
/** What the room says once it has answered. */
const answerOf = (event_id: string, key: string) =>
  vi.waitUntil(async () => {
    const status = await roomStatus(event_id, key);
    return status !== "needs_action" && status;
  });
const busy = async (subject: object, from = MONDAY_9, to = MONDAY_9 + 12 * HOUR) =>
  (
    await feishu.client.calendar.freebusy.list({
      data: {
        time_min: new Date(from).toISOString(),
        time_max: new Date(to).toISOString(),
        need_rsvp_status: true,
        ...subject,
      },
    })
  ).data?.freebusy_list;

describe("the bot's calendar in Feishu, kept by the official client", () => {
  it("is its own, by its id or as primary", async () => {
    const { data } = await feishu.client.calendar.calendar.primary({});
    const calendar_id = data?.calendars?.[0]?.calendar?.calendar_id ?? "";
    expect(data?.calendars).toMatchObject([
      {
        calendar: {
          calendar_id: expect.stringMatching(/^feishu\.cn_\w+@group/),
          type: "primary",
          role: "owner",
        },
      },
    ]);
    const event_id = await make();
    const read = await feishu.client.calendar.calendarEvent.get({ path: { calendar_id, event_id } });
    expect(read.data?.event).toMatchObject({ event_id, organizer_calendar_id: calendar_id });
  });

  it("holds events with times in seconds, and shows what it was given and what it adds", async () => {
    const { data } = await feishu.client.calendar.calendarEvent.create({
      path: { calendar_id: "primary" },
      data: {
        summary: "周会",
        description: "每周",
        start_time: at(TEN),
        end_time: at(TEN + HOUR),
        attendee_ability: "can_modify_event",
        vchat: { vc_type: "no_meeting" },
      },
    });
    expect(data?.event).toMatchObject({
      event_id: expect.stringMatching(/^[0-9a-f-]{36}_0$/),
      summary: "周会",
      description: "每周",
      start_time: { timestamp: String(TEN / 1_000), timezone: "Asia/Shanghai" },
      attendee_ability: "can_modify_event",
      vchat: { vc_type: "no_meeting" },
      visibility: "default",
      free_busy_status: "busy",
      status: "confirmed",
      event_organizer: { display_name: "freeroom" },
      app_link: expect.stringContaining("applink.feishu.cn/client/calendar/event/detail"),
    });
    expect(data?.event).not.toHaveProperty("attendees");
    expect(feishu.ground.world.meetings()).toMatchObject([
      { organiserKey: "bot", madeOn: "feishu", title: "周会", start: TEN, end: TEN + HOUR, rooms: [] },
    ]);
  });

  it("makes one event for one idempotency key", async () => {
    const again = () =>
      feishu.client.calendar.calendarEvent.create({
        path: { calendar_id: "primary" },
        params: { idempotency_key: KEY },
        data: { summary: "once", start_time: at(TEN), end_time: at(TEN + HOUR) },
      });
    const [first, second] = [await again(), await again()];
    expect(second.data?.event?.event_id).toBe(first.data?.event?.event_id);
    expect(feishu.ground.world.meetings()).toHaveLength(1);
  });

  it("has whole days, from the first to the last", async () => {
    const event_id = await make(0, 0, {
      start_time: { date: "2026-03-10" },
      end_time: { date: "2026-03-10" },
    });
    expect(feishu.ground.world.meetings()).toMatchObject([
      {
        isAllDay: true,
        start: Date.parse("2026-03-10T00:00:00+08:00"),
        end: Date.parse("2026-03-11T00:00:00+08:00"),
      },
    ]);
    const { data } = await feishu.client.calendar.calendarEvent.get({
      path: { calendar_id: "primary", event_id },
    });
    expect(data?.event?.start_time).toEqual({ date: "2026-03-10", timezone: "UTC" });
  });

  it("lists a window at once, and everything from an anchor in pages", async () => {
    await feishu.close();
    feishu = await startTiny({ limits: { perSecond: 1_000 } });
    for (let hour = 0; hour < 52; hour += 1) {
      await feishu.call("POST", EVENTS, {
        body: {
          summary: `n${hour}`,
          start_time: at(TEN + hour * HOUR),
          end_time: at(TEN + (hour + 1) * HOUR),
        },
      });
    }
    const window = await feishu.client.calendar.calendarEvent.list({
      path: { calendar_id: "primary" },
      params: { start_time: String(TEN / 1_000), end_time: String((TEN + 2 * HOUR) / 1_000) },
    });
    expect(window.data?.items?.map((one) => one.summary)).toEqual(["n0", "n1"]);
    const list = (page_token?: string) =>
      feishu.client.calendar.calendarEvent.list({
        path: { calendar_id: "primary" },
        params: { anchor_time: String(TEN / 1_000), page_size: 50, ...(page_token ? { page_token } : {}) },
      });
    const first = await list();
    expect(first.data).toMatchObject({ has_more: true, page_token: "50" });
    const second = await list(first.data?.page_token);
    expect(second.data).toMatchObject({
      has_more: false,
      sync_token: expect.stringMatching(/^ListCalendars/),
    });
    expect(second.data?.items?.map((one) => one.summary)).toEqual(["n50", "n51"]);
    const both = `${EVENTS}?start_time=1&end_time=2&anchor_time=1`;
    expect((await feishu.call("GET", both)).json.code).toBe(190002);
    expect((await feishu.call("GET", `${EVENTS}?page_size=49`)).json.code).toBe(190002);
  });

  it("changes titles, and times only where both are given", async () => {
    const event_id = await make();
    const patch = (data: object) =>
      feishu.client.calendar.calendarEvent.patch({ path: { calendar_id: "primary", event_id }, data });
    const renamed = await patch({ summary: "复盘", start_time: at(TEN + HOUR) });
    expect(renamed.data?.event).toMatchObject({ summary: "复盘", start_time: at(TEN) });
    await patch({ start_time: at(TEN + HOUR), end_time: at(TEN + 2 * HOUR) });
    expect(feishu.ground.world.meetings()).toMatchObject([{ title: "复盘", start: TEN + HOUR }]);
  });

  it("deletes an event and gives its room back; afterwards it can be read as cancelled and not touched", async () => {
    const event_id = await make();
    await askRoom(event_id, "oak");
    expect(await answerOf(event_id, "oak")).toBe("accept");
    const deleted = await feishu.client.calendar.calendarEvent.delete({
      path: { calendar_id: "primary", event_id },
      params: { need_notification: "false" },
    });
    expect(deleted).toMatchObject({ code: 0, data: {} });
    expect(await busy({ room_id: roomId("oak") })).toEqual([]);
    const read = await feishu.client.calendar.calendarEvent.get({
      path: { calendar_id: "primary", event_id },
    });
    expect(read.data?.event?.status).toBe("cancelled");
    for (const method of ["DELETE", "PATCH"]) {
      const refused = await feishu.call(method, `${EVENTS}/${event_id}`, { body: {} });
      expect([refused.status, refused.json.code]).toEqual([403, 193003]);
    }
  });
});

describe("events that Feishu refuses", () => {
  const times = { start_time: at(TEN), end_time: at(TEN + HOUR) };

  it.each([
    ["no start", { end_time: at(TEN) }, 99992402],
    ["no end", { start_time: at(TEN) }, 99992402],
    ["an end before its start", { start_time: at(TEN), end_time: at(TEN - HOUR) }, 190014],
    ["no length", { start_time: at(TEN), end_time: at(TEN) }, 190014],
    ["a number for a time", { ...times, start_time: { timestamp: TEN / 1_000 } }, 99992402],
    ["milliseconds", { ...times, start_time: { timestamp: String(TEN) } }, 190014],
    ["an unknown zone", { ...times, start_time: { ...at(TEN), timezone: "Mars/Base" } }, 190014],
    ["a whole day to an hour", { ...times, start_time: { date: "2026-03-10" } }, 190014],
    ["a title of 1001 characters", { ...times, summary: "x".repeat(1_001) }, 99992402],
    ["an ability that is none", { ...times, attendee_ability: "all" }, 99992402],
    [
      "hosts, which a bot cannot name",
      { ...times, vchat: { meeting_settings: { assign_hosts: ["ou_1"] } } },
      193101,
    ],
    ["a recurrence that is none", { ...times, recurrence: "FREQ=SOMETIMES" }, 190014],
    ["a recurrence without a frequency", { ...times, recurrence: "INTERVAL=2" }, 190014],
    [
      "a recurrence with two ends",
      { ...times, recurrence: "FREQ=DAILY;COUNT=3;UNTIL=20260312T155959Z" },
      190014,
    ],
    ["a recurrence of 2001 characters", { ...times, recurrence: `FREQ=DAILY${";".repeat(1_991)}` }, 190014],
  ])("have %s", async (_, body, code) => {
    const refused = await feishu.call("POST", EVENTS, { body });
    expect([refused.status, refused.json.code]).toEqual([400, code]);
    expect(feishu.ground.world.meetings()).toEqual([]);
  });

  it("have an idempotency key that is too short", async () => {
    const refused = await feishu.call("POST", `${EVENTS}?idempotency_key=short`, { body: times });
    expect([refused.status, refused.json.code]).toEqual([400, 99992402]);
  });

  it("are on somebody else's calendar, or on none", async () => {
    const on = async (id: string) => {
      const { status, json } = await feishu.call("GET", `/open-apis/calendar/v4/calendars/${id}/events`);
      return [status, json.code, json.msg];
    };
    const anns = `feishu.cn_${feishuIds.userId("ann")}@group.calendar.feishu.cn`;
    expect(await on(anns)).toEqual([403, 191002, "no calendar access_role"]);
    expect(await on("feishu.cn_nobody@group.calendar.feishu.cn")).toEqual([
      404,
      191000,
      "calendar not found",
    ]);
    expect(await on("mine")).toEqual([400, 191001, "invalid calendar_id"]);
  });

  it("do not exist", async () => {
    const read = async (id: string) => (await feishu.call("GET", `${EVENTS}/${id}`)).json.code;
    expect(await read("nonsense")).toBe(193000);
    expect(await read("00000000-0000-0000-0000-000000000000_0")).toBe(193001);
    const id = (await make()).replace(/_0$/, "_1773021600");
    expect(await read(id)).toBe(193001);
  });
});

describe("rooms of an event in Feishu", () => {
  it("are only asked at first, hold their time meanwhile, and accept in their own time", async () => {
    await feishu.close();
    feishu = await startTiny({ roomAnswerMs: [60_000, 60_000] });
    const event_id = await make();
    const { data } = await askRoom(event_id, "oak");
    expect(data?.attendees).toMatchObject([
      {
        type: "resource",
        attendee_id: expect.stringMatching(/^resource_\d+$/),
        rsvp_status: "needs_action",
        display_name: "Oak",
        room_id: roomId("oak"),
        operate_id: openId("ann"),
      },
      { type: "user", user_id: openId("ann"), display_name: "安娜" },
    ]);
    const slot = { start_time: "2026-03-09T10:00:00+08:00", end_time: "2026-03-09T11:00:00+08:00" };
    expect(await busy({ room_id: roomId("oak") })).toEqual([{ ...slot, rsvp_status: "needs_action" }]);
    feishu.ground.clock.advance(30_000);
    expect(await roomStatus(event_id, "oak")).toBe("needs_action");
    feishu.ground.clock.advance(30_000);
    expect(await answerOf(event_id, "oak")).toBe("accept");
    expect(await busy({ room_id: roomId("oak") })).toEqual([{ ...slot, rsvp_status: "accept" }]);
    const { data: read } = await feishu.client.calendar.calendarEvent.get({
      path: { calendar_id: "primary", event_id },
      params: { need_attendee: true },
    });
    expect(read?.event?.attendees).toHaveLength(2);
    expect(read?.event?.vchat?.meeting_url).toMatch(/^https:\/\/vc\.feishu\.cn\/j\/\d{9}$/);
  });

  it.each([
    ["needs approval, which an app cannot ask for", "approved", "ann", TEN, HOUR, "decline"],
    ["is for administrators, and the contact is none", "bosses", "ann", TEN, HOUR, "decline"],
    ["is for administrators, and the contact is one", "bosses", "chief", TEN, HOUR, "accept"],
    ["is for the department above the contact's", "developers", "bo", TEN, HOUR, "accept"],
    ["is for one person by name", "developers", "chief", TEN, HOUR, "accept"],
    ["is booked for longer than it may be", "short", "ann", TEN, 2 * HOUR, "decline"],
    ["is booked for as long as it may be", "short", "ann", TEN, HOUR, "accept"],
    [
      "is booked for the furthest day before that opens",
      "short",
      "ann",
      TEN + 7 * 24 * HOUR,
      HOUR,
      "decline",
    ],
    ["is booked for the day before", "short", "ann", TEN + 6 * 24 * HOUR, HOUR, "accept"],
    ["is booked beyond its hours", "office-hours", "ann", TEN + 8 * HOUR, HOUR, "decline"],
    ["is booked to the end of its hours", "office-hours", "ann", TEN + 7 * HOUR, HOUR, "accept"],
    ["is booked for as long as needs no approval", "long-approved", "ann", TEN, 100 * MINUTE, "accept"],
    ["is booked for longer than that", "long-approved", "ann", TEN, 101 * MINUTE, "decline"],
    ["is shorter bound than the level that covers it", "covered", "bo", TEN, 2 * HOUR, "accept"],
    ["is covered by a level's people, and the contact is none", "covered", "ann", TEN, HOUR, "decline"],
    ["is covered by a level's people, and the contact is named", "covered", "chief", TEN, HOUR, "accept"],
    ["is booked beyond its level's hours", "covered", "bo", TEN + 8 * HOUR, HOUR, "decline"],
    ["is shut", "shut", "ann", TEN, HOUR, "decline"],
    ["is shut for ever", "gone", "ann", TEN + 100 * 24 * HOUR, HOUR, "decline"],
    ["will be shut later", "soon-shut", "ann", TEN, HOUR, "accept"],
    ["will be shut then", "soon-shut", "ann", TEN + 48 * HOUR, HOUR, "decline"],
    ["is booked for the past", "oak", "ann", MONDAY_9 - 2 * HOUR, HOUR, "decline"],
  ])("answer by their rules where the room %s", async (_, key, contact, start, lengthMs, answer) => {
    const event_id = await make(start, start + lengthMs);
    await askRoom(event_id, key, contact);
    expect(await answerOf(event_id, key)).toBe(answer);
    const held = await busy({ room_id: roomId(key) }, start, start + lengthMs);
    expect(held).toHaveLength(answer === "accept" ? 1 : 0);
  });

  it("decline where another meeting has the room, and free/busy goes on showing that one", async () => {
    feishu.ground.world.add({
      madeOn: "client",
      organiserKey: "other:1",
      title: "secret",
      start: TEN,
      end: TEN + HOUR,
      rooms: [{ roomKey: "oak", answer: "accepted" }],
    });
    const [before, over] = [await make(TEN - HOUR, TEN), await make(TEN + HOUR / 2, TEN + 2 * HOUR)];
    await Promise.all([askRoom(before, "oak"), askRoom(over, "oak")]);
    expect(await answerOf(over, "oak")).toBe("decline");
    expect(await answerOf(before, "oak")).toBe("accept");
    expect(await busy({ room_id: roomId("oak") })).toHaveLength(2);
  });

  it("are won by one of those who ask at the same time", async () => {
    const rivals = [await make(), await make(), await make()];
    await Promise.all(rivals.map((id) => askRoom(id, "oak")));
    const answers = await Promise.all(rivals.map((id) => answerOf(id, "oak")));
    expect(answers.toSorted()).toEqual(["accept", "decline", "decline"]);
  });

  it("are asked anew when the event moves, and when a room that declined is asked again", async () => {
    await feishu.close();
    feishu = await startTiny({ roomAnswerMs: [60_000, 60_000] });
    /** The room's answer, once it has had the time to give one. */
    const later = (event_id: string) => {
      feishu.ground.clock.advance(60_000);
      return answerOf(event_id, "oak");
    };
    const rival = await make(TEN + HOUR, TEN + 2 * HOUR);
    await askRoom(rival, "oak");
    expect(await later(rival)).toBe("accept");
    const event_id = await make();
    await askRoom(event_id, "oak");
    expect(await later(event_id)).toBe("accept");
    await feishu.client.calendar.calendarEvent.patch({
      path: { calendar_id: "primary", event_id },
      data: { start_time: at(TEN + HOUR), end_time: at(TEN + 2 * HOUR) },
    });
    expect(await roomStatus(event_id, "oak")).toBe("needs_action");
    expect(await later(event_id)).toBe("decline");
    await feishu.call("DELETE", `${EVENTS}/${rival}`);
    await askRoom(event_id, "oak");
    expect(await later(event_id)).toBe("accept");
    expect((await attendees(event_id)).filter((one) => one.type === "resource")).toHaveLength(1);
  });

  it("are let go by batch_delete, by attendee or by room, before or after they answer", async () => {
    const event_id = await make();
    const { data } = await askRoom(event_id, "oak");
    await askRoom(event_id, "elm");
    const drop = (body: object) =>
      feishu.client.calendar.calendarEventAttendee.batchDelete({
        path: { calendar_id: "primary", event_id },
        data: body,
      });
    expect((await drop({ attendee_ids: [data?.attendees?.[0]?.attendee_id ?? ""] })).code).toBe(0);
    expect(await answerOf(event_id, "elm")).toBe("accept");
    await drop({ delete_ids: [{ type: "resource", room_id: roomId("elm") }] });
    expect((await attendees(event_id)).map((one) => one.type)).toEqual(["user"]);
    expect(await busy({ room_id: roomId("oak") })).toEqual([]);
    expect(await busy({ room_id: roomId("elm") })).toEqual([]);
    const path = `${EVENTS}/${event_id}/attendees/batch_delete`;
    const gone = await feishu.call("POST", path, { body: { attendee_ids: ["resource_1"] } });
    expect([gone.status, gone.json.code]).toEqual([404, 194000]);
    expect((await feishu.call("POST", path, { body: {} })).json.code).toBe(190002);
    const kind = await feishu.call("POST", path, { body: { delete_ids: [{ type: "robot" }] } });
    expect([kind.status, kind.json.code]).toEqual([400, 194004]);
  });
});

describe("people of an event in Feishu", () => {
  it("are invited, listed in pages, and busy then", async () => {
    const event_id = await make();
    const { data } = await invite(event_id, [
      { type: "user", user_id: openId("ann") },
      { type: "user", user_id: openId("bo"), is_optional: true },
      { type: "chat", chat_id: feishuIds.chatId("team") },
      { type: "third_party", third_party_email: "a@example.com" },
    ]);
    expect(data?.attendees).toMatchObject([
      { type: "user", user_id: openId("ann"), rsvp_status: "needs_action", is_optional: false },
      { user_id: openId("bo"), is_optional: true },
      { type: "chat", display_name: "Team" },
      { type: "third_party", is_external: true },
    ]);
    await invite(event_id, [{ type: "user", user_id: openId("ann") }]);
    for (let n = 0; n < 8; n += 1) {
      await invite(event_id, [{ type: "third_party", third_party_email: `${n}@example.com` }]);
    }
    const { data: page } = await feishu.client.calendar.calendarEventAttendee.list({
      path: { calendar_id: "primary", event_id },
      params: { page_size: 10 },
    });
    expect(page).toMatchObject({ has_more: true, page_token: "10" });
    expect(page?.items).toHaveLength(10);
    expect(await attendees(event_id)).toHaveLength(12);
    expect(await busy({ user_id: openId("ann") })).toHaveLength(1);
    expect(await busy({ user_id: openId("chief") })).toEqual([]);
  });

  it("are not added with a room whose contact is not to come", async () => {
    const event_id = await make();
    const room = { type: "resource", room_id: roomId("oak"), operate_id: openId("ann") };
    await invite(event_id, [room], { add_operator_to_attendee: false });
    expect((await attendees(event_id)).map((one) => one.type)).toEqual(["resource"]);
  });

  it.each([
    ["a room without a contact", { type: "resource", room_id: roomId("oak") }, 400, 190014],
    ["an unknown room", { type: "resource", room_id: "omm_1", operate_id: openId("ann") }, 400, 190014],
    ["an unknown contact", { type: "resource", room_id: roomId("oak"), operate_id: "ou_1" }, 404, 195100],
    ["an unknown person", { type: "user", user_id: "ou_1" }, 404, 195100],
    ["a guest of another organisation", { type: "user", user_id: openId("guest") }, 404, 195100],
    ["a kind that is none", { type: "robot" }, 400, 194004],
  ])("are refused with the whole request where there is %s", async (_, asked, status, code) => {
    const event_id = await make();
    const body = { attendees: [{ type: "user", user_id: openId("bo") }, asked] };
    const refused = await feishu.call("POST", `${EVENTS}/${event_id}/attendees`, { body });
    expect([refused.status, refused.json.code]).toEqual([status, code]);
    expect(await attendees(event_id)).toEqual([]);
  });

  it("are refused above a hundred rooms or a thousand attendees at once", async () => {
    const event_id = await make();
    const room = { type: "resource", room_id: roomId("oak"), operate_id: openId("ann") };
    const person = { type: "user", user_id: openId("ann") };
    for (const body of [{ attendees: Array(101).fill(room) }, { attendees: Array(1_001).fill(person) }]) {
      expect((await feishu.call("POST", `${EVENTS}/${event_id}/attendees`, { body })).json.code).toBe(190002);
    }
  });
});

describe("Feishu's free/busy", () => {
  const LIST = "/open-apis/calendar/v4/freebusy/list";
  const window = { time_min: "2026-03-09T00:00:00+08:00", time_max: "2026-03-10T00:00:00+08:00" };
  const hold = (roomKey: string, answer: "accepted" | "tentative", start: number) =>
    feishu.ground.world.add({
      madeOn: "client",
      organiserKey: "ann",
      title: "secret",
      start,
      end: start + HOUR,
      rooms: [{ roomKey, answer }],
    });

  it("has times and nothing else unless the answers are asked for, and answers for one subject", async () => {
    hold("oak", "accepted", TEN);
    hold("oak", "tentative", TEN + 2 * HOUR);
    hold("elm", "accepted", TEN + 4 * HOUR);
    const room = await feishu.call("POST", LIST, { body: { ...window, room_id: roomId("oak") } });
    expect(room.json).toEqual({
      code: 0,
      msg: "success",
      data: {
        freebusy_list: [
          { start_time: "2026-03-09T10:00:00+08:00", end_time: "2026-03-09T11:00:00+08:00" },
          { start_time: "2026-03-09T12:00:00+08:00", end_time: "2026-03-09T13:00:00+08:00" },
        ],
      },
    });
    const both = { ...window, room_id: roomId("oak"), user_id: openId("ann"), need_rsvp_status: true };
    const person = await feishu.call("POST", LIST, { body: both });
    expect(person.json.data.freebusy_list).toHaveLength(3);
    expect(await busy({ room_id: roomId("oak") })).toMatchObject([
      { rsvp_status: "accept" },
      { rsvp_status: "needs_action" },
    ]);
  });

  it("leaves out what a person marked as free, unless all is asked for", async () => {
    const event_id = await make(TEN, TEN + HOUR, { free_busy_status: "free" });
    await invite(event_id, [{ type: "user", user_id: openId("ann") }]);
    expect(await busy({ user_id: openId("ann") })).toEqual([]);
    expect(await busy({ user_id: openId("ann"), only_busy: false })).toHaveLength(1);
  });

  it("shows what touches the window and not what only ends at its start", async () => {
    hold("oak", "accepted", TEN);
    expect(await busy({ room_id: roomId("oak") }, TEN + HOUR, TEN + 2 * HOUR)).toEqual([]);
    expect(await busy({ room_id: roomId("oak") }, TEN - HOUR, TEN)).toEqual([]);
    expect(await busy({ room_id: roomId("oak") }, TEN + HOUR - 1_000, TEN + 2 * HOUR)).toHaveLength(1);
  });

  it.each([
    ["no subject", {}, 400, 190002],
    ["an unknown room", { room_id: "omm_1" }, 400, 190002],
    ["an unknown person", { user_id: "ou_1" }, 404, 195100],
    ["a guest", { user_id: openId("guest") }, 404, 195100],
    ["a time without its offset", { room_id: roomId("oak"), time_min: "2026-03-09T00:00:00" }, 400, 190002],
    ["a day for a time", { room_id: roomId("oak"), time_min: "2026-03-09" }, 400, 190002],
    ["a day that is none", { room_id: roomId("oak"), time_min: "2026-02-30T00:00:00Z" }, 400, 190002],
    ["an end before its start", { room_id: roomId("oak"), time_max: "2026-03-08T00:00:00Z" }, 400, 190002],
    ["more than 90 days", { room_id: roomId("oak"), time_max: "2026-06-07T00:00:01+08:00" }, 400, 190002],
  ])("refuses %s", async (_, body, status, code) => {
    const refused = await feishu.call("POST", LIST, { body: { ...window, ...body } });
    expect([refused.status, refused.json.code]).toEqual([status, code]);
  });

  it("answers for 90 days", async () => {
    const body = { ...window, time_max: "2026-06-07T00:00:00+08:00", room_id: roomId("oak") };
    expect((await feishu.call("POST", LIST, { body })).json.code).toBe(0);
  });
});

describe("Feishu's free/busy of several people", () => {
  const BATCH = "/open-apis/calendar/v4/freebusy/batch";
  const window = { time_min: "2026-03-09T00:00:00+08:00", time_max: "2026-03-10T00:00:00+08:00" };
  const ten = { start_time: "2026-03-09T10:00:00+08:00", end_time: "2026-03-09T11:00:00+08:00" };
  const batch = async (user_ids: string[], more = {}, params = {}) =>
    (await feishu.client.calendar.freebusy.batch({ params, data: { ...window, user_ids, ...more } })).data
      ?.freebusy_lists;
  const meet = (more = {}) =>
    feishu.ground.world.add({
      madeOn: "client",
      organiserKey: "ann",
      title: "secret",
      start: TEN,
      end: TEN + HOUR,
      attendeeKeys: ["bo"],
      ...more,
    });

  it("is told for each in the order asked, by the ids asked with, and of the free as nothing", async () => {
    meet();
    const ids = [openId("chief"), openId("bo"), openId("ann")];
    expect(await batch(ids)).toEqual([
      { user_id: ids[0], freebusy_items: [] },
      { user_id: ids[1], freebusy_items: [ten] },
      { user_id: ids[2], freebusy_items: [ten] },
    ]);
    const [byUnion] = (await batch([feishuIds.unionId("bo")], {}, { user_id_type: "union_id" })) ?? [];
    expect(byUnion).toEqual({ user_id: feishuIds.unionId("bo"), freebusy_items: [ten] });
  });

  it("says what each answered where that is asked for, and leaves out the declined where not", async () => {
    const statuses = async (reply?: "accepted" | "tentative" | "declined") => {
      const meeting = meet({ replies: reply ? { bo: reply } : {} });
      const lists = await batch([openId("ann"), openId("bo")], { need_rsvp_status: true });
      const silent = await batch([openId("bo")]);
      feishu.ground.world.cancel(meeting);
      return [
        ...(lists ?? []).map((one) => one.freebusy_items?.[0]?.rsvp_status),
        silent?.[0]?.freebusy_items?.length,
      ];
    };
    expect(await statuses()).toEqual(["accept", "needs_action", 1]);
    expect(await statuses("accepted")).toEqual(["accept", "accept", 1]);
    expect(await statuses("tentative")).toEqual(["accept", "tentative", 1]);
    expect(await statuses("declined")).toEqual(["accept", "decline", 0]);
  });

  it("leaves out what is marked as free, unless all is asked for", async () => {
    const event_id = await make(TEN, TEN + HOUR, { free_busy_status: "free" });
    await invite(event_id, [{ type: "user", user_id: openId("ann") }]);
    expect(await batch([openId("ann")])).toMatchObject([{ freebusy_items: [] }]);
    expect(await batch([openId("ann")], { only_busy: false })).toMatchObject([{ freebusy_items: [ten] }]);
  });

  it.each([
    ["nobody", { user_ids: [] }, 400, 198001],
    ["more than ten", { user_ids: Array(11).fill(openId("ann")) }, 400, 198001],
    ["no list", { user_ids: openId("ann") }, 400, 190002],
    ["a time without its offset", { time_min: "2026-03-09T00:00:00" }, 400, 198002],
    ["a time that is missing", { time_max: undefined }, 400, 198002],
    ["an end before its start", { time_max: "2026-03-08T00:00:00Z" }, 400, 198003],
    ["more than two weeks", { time_max: "2026-03-23T00:00:01+08:00" }, 400, 198003],
    ["an unknown person among others", { user_ids: [openId("ann"), "ou_1"] }, 404, 195100],
    ["a guest among others", { user_ids: [openId("ann"), openId("guest")] }, 404, 195100],
  ])("refuses %s", async (_, change, status, code) => {
    const body = { ...window, user_ids: [openId("ann")], ...change };
    const refused = await feishu.call("POST", BATCH, { body });
    expect([refused.status, refused.json.code]).toEqual([status, code]);
  });

  it("answers for ten people and two weeks", async () => {
    const user_ids = Array(10).fill(openId("ann"));
    const body = { user_ids, ...window, time_max: "2026-03-23T00:00:00+08:00" };
    const answer = await feishu.call("POST", BATCH, { body });
    expect(answer.json.data.freebusy_lists).toHaveLength(10);
  });
});
