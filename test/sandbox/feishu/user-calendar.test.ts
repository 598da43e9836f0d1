import { withUserAccessToken } from "@larksuiteoapi/node-sdk";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { feishuIds } from "../../../src/sandbox/seed/ids.ts";
import type { Meeting, NewMeeting } from "../../../src/sandbox/world.ts";
import { at, HOUR, MONDAY_9, openId, roomId, type Started, startTiny } from "./tiny.ts";

const EVENTS = "/open-apis/calendar/v4/calendars/primary/events";
const TEN = MONDAY_9 + HOUR;

let feishu: Started;
let tokens: Record<"ann" | "bo" | "chief", string>;
beforeEach(async () => {
  feishu = await startTiny();
  tokens = { ann: await feishu.link("ann"), bo: await feishu.link("bo"), chief: await feishu.link("chief") };
});
afterEach(() => feishu.close());
/** Rooms that answer after a minute, so that one can look before. */
const slowRooms = async () => {
  await feishu.close();
  feishu = await startTiny({ roomAnswerMs: [60_000, 60_000] });
  tokens.ann = await feishu.link("ann");
};

type Who = keyof typeof tokens;
const as = (who: Who) => withUserAccessToken(tokens[who]);
const path = { calendar_id: "primary" };
const calendarId = (key: string) => `feishu.cn_${feishuIds.userId(key)}@group.calendar.feishu.cn`;

const make = async (who: Who, more = {}) => {
  const { code, data } = await feishu.client.calendar.calendarEvent.create(
    { path, data: { summary: "周会", start_time: at(TEN), end_time: at(TEN + HOUR), ...more } },
    as(who),
  );
  expect(code).toBe(0);
  return data?.event?.event_id ?? "";
};
const invite = (who: Who, event_id: string, attendees: object[], more = {}) =>
  feishu.client.calendar.calendarEventAttendee.create(
    { path: { ...path, event_id }, data: { attendees, ...more } },
    as(who),
  );
const room = (key: string, more = {}) => ({ type: "resource", room_id: roomId(key), ...more });
const person = (key: string) => ({ type: "user" as const, user_id: openId(key) });
const read = async (who: Who, event_id: string) =>
  (
    await feishu.client.calendar.calendarEvent.get(
      { path: { ...path, event_id }, params: { need_attendee: true, max_attendee_num: 100 } },
      as(who),
    )
  ).data?.event;
const roomStatus = async (who: Who, event_id: string, key: string) =>
  (await read(who, event_id))?.attendees?.find((one) => one.room_id === roomId(key))?.rsvp_status;
const answerOf = (who: Who, event_id: string, key: string) =>
  vi.waitUntil(async () => {
    const status = await roomStatus(who, event_id, key);
    return status !== "needs_action" && status;
  });
const call = async (who: Who, method: string, path: string, body?: object) => {
  const answer = await feishu.call(method, path, { token: tokens[who], ...(body ? { body } : {}) });
  return [answer.status, answer.json.code];
};
const inClient = (more: Partial<NewMeeting> = {}): Meeting =>
  feishu.ground.world.add({
    madeOn: "client",
    organiserKey: "ann",
    title: "评审",
    start: TEN,
    end: TEN + HOUR,
    ...more,
  });
const listed = async (who: Who) =>
  (
    await feishu.client.calendar.calendarEvent.list(
      {
        path,
        params: { start_time: String(MONDAY_9 / 1_000), end_time: String((MONDAY_9 + 9 * HOUR) / 1_000) },
      },
      as(who),
    )
  ).data?.items ?? [];

