import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EventDraft } from "../../../src/core/model.ts";
import { openRig, type Rig } from "./rig.ts";

const CALENDAR = "/v1.0/calendar/users/union-staff-7/calendars/primary";
/** Event ids are base64: what has a meaning in an address must be encoded. */
const EVENT = "SGlW/TJL+dlAz==";
const EVENT_PATH = `${CALENDAR}/events/${encodeURIComponent(EVENT)}`;
const organiser = { id: "staff-7", name: "阿明" };
const at = (clock: string) => Date.parse(`2026-03-24T${clock}:00+08:00`);
const time = (clock: string) => ({ dateTime: `2026-03-24T${clock}:00+08:00`, timeZone: "Asia/Shanghai" });
const stored = (fields: object = {}) => ({
  id: EVENT,
  summary: "周会",
  status: "confirmed",
  start: time("15:00"),
  end: time("16:00"),
  isAllDay: false,
  organizer: { id: "union-staff-7", self: true },
  ...fields,
});
const gone = { status: 404, body: { code: "itemNotFound", message: "gone" } };

let rig: Rig;
beforeEach(async () => {
  rig = await openRig();
});
afterEach(() => rig.close());

describe("reading", () => {
  it("shows an event with what its rooms said", async () => {
    rig.server.on("GET", EVENT_PATH, {
      body: stored({
        meetingRooms: [
          { roomId: "a", displayName: "Orion", responseStatus: "accepted" },
          { roomId: "b", displayName: "Lyra", responseStatus: "tentative" },
          { roomId: "c", displayName: "Vega", responseStatus: "declined" },
          { roomId: "d", responseStatus: "needsAction" },
        ],
      }),
    });
    expect(await rig.platform.calendar.read(EVENT, organiser)).toEqual({
      id: EVENT,
      title: "周会",
      start: at("15:00"),
      end: at("16:00"),
      isOrganiser: true,
      isAllDay: false,
      isRecurring: false,
      isCancelled: false,
      rooms: [
        { roomId: "a", name: "Orion", response: "accepted" },
        { roomId: "b", name: "Lyra", response: "approval" },
        { roomId: "c", name: "Vega", response: "declined" },
        { roomId: "d", name: "", response: "pending" },
      ],
    });
  });

  it("does not take a missing list of rooms for an empty one", async () => {
    rig.server.on("GET", EVENT_PATH, { body: stored() });
    expect(await rig.platform.calendar.read(EVENT, organiser)).not.toHaveProperty("rooms");
    rig.server.on("GET", EVENT_PATH, { body: stored({ meetingRooms: [] }) });
    expect(await rig.platform.calendar.read(EVENT, organiser)).toMatchObject({ rooms: [] });
  });

  it("finds nothing where the event is gone or cancelled", async () => {
    rig.server.on("GET", EVENT_PATH, gone);
    expect(await rig.platform.calendar.read(EVENT, organiser)).toBeUndefined();
    rig.server.on("GET", EVENT_PATH, { status: 404, body: { code: "instanceNotExist", message: "…" } });
    expect(await rig.platform.calendar.read(EVENT, organiser)).toBeUndefined();
    rig.server.on("GET", EVENT_PATH, { body: stored({ status: "cancelled" }) });
    expect(await rig.platform.calendar.read(EVENT, organiser)).toBeUndefined();
  });

  it("lists a person's events, all pages, recurring and whole days told apart", async () => {
    rig.server.on("GET", `${CALENDAR}/eventsview`, ({ query }) => ({
      body: query.get("nextToken")
        ? {
            events: [
              stored({
                id: "e3",
                start: { date: "2026-03-24" },
                end: { date: "2026-03-25" },
                isAllDay: true,
              }),
              stored({ id: "e4", start: {}, end: {} }),
            ],
          }
        : {
            nextToken: "more",
            events: [
              stored({ id: "e1", seriesMasterId: "s" }),
              stored({
                id: "e2",
                organizer: { id: "union-else" },
                recurrence: { pattern: { type: "daily" } },
              }),
            ],
          },
    }));
    const events = await rig.platform.calendar.eventsOf?.(organiser, {
      start: at("09:00"),
      end: at("18:00"),
    });
    expect(
      events?.map(({ id, isOrganiser, isRecurring, isAllDay }) => [id, isOrganiser, isRecurring, isAllDay]),
    ).toEqual([
      ["e1", true, true, false],
      ["e2", false, true, false],
      ["e3", true, false, true],
    ]);
    expect(Object.fromEntries(rig.server.last(`${CALENDAR}/eventsview`)?.query ?? [])).toEqual({
      timeMin: "2026-03-24T09:00:00.000+08:00",
      timeMax: "2026-03-24T18:00:00.000+08:00",
      maxResults: "100",
      nextToken: "more",
    });
  });
});

