import { withUserAccessToken } from "@larksuiteoapi/node-sdk";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { at, HOUR, MONDAY_9, openId, roomId, type Started, startTiny } from "./tiny.ts";

const EVENTS = "/open-apis/calendar/v4/calendars/primary/events";
const TEN = MONDAY_9 + HOUR;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

let feishu: Started;
beforeEach(async () => {
  feishu = await startTiny();
});
afterEach(() => feishu.close());

const path = { calendar_id: "primary" };
/** A series of the bot from Monday at ten, an hour each; weekly on four Mondays unless said otherwise. */
const make = async (recurrence = "FREQ=WEEKLY;BYDAY=MO;COUNT=4", start = TEN, end = start + HOUR) => {
  const { data } = await feishu.client.calendar.calendarEvent.create({
    path,
    data: { summary: "周会", start_time: at(start), end_time: at(end), recurrence },
  });
  return data?.event?.event_id ?? "";
};
const askRoom = (event_id: string, key: string) =>
  feishu.client.calendar.calendarEventAttendee.create({
    path: { ...path, event_id },
    data: { attendees: [{ type: "resource", room_id: roomId(key), operate_id: openId("ann") }] },
  });
const get = async (event_id: string) =>
  (
    await feishu.client.calendar.calendarEvent.get({
      path: { ...path, event_id },
      params: { need_attendee: true },
    })
  ).data?.event;
const answerOf = (event_id: string, key: string) =>
  vi.waitUntil(async () => {
    const room = (await get(event_id))?.attendees?.find((one) => one.room_id === roomId(key));
    return room?.rsvp_status !== "needs_action" && room?.rsvp_status;
  });
const busy = async (subject: object, from = MONDAY_9, to = MONDAY_9 + 60 * DAY) =>
  (
    (
      await feishu.client.calendar.freebusy.list({
        data: { time_min: new Date(from).toISOString(), time_max: new Date(to).toISOString(), ...subject },
      })
    ).data?.freebusy_list ?? []
  ).map((one) => Date.parse(one.start_time ?? ""));
const instances = async (event_id: string, page_size = 50, page_token?: string) =>
  (
    await feishu.client.calendar.calendarEvent.instances({
      path: { ...path, event_id },
      params: {
        start_time: String(MONDAY_9 / 1_000),
        end_time: String((MONDAY_9 + 400 * DAY) / 1_000),
        page_size,
        ...(page_token ? { page_token } : {}),
      },
    })
  ).data;
const view = async (from = MONDAY_9, to = MONDAY_9 + 30 * DAY) =>
  (
    await feishu.client.calendar.calendarEvent.instanceView({
      path,
      params: { start_time: String(from / 1_000), end_time: String(to / 1_000) },
    })
  ).data?.items ?? [];
const hold = (roomKey: string, start: number) =>
  feishu.ground.world.add({
    madeOn: "client",
    organiserKey: "other:1",
    title: "secret",
    start,
    end: start + HOUR,
    rooms: [{ roomKey, answer: "accepted" }],
  });
const refusalOf = async (method: string, path: string, body?: object) => {
  const { status, json } = await feishu.call(method, path, body ? { body } : {});
  return [status, json.code];
};