describe("a colleague's own calendar in Feishu, kept by the official client with their token", () => {
  it("is theirs, by its id or as primary", async () => {
    const { data } = await feishu.client.calendar.calendar.primary({}, as("ann"));
    expect(data?.calendars).toMatchObject([
      {
        calendar: { calendar_id: calendarId("ann"), type: "primary", role: "owner" },
        user_id: openId("ann"),
      },
    ]);
    const event_id = await make("ann");
    const by = `/open-apis/calendar/v4/calendars/${calendarId("ann")}/events/${event_id}`;
    expect(await call("ann", "GET", by)).toEqual([200, 0]);
    expect(await call("bo", "GET", by)).toEqual([403, 191002]);
    const bots = (await feishu.client.calendar.calendar.primary({})).data?.calendars?.[0]?.calendar;
    expect(await call("ann", "GET", `/open-apis/calendar/v4/calendars/${bots?.calendar_id}/events`)).toEqual([
      403, 191002,
    ]);
    expect((await feishu.call("GET", `${EVENTS}/${event_id}`)).json.code).toBe(193001);
  });

  it("has what they make there as theirs, and one event for one idempotency key of each calendar", async () => {
    const idempotency_key = "25fdf41b-8c80-2ce1-e94c-de8b5e7aa7e6";
    const again = (who: Who) =>
      feishu.client.calendar.calendarEvent.create(
        { path, params: { idempotency_key }, data: { start_time: at(TEN), end_time: at(TEN + HOUR) } },
        as(who),
      );
    const ids = [await again("ann"), await again("ann"), await again("bo")].map(
      ({ data }) => data?.event?.event_id,
    );
    expect(new Set(ids).size).toBe(2);
    expect(feishu.ground.world.meetings().map((one) => one.organiserKey)).toEqual(["ann", "bo"]);
    expect(await read("ann", ids[0] ?? "")).toMatchObject({
      organizer_calendar_id: calendarId("ann"),
      event_organizer: { user_id: openId("ann"), display_name: "安娜" },
      status: "confirmed",
      attendees: [],
    });
  });

  it("shows what was made in the client, theirs and what they are asked to, with people and rooms", async () => {
    const own = inClient({
      attendeeKeys: ["bo"],
      replies: { bo: "tentative" },
      rooms: [{ roomKey: "oak", answer: "accepted" }],
    });
    inClient({ organiserKey: "other:7", attendeeKeys: ["ann"], start: TEN + 2 * HOUR, end: TEN + 3 * HOUR });
    inClient({ organiserKey: "chief" });
    inClient({ madeOn: "dingtalk" });
    const items = await listed("ann");
    expect(items).toMatchObject([
      {
        event_id: `${own.id}_0`,
        summary: "评审",
        status: "confirmed",
        start_time: at(TEN),
        attendee_ability: "can_invite_others",
      },
      { status: "tentative", event_organizer: { display_name: "同事" } },
    ]);
    const event = await read("ann", `${own.id}_0`);
    expect(event?.attendees).toMatchObject([
      { type: "user", user_id: openId("ann"), is_organizer: true, rsvp_status: "accept" },
      { type: "user", user_id: openId("bo"), is_organizer: false, rsvp_status: "tentative" },
      { type: "resource", room_id: roomId("oak"), rsvp_status: "accept" },
    ]);
    expect(event?.attendees?.[2]).not.toHaveProperty("operate_id");
    expect(await listed("bo")).toMatchObject([{ event_id: `${own.id}_0`, status: "confirmed" }]);
  });

  it("follows what other hands change in the client", async () => {
    const meeting = inClient({ attendeeKeys: ["bo"], rooms: [{ roomKey: "oak", answer: "accepted" }] });
    const id = `${meeting.id}_0`;
    const first = await read("ann", id);
    feishu.ground.world.change(meeting, { attendeeKeys: ["chief"], title: "复盘" });
    feishu.ground.world.takeRoom(meeting, "oak");
    feishu.ground.world.putRoom(meeting, "elm", "accepted");
    const second = await read("ann", id);
    expect(second?.summary).toBe("复盘");
    expect(second?.attendees?.map((one) => one.display_name)).toEqual(["安娜", "陈总", "榆树"]);
    expect(second?.attendees?.[0]?.attendee_id).toBe(first?.attendees?.[0]?.attendee_id);
    expect(await call("bo", "GET", `${EVENTS}/${id}`)).toEqual([404, 193001]);
  });
});