describe("a list of events", () => {
  const view = `${CALENDAR}/eventsview`;
  const list = () => rig.platform.calendar.eventsOf?.(organiser, { start: at("09:00"), end: at("18:00") });

  it("is not lost over one that cannot be read", async () => {
    const rows = [stored({ id: "e1" }), "no event", stored({ id: "e2", start: 5 }), stored({ id: "e3" })];
    rig.server.on("GET", view, { body: { events: rows } });
    expect((await list())?.map(({ id }) => id)).toEqual(["e1", "e3"]);
    expect(rig.logger.lines.filter(({ level }) => level === "warn").map(({ fields }) => fields)).toEqual([
      { events: 2 },
    ]);
  });

  it.each([{}, { pattern: null }, null])(
    "takes one with the recurrence %j for a single one",
    async (recurrence) => {
      rig.server.on("GET", view, { body: { events: [stored({ recurrence })] } });
      expect((await list())?.map(({ isRecurring }) => isRecurring)).toEqual([false]);
    },
  );

  it("that never ends is cut, and says so; its page tokens may be numbers", async () => {
    rig.server.on("GET", view, ({ query }) => ({
      body: { events: [stored()], nextToken: Number(query.get("nextToken") ?? 0) + 1 },
    }));
    expect(await list()).toHaveLength(20);
    expect(rig.logger.lines).toContainEqual({
      level: "warn",
      message: "the list of a person's events was cut",
      fields: { events: 20 },
    });
  });
});

describe("a series", () => {
  const recurrence = { pattern: { type: "weekly" } };

  it("is named by its meetings, and names itself", async () => {
    rig.server.on("GET", `${CALENDAR}/eventsview`, {
      body: {
        events: [
          stored({ id: "first", seriesMasterId: EVENT, recurrence }),
          stored({ id: EVENT, seriesMasterId: "", recurrence }),
          stored({ id: "single", seriesMasterId: "" }),
        ],
      },
    });
    const events = await rig.platform.calendar.eventsOf?.(organiser, {
      start: at("09:00"),
      end: at("18:00"),
    });
    expect(events?.map(({ id, seriesId, isRecurring }) => [id, seriesId, isRecurring])).toEqual([
      ["first", EVENT, true],
      [EVENT, EVENT, true],
      ["single", undefined, false],
    ]);
  });

  it("is read, loses its room and is removed as a whole by that id", async () => {
    const { calendar } = rig.platform;
    const REMOVE = `${EVENT_PATH}/meetingRooms/batchRemove`;
    rig.server.on("GET", EVENT_PATH, { body: stored({ recurrence, meetingRooms: [{ roomId: "a" }] }) });
    rig.server.on("POST", REMOVE, { body: { result: true } });
    rig.server.on("DELETE", EVENT_PATH, { status: 200 });
    expect(await calendar.read(EVENT, organiser)).toMatchObject({
      seriesId: EVENT,
      rooms: [{ roomId: "a" }],
    });
    await calendar.removeRoom(EVENT, "a", organiser);
    await calendar.remove(EVENT, organiser);
    expect([rig.server.count(REMOVE), rig.server.last(EVENT_PATH)?.method]).toEqual([1, "DELETE"]);
  });
});