describe("a series in Feishu, kept by the official client", () => {
  it("is one event with the rule it was given, listed once and in every window it has a day in", async () => {
    const event_id = await make();
    expect(await get(event_id)).toMatchObject({
      recurrence: "FREQ=WEEKLY;BYDAY=MO;COUNT=4",
      start_time: at(TEN),
      is_exception: false,
      recurring_event_id: "",
    });
    const listed = async (from: number, to: number) =>
      (
        await feishu.client.calendar.calendarEvent.list({
          path,
          params: { start_time: String(from / 1_000), end_time: String(to / 1_000) },
        })
      ).data?.items?.map((one) => one.event_id);
    expect(await listed(TEN, TEN + 5 * WEEK)).toEqual([event_id]);
    expect(await listed(TEN + 2 * WEEK, TEN + 2 * WEEK + HOUR)).toEqual([event_id]);
    expect(await listed(TEN + DAY, TEN + 2 * DAY)).toEqual([]);
    const { data } = await feishu.client.calendar.calendarEvent.list({
      path,
      params: { anchor_time: String((TEN + 10 * WEEK) / 1_000) },
    });
    expect(data?.items).toHaveLength(1);
  });

  it("is told time by time, by its own id and the second of each, in pages", async () => {
    const event_id = await make("FREQ=DAILY;COUNT=12");
    const first = await instances(event_id, 10);
    expect(first).toMatchObject({ has_more: true, page_token: "10" });
    expect(first?.items?.slice(0, 2)).toMatchObject([
      {
        event_id: event_id.replace(/_0$/, `_${TEN / 1_000}`),
        start_time: at(TEN),
        end_time: at(TEN + HOUR),
        status: "confirmed",
        is_exception: false,
      },
      { event_id: event_id.replace(/_0$/, `_${(TEN + DAY) / 1_000}`), start_time: at(TEN + DAY) },
    ]);
    expect((await instances(event_id, 10, first?.page_token))?.items).toHaveLength(2);
    const by = `${EVENTS}/${event_id}/instances`;
    expect(await refusalOf("GET", by)).toEqual([400, 190002]);
    expect(await refusalOf("GET", `${by}?start_time=1&end_time=${4 * 366 * 86_400}`)).toEqual([400, 190002]);
    expect(await refusalOf("GET", `${by}?start_time=1&end_time=2&page_size=9`)).toEqual([400, 190002]);
  });

  it("stands beside single events in the calendar's view", async () => {
    const event_id = await make("FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260318T155959Z");
    const single = await feishu.client.calendar.calendarEvent.create({
      path,
      data: { summary: "一次", start_time: at(TEN + DAY), end_time: at(TEN + DAY + HOUR) },
    });
    await askRoom(event_id, "oak");
    const items = await view();
    expect(items.map((one) => one.event_id)).toEqual([
      event_id.replace(/_0$/, `_${TEN / 1_000}`),
      single.data?.event?.event_id,
      ...[2 * DAY, WEEK, WEEK + 2 * DAY].map((ms) => event_id.replace(/_0$/, `_${(TEN + ms) / 1_000}`)),
    ]);
    expect(items[0]).toMatchObject({
      summary: "周会",
      recurring_event_id: event_id,
      attendees: [
        { type: "resource", room_id: roomId("oak") },
        { type: "user", user_id: openId("ann") },
      ],
    });
    const by = (days: number) =>
      `${EVENTS}/instance_view?start_time=${TEN / 1_000}&end_time=${(TEN + days * DAY) / 1_000}`;
    expect(await refusalOf("GET", by(40))).toEqual([400, 193103]);
    expect(await refusalOf("GET", by(39))).toEqual([200, 0]);
    expect(await refusalOf("GET", `${EVENTS}/instance_view`)).toEqual([400, 190002]);
  });

  it("is too much for one view above a thousand times", async () => {
    for (let n = 0; n < 28; n += 1) await make("FREQ=DAILY;COUNT=100");
    const window = `start_time=${MONDAY_9 / 1_000}&end_time=${(MONDAY_9 + 37 * DAY) / 1_000}`;
    expect(await refusalOf("GET", `${EVENTS}/instance_view?${window}`)).toEqual([400, 193104]);
  });

  it("ends with its UNTIL by the office's clock, and shows it in UTC again", async () => {
    const event_id = await make("RRULE:FREQ=DAILY;UNTIL=20260311T155959Z", MONDAY_9 + 10 * HOUR);
    expect((await instances(event_id))?.items).toHaveLength(3);
    expect((await get(event_id))?.recurrence).toBe("FREQ=DAILY;UNTIL=20260311T155959Z");
    const open = await make("FREQ=DAILY;UNTIL=20260311");
    expect((await instances(open))?.items).toHaveLength(3);
  });

  it("is deleted whole", async () => {
    const event_id = await make();
    await askRoom(event_id, "oak");
    expect(await answerOf(event_id, "oak")).toBe("accept");
    expect(await refusalOf("DELETE", `${EVENTS}/${event_id}`)).toEqual([200, 0]);
    expect(await busy({ room_id: roomId("oak") })).toEqual([]);
    expect(await view()).toEqual([]);
    expect((await get(event_id))?.status).toBe("cancelled");
  });
});