describe("rooms on a colleague's own event in Feishu", () => {
  it("answer no more where other hands take them off before", async () => {
    await slowRooms();
    const meeting = inClient();
    await invite("ann", `${meeting.id}_0`, [room("oak"), room("elm")]);
    feishu.ground.world.takeRoom(meeting, "oak");
    feishu.ground.clock.advance(60_000);
    expect(await answerOf("ann", `${meeting.id}_0`, "elm")).toBe("accept");
    expect(meeting.rooms).toEqual([{ roomKey: "elm", answer: "accepted" }]);
  });

  it("go onto an event that was made in the client, in the colleague's name and without another contact", async () => {
    const meeting = inClient();
    const { data } = await invite("ann", `${meeting.id}_0`, [room("developers")]);
    expect(data?.attendees).toMatchObject([
      { type: "resource", rsvp_status: "needs_action", room_id: roomId("developers") },
    ]);
    expect(await answerOf("ann", `${meeting.id}_0`, "developers")).toBe("accept");
    expect(meeting.rooms).toEqual([{ roomKey: "developers", answer: "accepted" }]);
  });

  it("answer by what this colleague may book", async () => {
    const [anns, chiefs] = [await make("ann"), await make("chief")];
    await invite("ann", anns, [room("bosses")]);
    expect(await answerOf("ann", anns, "bosses")).toBe("decline");
    await invite("chief", chiefs, [room("bosses")]);
    expect(await answerOf("chief", chiefs, "bosses")).toBe("accept");
  });

  it("that need approval want a reason, wait for an approver, and hold their time meanwhile", async () => {
    const event_id = await make("ann");
    const refused = await feishu.call("POST", `${EVENTS}/${event_id}/attendees`, {
      token: tokens.ann,
      body: { attendees: [room("approved")] },
    });
    expect([refused.status, refused.json]).toMatchObject([
      400,
      {
        code: 190014,
        error: {
          details: [{ value: "attendees[0].approval_reason is required for approval meeting rooms" }],
        },
      },
    ]);
    const long = await invite("ann", event_id, [
      room("approved", { approval_reason: "x".repeat(201) }),
    ]).catch((error: { response: { data: { code: number } } }) => error.response.data);
    expect(long.code).toBe(190002);
    const { data } = await invite("ann", event_id, [room("approved", { approval_reason: "客户来访" })]);
    expect(data?.attendees).toMatchObject([{ rsvp_status: "needs_action", approval_reason: "客户来访" }]);
    const [meeting] = feishu.ground.world.meetings();
    await vi.waitFor(() => expect(meeting?.rooms).toEqual([{ roomKey: "approved", answer: "tentative" }]));
    expect(await roomStatus("ann", event_id, "approved")).toBe("needs_action");
    const rival = await make("bo");
    await invite("bo", rival, [room("approved", { approval_reason: "面试" })]);
    expect(await answerOf("bo", rival, "approved")).toBe("decline");
    feishu.vendor.decideApproval(meeting?.id ?? "", "approved", "accepted");
    expect(await roomStatus("ann", event_id, "approved")).toBe("accept");
    expect(() => feishu.vendor.decideApproval(meeting?.id ?? "", "approved", "declined")).toThrow(/waits/);
  });

  it("that need approval are free again after a no", async () => {
    const event_id = await make("ann");
    await invite("ann", event_id, [room("approved", { approval_reason: "客户来访" })]);
    const [meeting] = feishu.ground.world.meetings();
    await vi.waitFor(() => expect(meeting?.rooms[0]?.answer).toBe("tentative"));
    feishu.vendor.decideApproval(meeting?.id ?? "", "approved", "declined");
    expect(await roomStatus("ann", event_id, "approved")).toBe("decline");
    expect(feishu.ground.world.holding("approved", { start: TEN, end: TEN + HOUR })).toEqual([]);
  });

  it("that need approval above a length want a reason only then, and decline what grows beyond it", async () => {
    const event_id = await make("ann");
    await invite("ann", event_id, [room("long-approved")]);
    expect(await answerOf("ann", event_id, "long-approved")).toBe("accept");
    await feishu.client.calendar.calendarEvent.patch(
      { path: { ...path, event_id }, data: { start_time: at(TEN), end_time: at(TEN + 2 * HOUR) } },
      as("ann"),
    );
    expect(await answerOf("ann", event_id, "long-approved")).toBe("decline");
  });

  it("are found by whoever may book them, by name or by their level's", async () => {
    const search = async (who: Who, data: object) => {
      const answer = await feishu.client.vc.room.search({ data }, as(who));
      return answer.data?.rooms?.map((one) => one.name);
    };
    expect(await search("ann", { page_size: 100 })).not.toContain("Bosses");
    expect(await search("chief", { page_size: 100 })).toContain("Bosses");
    expect(await search("ann", { keyword: "oak" })).toEqual(["Oak"]);
    expect(await search("ann", { keyword: "1f" })).toEqual([]);
    expect(await search("ann", { keyword: "1F", search_level_name: true })).toHaveLength(4);
    expect(await search("chief", { room_level_id: feishuIds.levelId("f3") })).toEqual(["Covered"]);
    expect(await search("ann", { room_level_id: feishuIds.levelId("f3") })).toEqual([]);
    const { data } = await feishu.client.vc.room.search(
      { data: { page_size: 2, page_token: "2" } },
      as("ann"),
    );
    expect(data).toMatchObject({ has_more: true, page_token: "4" });
    expect(await call("ann", "POST", "/open-apis/vc/v1/rooms/search", { page_size: 101 })).toEqual([
      400, 121003,
    ]);
    const byApp = await feishu.call("POST", "/open-apis/vc/v1/rooms/search", { body: {} });
    expect([byApp.status, byApp.json.code]).toEqual([400, 99991663]);
  });
});