describe("making an event", () => {
  const draft: EventDraft = {
    title: "评审",
    start: at("15:00"),
    end: at("16:00"),
    zone: "Asia/Shanghai",
    organiser,
  };

  it("tells nobody yet and carries a token made of the key", async () => {
    rig.server.on("POST", `${CALENDAR}/events`, { body: stored() });
    expect(await rig.platform.calendar.create(draft, "dingtalk:m1:book")).toBe(EVENT);
    expect(await rig.platform.calendar.create(draft, "dingtalk:m1:book")).toBe(EVENT);
    await rig.platform.calendar.create(draft, "dingtalk:m2:book");
    const [first, again, other] = rig.server.received
      .filter(({ method }) => method === "POST")
      .filter(({ path }) => path === `${CALENDAR}/events`);
    expect(first?.body).toEqual({
      summary: "评审",
      start: { dateTime: "2026-03-24T15:00:00.000+08:00", timeZone: "Asia/Shanghai" },
      end: { dateTime: "2026-03-24T16:00:00.000+08:00", timeZone: "Asia/Shanghai" },
      isAllDay: false,
      extra: { noPushNotification: "true", noChatNotification: "true" },
    });
    const tokens = [first, again, other].map((request) => request?.headers["x-client-token"]);
    expect(tokens[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(tokens[1]).toBe(tokens[0]);
    expect(tokens[2]).not.toBe(tokens[0]);
  });

  it("takes a series with an end date", async () => {
    rig.server.on("POST", `${CALENDAR}/events`, { body: stored() });
    const recurrence = { rule: "FREQ=WEEKLY;BYDAY=TU", untilLocalDate: "2026-04-10" };
    await rig.platform.calendar.create({ ...draft, recurrence }, "key");
    expect(rig.server.last(`${CALENDAR}/events`)?.body).toMatchObject({
      recurrence: {
        pattern: { type: "weekly", daysOfWeek: "tuesday" },
        range: { type: "endDate", endDate: "2026-04-07T23:59:59.000+08:00" },
      },
    });
  });

  it("does not ask for a series that DingTalk cannot have", async () => {
    const recurrence = { rule: "FREQ=MONTHLY;BYMONTHDAY=5,24", untilLocalDate: "2026-06-10" };
    await expect(rig.platform.calendar.create({ ...draft, recurrence }, "key")).rejects.toMatchObject({
      kind: "refused",
    });
    expect(rig.server.count(`${CALENDAR}/events`)).toBe(0);
  });

  it("is made although something else in the answer is odd", async () => {
    rig.server.on("POST", `${CALENDAR}/events`, { body: stored({ organizer: "me", start: 5 }) });
    expect(await rig.platform.calendar.create(draft, "key")).toBe(EVENT);
  });

  it("is sent again with the same token when its answer is lost", async () => {
    const tokens: unknown[] = [];
    rig.server.on("POST", `${CALENDAR}/events`, ({ headers }) => {
      tokens.push(headers["x-client-token"]);
      return tokens.length === 1 ? "cut" : { body: stored() };
    });
    expect(await rig.platform.calendar.create(draft, "key")).toBe(EVENT);
    expect(tokens[1]).toBe(tokens[0]);
  });
});

describe("an event's rooms", () => {
  const ADD = `${EVENT_PATH}/meetingRooms`;
  const REMOVE = `${EVENT_PATH}/meetingRooms/batchRemove`;

  it("are claimed one at a time", async () => {
    rig.server.on("POST", ADD, { body: { result: true } });
    expect(await rig.platform.calendar.addRoom(EVENT, "a", organiser)).toBe("accepted");
    expect(rig.server.last(ADD)?.body).toEqual({ meetingRoomsToAdd: [{ roomId: "a" }] });
  });

  it("say in the platform's words why they are not given", async () => {
    const message = 'code: 321001, developerMessage: [{"roomName":"Orion","text":"该会议室已被预订"}]';
    rig.server.on("POST", ADD, { status: 400, body: { code: "meetingRoomNotAvailable", message } });
    await expect(rig.platform.calendar.addRoom(EVENT, "a", organiser)).rejects.toMatchObject({
      kind: "refused",
      reason: "该会议室已被预订",
    });
  });

  it("are not claimed twice when the answer is lost, nor taken for claimed on a false", async () => {
    rig.server.on("POST", ADD, "cut");
    await expect(rig.platform.calendar.addRoom(EVENT, "a", organiser)).rejects.toMatchObject({
      kind: "unknown",
    });
    expect(rig.server.count(ADD)).toBe(1);
    rig.server.on("POST", ADD, { body: { result: false } });
    await expect(rig.platform.calendar.addRoom(EVENT, "a", organiser)).rejects.toMatchObject({
      kind: "refused",
    });
  });

  it("are given back", async () => {
    rig.server.on("POST", REMOVE, { body: { result: true } });
    await rig.platform.calendar.removeRoom(EVENT, "a", organiser);
    expect(rig.server.last(REMOVE)?.body).toEqual({ meetingRoomsToRemove: [{ roomId: "a" }] });
  });

  it("are given back already where the event is gone, or has the room no more", async () => {
    rig.server.on("POST", REMOVE, gone);
    await rig.platform.calendar.removeRoom(EVENT, "a", organiser);
    rig.server.on("POST", REMOVE, {
      status: 400,
      body: { code: "invalidParameter", message: "roomId invalid" },
    });
    rig.server.on("GET", EVENT_PATH, { body: stored({ meetingRooms: [{ roomId: "b" }] }) });
    await rig.platform.calendar.removeRoom(EVENT, "a", organiser);
    await expect(rig.platform.calendar.removeRoom(EVENT, "b", organiser)).rejects.toMatchObject({
      kind: "refused",
    });
  });

  it("are not taken for given back where the event does not say", async () => {
    rig.server.on("POST", REMOVE, { status: 400, body: { code: "invalidParameter", message: "…" } });
    rig.server.on("GET", EVENT_PATH, { body: stored() });
    await expect(rig.platform.calendar.removeRoom(EVENT, "a", organiser)).rejects.toMatchObject({
      kind: "refused",
    });
  });
});

describe("inviting people", () => {
  const GUESTS = `${EVENT_PATH}/attendees`;
  const guest = (id: string) => ({ id, name: "" });

  it("asks each of them once, with a push, and never the organiser", async () => {
    rig.server.on("POST", GUESTS, { status: 200 });
    await rig.platform.calendar.invite(EVENT, [guest("staff-9"), organiser, guest("staff-9")], organiser);
    expect(rig.server.last(GUESTS)?.body).toEqual({
      attendeesToAdd: [{ id: "union-staff-9", isOptional: false }],
      pushNotification: true,
      chatNotification: false,
    });
  });

  it("asks nobody where only the organiser is left", async () => {
    await rig.platform.calendar.invite(EVENT, [organiser], organiser);
    expect(rig.server.count(GUESTS)).toBe(0);
  });

  it("is not stopped by one who cannot be found, and does not hide it either", async () => {
    rig.server.on("POST", GUESTS, { status: 200 });
    rig.server.on("POST", "/topapi/v2/user/get", ({ body }) => {
      const { userid } = body as { userid: string };
      if (userid === "nobody") return { body: { errcode: 60121, errmsg: "找不到该用户" } };
      return { body: { errcode: 0, errmsg: "ok", result: { userid, unionid: `union-${userid}` } } };
    });
    const invited = rig.platform.calendar.invite(EVENT, [guest("nobody"), guest("staff-9")], organiser);
    await expect(invited).rejects.toMatchObject({ kind: "refused", code: "60121" });
    expect(rig.server.last(GUESTS)?.body).toMatchObject({ attendeesToAdd: [{ id: "union-staff-9" }] });
  });
});

describe("moving an event", () => {
  const move = () =>
    rig.platform.calendar.reschedule(EVENT, { start: at("16:00"), end: at("17:00") }, organiser);

  it("sends its id and its new times, and nothing that might change anything else", async () => {
    rig.server.on("PUT", EVENT_PATH, { body: stored() });
    await move();
    expect(rig.server.last(EVENT_PATH)?.body).toEqual({
      id: EVENT,
      start: { dateTime: "2026-03-24T16:00:00.000+08:00", timeZone: "Asia/Shanghai" },
      end: { dateTime: "2026-03-24T17:00:00.000+08:00", timeZone: "Asia/Shanghai" },
    });
  });

  it("is sent again when its answer is lost: the same times again change nothing", async () => {
    let asked = 0;
    rig.server.on("PUT", EVENT_PATH, () => {
      asked += 1;
      return asked === 1 ? "cut" : { body: stored() };
    });
    await move();
    expect(asked).toBe(2);
  });

  it("says in the platform's words why it may not be", async () => {
    rig.server.on("PUT", EVENT_PATH, {
      status: 400,
      body: { code: "invalidParameter", message: "Meeting room invalid" },
    });
    await expect(move()).rejects.toMatchObject({ kind: "refused", reason: "Meeting room invalid" });
  });
});

describe("removing an event", () => {
  it("succeeds with an empty answer, and where it is gone already", async () => {
    rig.server.on("DELETE", EVENT_PATH, { status: 200 });
    await rig.platform.calendar.remove(EVENT, organiser);
    expect(rig.server.last(EVENT_PATH)?.query.get("pushNotification")).toBe("true");
    await rig.platform.calendar.remove(EVENT, organiser, "quietly");
    expect(rig.server.last(EVENT_PATH)?.query.get("pushNotification")).toBe("false");
    rig.server.on("DELETE", EVENT_PATH, gone);
    await rig.platform.calendar.remove(EVENT, organiser);
  });

  it("does not hide that its outcome is unknown", async () => {
    rig.server.on("DELETE", EVENT_PATH, { status: 504 });
    await expect(rig.platform.calendar.remove(EVENT, organiser)).rejects.toMatchObject({ kind: "unknown" });
  });
});