describe("one of a Feishu series", () => {
  const second = (event_id: string) => event_id.replace(/_0$/, `_${(TEN + WEEK) / 1_000}`);

  it("cannot be read by its id as long as it is like the others", async () => {
    const event_id = await make();
    expect(await refusalOf("GET", `${EVENTS}/${second(event_id)}`)).toEqual([404, 193001]);
    expect(await refusalOf("POST", `${EVENTS}/${second(event_id)}/attendees`, {})).toEqual([404, 193001]);
  });

  it("becomes an exception that can be read once it was changed, and its room is asked for its new time", async () => {
    const event_id = await make();
    await askRoom(event_id, "oak");
    expect(await answerOf(event_id, "oak")).toBe("accept");
    hold("oak", TEN + WEEK + 3 * HOUR);
    const moved = await feishu.client.calendar.calendarEvent.patch({
      path: { ...path, event_id: second(event_id) },
      data: { start_time: at(TEN + WEEK + 3 * HOUR), end_time: at(TEN + WEEK + 4 * HOUR) },
    });
    expect(moved.data?.event).toMatchObject({
      event_id: second(event_id),
      is_exception: true,
      recurring_event_id: event_id,
      recurrence: "",
    });
    expect(await answerOf(second(event_id), "oak")).toBe("decline");
    expect(await answerOf(event_id, "oak")).toBe("accept");
    const starts = (await view()).map((one) => Number(one.start_time?.timestamp) * 1_000);
    expect(starts).toEqual([TEN, TEN + WEEK + 3 * HOUR, TEN + 2 * WEEK, TEN + 3 * WEEK]);
    expect(await refusalOf("DELETE", `${EVENTS}/${event_id}`)).toEqual([200, 0]);
    expect(await view()).toEqual([]);
  });

  it("can be called off alone, and its room is free then", async () => {
    const event_id = await make();
    await askRoom(event_id, "oak");
    expect(await answerOf(event_id, "oak")).toBe("accept");
    expect(await refusalOf("DELETE", `${EVENTS}/${second(event_id)}`)).toEqual([200, 0]);
    expect(await busy({ room_id: roomId("oak") })).toEqual([TEN, TEN + 2 * WEEK, TEN + 3 * WEEK]);
    expect((await instances(event_id))?.items).toHaveLength(3);
    expect(await refusalOf("GET", `${EVENTS}/${second(event_id)}`)).toEqual([404, 193001]);
  });

  it("is named by a time that the series has", async () => {
    const event_id = await make();
    const never = event_id.replace(/_0$/, `_${(TEN + DAY) / 1_000}`);
    expect(await refusalOf("PATCH", `${EVENTS}/${never}`, { summary: "x" })).toEqual([404, 193001]);
  });
});