describe("what may be done in Feishu with an event that somebody else organises", () => {
  const shared = async (attendee_ability: string) => {
    const { data } = await feishu.client.calendar.calendarEvent.create({
      path,
      data: { summary: "共享", start_time: at(TEN), end_time: at(TEN + HOUR), attendee_ability } as never,
    });
    const event_id = data?.event?.event_id ?? "";
    await feishu.client.calendar.calendarEventAttendee.create({
      path: { ...path, event_id },
      data: { attendees: [person("ann")] },
    });
    return event_id;
  };

  it.each([
    ["none", [403, 194001], [403, 194002]],
    ["can_see_others", [200, 0], [403, 194002]],
    ["can_invite_others", [200, 0], [200, 0]],
    ["can_modify_event", [200, 0], [200, 0]],
  ])("goes by what it allows those who are asked: %s", async (ability, list, add) => {
    const event_id = await shared(ability);
    const attendees = `${EVENTS}/${event_id}/attendees`;
    expect(await call("ann", "GET", attendees)).toEqual(list);
    expect(await call("ann", "POST", attendees, { attendees: [person("bo")] })).toEqual(add);
    const off = { delete_ids: [person("ann")] };
    expect(await call("ann", "POST", `${attendees}/batch_delete`, off)).toEqual([403, 194003]);
    const times = { start_time: at(TEN + HOUR), end_time: at(TEN + 2 * HOUR) };
    expect(await call("ann", "PATCH", `${EVENTS}/${event_id}`, times)).toEqual([403, 193002]);
    expect(await call("ann", "DELETE", `${EVENTS}/${event_id}`)).toEqual([403, 193002]);
    expect(feishu.ground.world.meetings()).toMatchObject([{ start: TEN, isCancelled: false }]);
  });

  it("includes one's own colour, reminders and whether one is busy, for oneself alone", async () => {
    const event_id = await shared("none");
    const patch = { free_busy_status: "free", color: 7 };
    expect(await call("ann", "PATCH", `${EVENTS}/${event_id}`, patch)).toEqual([200, 0]);
    const seen = async (who: Who | "app") =>
      (
        await feishu.client.calendar.calendarEvent.get(
          { path: { ...path, event_id } },
          who === "app" ? undefined : as(who),
        )
      ).data?.event;
    expect(await seen("ann")).toMatchObject(patch);
    expect(await seen("app")).toMatchObject({ free_busy_status: "busy", color: -1 });
    const { data } = await feishu.client.calendar.freebusy.list(
      {
        data: {
          time_min: "2026-03-09T00:00:00+08:00",
          time_max: "2026-03-10T00:00:00+08:00",
          user_id: openId("ann"),
        },
      },
      as("bo"),
    );
    expect(data?.freebusy_list).toEqual([]);
  });

  it("wants a contact for rooms on an app's event, whoever asks for them", async () => {
    const event_id = await shared("can_modify_event");
    const attendees = `${EVENTS}/${event_id}/attendees`;
    expect(await call("ann", "POST", attendees, { attendees: [room("oak")] })).toEqual([400, 190014]);
    const asked = [room("bosses", { operate_id: openId("chief") })];
    expect(await call("ann", "POST", attendees, { attendees: asked })).toEqual([200, 0]);
    expect(await answerOf("ann", event_id, "bosses")).toBe("accept");
  });

  it("includes moving it in the client where it may be changed; its rooms are asked anew then", async () => {
    await slowRooms();
    const event_id = await shared("can_modify_event");
    const meetingId = event_id.replace(/_0$/, "");
    await invite("ann", event_id, [room("oak", { operate_id: openId("ann") })]);
    feishu.ground.clock.advance(60_000);
    expect(await answerOf("ann", event_id, "oak")).toBe("accept");
    const rival = inClient({
      start: TEN + 2 * HOUR,
      end: TEN + 3 * HOUR,
      rooms: [{ roomKey: "oak", answer: "accepted" }],
    });
    feishu.vendor.moveInClient("ann", meetingId, { start: TEN + 2 * HOUR, end: TEN + 3 * HOUR });
    expect(await roomStatus("ann", event_id, "oak")).toBe("needs_action");
    feishu.ground.clock.advance(60_000);
    expect(await answerOf("ann", event_id, "oak")).toBe("decline");
    expect(() => feishu.vendor.moveInClient("bo", rival.id, rival)).toThrow(/may not change/);
    const locked = await shared("can_invite_others");
    expect(() =>
      feishu.vendor.moveInClient("ann", locked.replace(/_0$/, ""), { start: TEN, end: TEN + 1 }),
    ).toThrow(/may not change/);
  });
});