describe("rooms of a Feishu series", () => {
  it("accept it whole, and are busy every time, as are its people", async () => {
    const event_id = await make();
    await askRoom(event_id, "oak");
    expect(await answerOf(event_id, "oak")).toBe("accept");
    const mondays = [0, 1, 2, 3].map((week) => TEN + week * WEEK);
    expect(await busy({ room_id: roomId("oak") })).toEqual(mondays);
    expect(await busy({ user_id: openId("ann") })).toEqual(mondays);
    const rival = await make("FREQ=DAILY;COUNT=2", TEN + 3 * WEEK - DAY);
    await askRoom(rival, "oak");
    expect(await answerOf(rival, "oak")).toBe("decline");
    await askRoom(event_id, "oak");
    expect(await answerOf(event_id, "oak")).toBe("accept");
  });

  it("decline all of it where one of its times is taken", async () => {
    hold("oak", TEN + 3 * WEEK + HOUR / 2);
    const event_id = await make();
    await askRoom(event_id, "oak");
    expect(await answerOf(event_id, "oak")).toBe("decline");
    expect(await busy({ room_id: roomId("oak") })).toHaveLength(1);
    const shorter = await make("FREQ=WEEKLY;BYDAY=MO;COUNT=3");
    await askRoom(shorter, "oak");
    expect(await answerOf(shorter, "oak")).toBe("accept");
  });

  it.each([
    ["has no end", "FREQ=WEEKLY", "oak", "decline"],
    ["ends in more than two years", "FREQ=WEEKLY;UNTIL=20280315T155959Z", "oak", "decline"],
    ["ends in two years", "FREQ=WEEKLY;UNTIL=20280308T155959Z", "oak", "accept"],
    ["counts to more than two years", "FREQ=WEEKLY;COUNT=106", "oak", "decline"],
    ["counts to less than two years", "FREQ=WEEKLY;COUNT=104", "oak", "accept"],
    ["goes beyond the days that may be booked ahead", "FREQ=WEEKLY;COUNT=2", "short", "decline"],
    ["stays within them", "FREQ=DAILY;COUNT=7", "short", "accept"],
    ["comes to a time when the room is shut", "FREQ=DAILY;COUNT=4", "soon-shut", "decline"],
  ])("answer a series that %s", async (_, rule, key, answer) => {
    const event_id = await make(rule);
    await askRoom(event_id, key);
    expect(await answerOf(event_id, key)).toBe(answer);
  });

  it("are asked anew when the series moves, or comes another way", async () => {
    const event_id = await make();
    await askRoom(event_id, "oak");
    expect(await answerOf(event_id, "oak")).toBe("accept");
    const patch = (data: object) =>
      feishu.client.calendar.calendarEvent.patch({ path: { ...path, event_id }, data });
    await patch({ start_time: at(TEN + 2 * HOUR), end_time: at(TEN + 3 * HOUR) });
    expect(await answerOf(event_id, "oak")).toBe("accept");
    expect(await busy({ room_id: roomId("oak") })).toEqual(
      [0, 1, 2, 3].map((week) => TEN + 2 * HOUR + week * WEEK),
    );
    hold("oak", TEN + 2 * HOUR + 4 * WEEK);
    await patch({ recurrence: "FREQ=WEEKLY;BYDAY=MO;COUNT=5" });
    expect(await answerOf(event_id, "oak")).toBe("decline");
    await patch({ recurrence: "" });
    expect((await get(event_id))?.recurrence).toBe("FREQ=WEEKLY;BYDAY=MO;COUNT=5");
  });

  it("that need approval wait with the whole of it", async () => {
    const ann = withUserAccessToken(await feishu.link("ann"));
    const { data } = await feishu.client.calendar.calendarEvent.create(
      { path, data: { start_time: at(TEN), end_time: at(TEN + HOUR), recurrence: "FREQ=WEEKLY;COUNT=3" } },
      ann,
    );
    const event_id = data?.event?.event_id ?? "";
    const room = { type: "resource" as const, room_id: roomId("approved"), approval_reason: "培训" };
    await feishu.client.calendar.calendarEventAttendee.create(
      { path: { ...path, event_id }, data: { attendees: [room] } },
      ann,
    );
    const [meeting] = feishu.ground.world.meetings();
    await vi.waitFor(() => expect(meeting?.rooms[0]?.answer).toBe("tentative"));
    expect(await busy({ room_id: roomId("approved") })).toHaveLength(3);
    feishu.vendor.decideApproval(meeting?.id ?? "", "approved", "accepted");
    expect(meeting?.rooms[0]?.answer).toBe("accepted");
  });
});

describe("an event of Feishu's that moves", () => {
  it("holds its room's new time while the room thinks, and no longer the old one", async () => {
    await feishu.close();
    feishu = await startTiny({ roomAnswerMs: [60_000, 60_000] });
    const event_id = await make("");
    await askRoom(event_id, "oak");
    feishu.ground.clock.advance(60_000);
    expect(await answerOf(event_id, "oak")).toBe("accept");
    const { data } = await feishu.client.calendar.calendarEvent.patch({
      path: { ...path, event_id },
      data: { start_time: at(TEN + 2 * HOUR), end_time: at(TEN + 3 * HOUR) },
    });
    expect(data?.event).toMatchObject({ event_id, summary: "周会", start_time: at(TEN + 2 * HOUR) });
    const { data: held } = await feishu.client.calendar.freebusy.list({
      data: {
        time_min: "2026-03-09T00:00:00+08:00",
        time_max: "2026-03-10T00:00:00+08:00",
        room_id: roomId("oak"),
        need_rsvp_status: true,
      },
    });
    expect(held?.freebusy_list).toEqual([
      {
        start_time: "2026-03-09T12:00:00+08:00",
        end_time: "2026-03-09T13:00:00+08:00",
        rsvp_status: "needs_action",
      },
    ]);
    feishu.ground.clock.advance(60_000);
    expect(await answerOf(event_id, "oak")).toBe("accept");
  });
});