describe("what Feishu's calendar assistant tells people", () => {
  const told = () => feishu.vendor.notices.map(({ kind, to }) => `${kind} ${to}`);

  it("is that they are asked, moved, taken off and let go, and nothing to the organiser", async () => {
    const event_id = await make("ann");
    await invite("ann", event_id, [person("ann"), person("bo"), room("oak")]);
    await invite("ann", event_id, [person("bo")]);
    await call("ann", "PATCH", `${EVENTS}/${event_id}`, { summary: "新标题" });
    await invite("ann", event_id, [{ type: "chat", chat_id: feishuIds.chatId("team") }]);
    const off = { delete_ids: [person("bo")] };
    await call("ann", "POST", `${EVENTS}/${event_id}/attendees/batch_delete`, off);
    await call("ann", "DELETE", `${EVENTS}/${event_id}`);
    expect(told()).toEqual([
      "invited bo",
      "changed bo",
      "invited bo",
      "invited guest",
      "removed bo",
      "cancelled bo",
      "cancelled guest",
    ]);
  });

  it("is nothing where the request says so, and changes stay untold where the event was made so", async () => {
    const event_id = await make("ann", { need_notification: false });
    await invite("ann", event_id, [person("bo")], { need_notification: false });
    await call("ann", "PATCH", `${EVENTS}/${event_id}`, { summary: "新标题" });
    const off = { delete_ids: [person("bo")], need_notification: false };
    await call("ann", "POST", `${EVENTS}/${event_id}/attendees/batch_delete`, off);
    await call("ann", "DELETE", `${EVENTS}/${event_id}?need_notification=false`);
    expect(told()).toEqual([]);
  });
});

describe("a room of Feishu's that is asked anew", () => {
  it("may go on showing its former answer for a while", async () => {
    feishu.vendor.switches.staleAnswerMs = 60_000;
    const event_id = await make("ann");
    await invite("ann", event_id, [room("short")]);
    expect(await answerOf("ann", event_id, "short")).toBe("accept");
    await feishu.client.calendar.calendarEvent.patch(
      { path: { ...path, event_id }, data: { start_time: at(TEN), end_time: at(TEN + 2 * HOUR) } },
      as("ann"),
    );
    expect(await roomStatus("ann", event_id, "short")).toBe("accept");
    feishu.ground.clock.advance(60_000);
    expect(await answerOf("ann", event_id, "short")).toBe("decline");
  });
});

describe("a room of Feishu's that is booked", () => {
  it("is told to an app that has subscribed to it, whoever books, and nothing of a refusal", async () => {
    const heard: { event_type: string; room_id: string; room_name: string }[] = [];
    const type = "meeting_room.meeting_room.status_changed_v1";
    await feishu.listen({ [type]: (data: (typeof heard)[number]) => void heard.push(data) });
    const book = async (key: string) => {
      const event_id = await make("ann");
      await invite("ann", event_id, [room(key, { approval_reason: "培训" })]);
      return event_id;
    };
    expect(await answerOf("ann", await book("oak"), "oak")).toBe("accept");
    feishu.vendor.switches.subscribedEvents.add(type);
    expect(await answerOf("ann", await book("oak"), "oak")).toBe("decline");
    expect(await answerOf("ann", await book("elm"), "elm")).toBe("accept");
    await vi.waitFor(() =>
      expect(heard).toMatchObject([{ event_type: type, room_id: roomId("elm"), room_name: "榆树" }]),
    );
    const waiting = (await book("approved")).replace(/_0$/, "");
    const answer = () => feishu.ground.world.meeting(waiting)?.rooms[0]?.answer;
    await vi.waitFor(() => expect(answer()).toBe("tentative"));
    feishu.vendor.decideApproval(waiting, "approved", "accepted");
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    expect(heard[1]?.room_id).toBe(roomId("approved"));
  });

  it("in the client is told as well, at each new time, and nothing when it is called off or only renamed", async () => {
    const heard: string[] = [];
    const type = "meeting_room.meeting_room.status_changed_v1";
    await feishu.listen({ [type]: (data: { room_id: string }) => void heard.push(data.room_id) });
    const { world } = feishu.ground;
    const inClient = (roomKey: string) =>
      world.add({
        madeOn: "client",
        organiserKey: "other:1",
        title: "周会",
        start: TEN,
        end: TEN + HOUR,
        rooms: [{ roomKey, answer: "accepted" }],
      });
    const before = inClient("oak");
    feishu.vendor.switches.subscribedEvents.add(type);
    world.change(before, { title: "月会" });
    world.cancel(before);
    const meeting = inClient("elm");
    world.change(meeting, { title: "月会" });
    await vi.waitFor(() => expect(heard).toEqual([roomId("elm")]));
    world.change(meeting, { start: TEN + HOUR, end: TEN + 2 * HOUR });
    await vi.waitFor(() => expect(heard).toEqual([roomId("elm"), roomId("elm")]));
    world.takeRoom(meeting, "elm");
    world.putRoom(meeting, "oak", "accepted");
    await vi.waitFor(() => expect(heard).toHaveLength(3));
    expect(heard[2]).toBe(roomId("oak"));
  });
});
