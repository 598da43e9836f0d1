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

const HOUR = ["2026-03-11T15:00", "2026-03-11T16:00"] as const;
const weekly = (until = "2026-04-01T15:00:00+08:00") => ({
  pattern: { type: "weekly", interval: 1, daysOfWeek: "wednesday", firstDayOfWeek: "monday" },
  range: { type: "endDate", endDate: until },
});

type Recurrence = Record<"pattern" | "range", Record<string, unknown>>;

/** Makes a series for a person: the vendor's answer and the event's path. */
async function series(
  setup: Setup,
  who: string,
  recurrence: Recurrence,
  [start, end]: readonly [string, string] = HOUR,
) {
  const events = eventsPath(setup.person(who));
  const answer = await setup.call("POST", events, { ...eventBody(start, end), recurrence });
  const id = String(answer.body.id);
  return { answer, id, events, path: `${events}/${encodeURIComponent(id)}` };
}

const addRooms = (setup: Setup, path: string, ...keys: string[]) =>
  setup.call("POST", `${path}/meetingRooms`, {
    meetingRoomsToAdd: keys.map((key) => ({ roomId: setup.room(key).dingtalk.roomId })),
  });

interface Viewed {
  readonly id: string;
  readonly summary: string;
  readonly seriesMasterId?: string;
  readonly originStart?: { readonly dateTime: string };
  readonly start: { readonly dateTime: string };
  readonly meetingRooms: readonly { readonly displayName: string; readonly responseStatus: string }[];
}

async function view(setup: Setup, who: string, from = "2026-03-01", to = "2026-07-01"): Promise<Viewed[]> {
  const window = new URLSearchParams({
    timeMin: `${from}T00:00:00+08:00`,
    timeMax: `${to}T00:00:00+08:00`,
  });
  const path = eventsPath(setup.person(who)).replace(/events$/, "eventsview");
  const { body } = await setup.call("GET", `${path}?${window}`);
  return body.events as Viewed[];
}

const days = (events: readonly Viewed[]) => events.map(({ start }) => start.dateTime.slice(0, 10));

const refusedFor = (roomName: string, text: string) => ({
  status: 400,
  body: {
    code: "meetingRoomNotAvailable",
    message: `code: 321001, developerMessage: ${JSON.stringify([{ roomName, text }])}`,
  },
});

describe("a series through DingTalk's own client", () => {
  it("is made, seen as its meetings, holds its room at each of them, and goes as a whole", async () => {
    const setup = await dingTalkOffice();
    const { calendar, headers, runtime } = await officialClients(setup);
    const { unionId } = setup.person("li-lei").dingtalk;
    const { roomId } = setup.room("k2").dingtalk;
    const at = (local: string) => ({ dateTime: `2026-03-11T${local}:00+08:00`, timeZone: "Asia/Shanghai" });
    const { body: made } = await calendar.createEventWithOptions(
      unionId,
      "primary",
      new officialCalendar.CreateEventRequest({
        summary: "周会",
        start: at("15:00"),
        end: at("16:00"),
        recurrence: weekly("2026-03-25T15:00:00+08:00"),
      }),
      new officialCalendar.CreateEventHeaders(headers),
      runtime,
    );
    expect(made?.recurrence).toMatchObject({
      pattern: { type: "weekly", daysOfWeek: "wednesday", interval: 1 },
      range: { type: "endDate", endDate: "2026-03-25T15:00:00+08:00" },
    });
    const id = made?.id ?? "";
    const { body: added } = await calendar.addMeetingRoomsWithOptions(
      unionId,
      "primary",
      id,
      new officialCalendar.AddMeetingRoomsRequest({ meetingRoomsToAdd: [{ roomId }] }),
      new officialCalendar.AddMeetingRoomsHeaders(headers),
      runtime,
    );
    expect(added).toEqual({ result: true });

    const viewed = async () => {
      const { body } = await calendar.listEventsViewWithOptions(
        unionId,
        "primary",
        new officialCalendar.ListEventsViewRequest({
          timeMin: "2026-03-10T00:00:00+08:00",
          timeMax: "2026-05-01T00:00:00+08:00",
        }),
        new officialCalendar.ListEventsViewHeaders(headers),
        runtime,
      );
      return body?.events ?? [];
    };
    const events = await viewed();
    expect(events).toMatchObject(
      ["03-11", "03-18", "03-25"].map((day) => ({
        seriesMasterId: id,
        originStart: { dateTime: `2026-${day}T07:00:00Z` },
        start: { dateTime: `2026-${day}T15:00:00+08:00` },
        end: { dateTime: `2026-${day}T16:00:00+08:00` },
        meetingRooms: [{ roomId, responseStatus: "accepted" }],
      })),
    );
    expect(new Set([id, ...events.map((event) => event.id)]).size).toBe(4);

    const schedule = async () => {
      const { body } = await calendar.getMeetingRoomsScheduleWithOptions(
        unionId,
        new officialCalendar.GetMeetingRoomsScheduleRequest({
          roomIds: [roomId],
          startTime: "2026-03-10T00:00:00.000+08:00",
          endTime: "2026-05-01T00:00:00.000+08:00",
        }),
        new officialCalendar.GetMeetingRoomsScheduleHeaders(headers),
        runtime,
      );
      return body?.scheduleInformation?.[0]?.scheduleItems ?? [];
    };
    expect((await schedule()).map((item) => [item.eventId, item.start?.dateTime])).toEqual(
      events.map((event) => [event.id, event.start?.dateTime]),
    );
    const { body: busy } = await calendar.getScheduleWithOptions(
      unionId,
      new officialCalendar.GetScheduleRequest({
        userIds: [unionId],
        startTime: "2026-03-18T00:00:00+08:00",
        endTime: "2026-03-19T00:00:00+08:00",
      }),
      new officialCalendar.GetScheduleHeaders(headers),
      runtime,
    );
    expect(busy?.scheduleInformation?.[0]?.scheduleItems).toMatchObject([
      { status: "BUSY", start: { dateTime: "2026-03-18T15:00:00+08:00" } },
    ]);

    const read = async (eventId: string) =>
      (
        await calendar.getEventWithOptions(
          unionId,
          "primary",
          eventId,
          new officialCalendar.GetEventRequest({}),
          new officialCalendar.GetEventHeaders(headers),
          runtime,
        )
      ).body;
    const second = await read(events[1]?.id ?? "");
    expect(second).toMatchObject({ seriesMasterId: id, start: { dateTime: "2026-03-18T15:00:00+08:00" } });
    const whole = await read(id);
    expect(whole).toMatchObject({ start: { dateTime: "2026-03-11T15:00:00+08:00" } });
    expect(whole?.seriesMasterId).toBeUndefined();

    await calendar.deleteEventWithOptions(
      unionId,
      "primary",
      id,
      new officialCalendar.DeleteEventRequest({ pushNotification: false }),
      new officialCalendar.DeleteEventHeaders(headers),
      runtime,
    );
    expect([await viewed(), await schedule()]).toEqual([[], []]);
    expect(setup.ground.world.meetings()).toEqual([]);
  });
});

describe("how a series comes again", () => {
  const endDate = (date: string) => ({ type: "endDate", endDate: `${date}T23:59:59+08:00` });
  const FOREVER = { type: "noEnd" };

  it.each<[string, Recurrence, string[]]>([
    [
      "every other day",
      { pattern: { type: "daily", interval: 2 }, range: endDate("2026-03-16") },
      ["2026-03-11", "2026-03-13", "2026-03-15"],
    ],
    [
      "on two days of each second week",
      {
        pattern: { type: "weekly", interval: 2, daysOfWeek: "wednesday,friday" },
        range: { type: "numbered", numberOfOccurrences: 4 },
      },
      ["2026-03-11", "2026-03-13", "2026-03-25", "2026-03-27"],
    ],
    [
      "on a day of the month, where the month has it",
      {
        pattern: { type: "absoluteMonthly", dayOfMonth: 11 },
        range: { type: "numbered", numberOfOccurrences: 3 },
      },
      ["2026-03-11", "2026-04-11", "2026-05-11"],
    ],
    [
      "on the second Wednesday of every month",
      {
        pattern: { type: "relativeMonthly", index: "second", daysOfWeek: "wednesday" },
        range: endDate("2026-06-01"),
      },
      ["2026-03-11", "2026-04-08", "2026-05-13"],
    ],
    ["once a year", { pattern: { type: "absoluteYearly" }, range: FOREVER }, ["2026-03-11"]],
  ])("%s", async (_, recurrence, expected) => {
    const setup = await dingTalkOffice();
    const { answer } = await series(setup, "emma", recurrence);
    expect(answer.status).toBe(200);
    expect(answer.body.recurrence).toEqual(recurrence);
    expect(days(await view(setup, "emma"))).toEqual(expected);
  });

  it("on the last day of a kind in every month, and without an end as far as anybody looks", async () => {
    const setup = await dingTalkOffice();
    const pattern = { type: "relativeMonthly", index: "last", daysOfWeek: "friday" };
    const time = ["2026-03-27T10:00", "2026-03-27T11:00"] as const;
    await series(setup, "emma", { pattern, range: FOREVER }, time);
    expect(days(await view(setup, "emma", "2026-04-01", "2027-03-01")).slice(0, 3)).toEqual([
      "2026-04-24",
      "2026-05-29",
      "2026-06-26",
    ]);
  });

  it("up to the moment of its end, or to that day's last, as it is set up", async () => {
    const setup = await dingTalkOffice();
    const midnight = weekly("2026-03-25T00:00:00+08:00");
    await series(setup, "emma", midnight);
    expect(days(await view(setup, "emma"))).toEqual(["2026-03-11", "2026-03-18"]);
    setup.dingtalk.switches.rangeEndsWith = "day";
    await series(setup, "oliver", midnight);
    expect(days(await view(setup, "oliver"))).toEqual(["2026-03-11", "2026-03-18", "2026-03-25"]);
  });

  it.each<[string, unknown, string]>([
    ["without a range", { pattern: { type: "daily" } }, "Recurrence pattern and range not set."],
    [
      "of an unknown kind",
      { pattern: { type: "hourly" }, range: FOREVER },
      "Recurrence pattern type invalid",
    ],
    [
      "at too long an interval",
      { pattern: { type: "daily", interval: 366 }, range: FOREVER },
      "Recurrence interval must between [1, 365]",
    ],
    [
      "more than 99 times",
      { pattern: { type: "daily" }, range: { type: "numbered", numberOfOccurrences: 100 } },
      "Recurrence range numberOfOccurrences must between [1, 99]",
    ],
    [
      "with two ends",
      { ...weekly(), range: { ...weekly().range, numberOfOccurrences: 5 } },
      "Recurrence range endDate and numberOfOccurrences cannot both be set",
    ],
    [
      "on a day that none is called",
      { pattern: { type: "weekly", daysOfWeek: "Wednesday" }, range: FOREVER },
      "Recurrence pattern daysOfWeek invalid",
    ],
    [
      "on the fifth week",
      { pattern: { type: "relativeMonthly", index: "fifth", daysOfWeek: "monday" }, range: FOREVER },
      "Recurrence pattern index invalid",
    ],
    [
      "that its start is none of",
      { pattern: { type: "weekly", daysOfWeek: "monday" }, range: FOREVER },
      "Recurrence does not include the start of the event",
    ],
  ])("not %s", async (_, recurrence, message) => {
    const setup = await dingTalkOffice();
    const { answer } = await series(setup, "emma", recurrence as Recurrence);
    expect(answer).toMatchObject({ status: 400, body: { code: "invalidParameter", message } });
    expect(setup.ground.world.meetings()).toEqual([]);
  });
});

describe("a list of events", () => {
  it("has a series as itself and as its meetings so far, and none that are to come", async () => {
    const setup = await dingTalkOffice();
    const { calendar, headers, runtime } = await officialClients(setup);
    const { id } = await series(setup, "emma", {
      pattern: { type: "daily", interval: 1 },
      range: { type: "numbered", numberOfOccurrences: 10 },
    });
    const list = async (more = {}) => {
      const { body } = await calendar.listEventsWithOptions(
        setup.person("emma").dingtalk.unionId,
        "primary",
        new officialCalendar.ListEventsRequest({ timeMin: "2026-03-01T00:00:00+08:00", ...more }),
        new officialCalendar.ListEventsHeaders({
          ...headers,
          xAcsDingtalkAccessToken: await setup.token(),
        }),
        runtime,
      );
      return (body?.events ?? []).map(({ start, seriesMasterId }) => [
        start?.dateTime?.slice(0, 10),
        seriesMasterId,
      ]);
    };
    expect(await list()).toEqual([["2026-03-11", undefined]]);
    setup.ground.clock.set(on("2026-03-13T08:00"));
    const soFar = [
      ["2026-03-11", undefined],
      ["2026-03-12", id],
      ["2026-03-13", id],
    ];
    expect(await list()).toEqual(soFar);
    expect(await list({ seriesMasterId: id })).toEqual(soFar);
    expect(await list({ seriesMasterId: "bm9uZQ==" })).toEqual([]);
  });
});

describe("a view of events", () => {
  it("can lag behind: it tells nothing of the rooms of an event that has just been changed", async () => {
    const setup = await dingTalkOffice();
    setup.dingtalk.switches.viewLagMs = 60_000;
    const { path } = await series(setup, "emma", weekly());
    await addRooms(setup, path, "k2");
    expect((await view(setup, "emma")).map((event) => event.meetingRooms)).toEqual(Array(4).fill(undefined));
    expect((await setup.call("GET", path)).body.meetingRooms).toMatchObject([{ displayName: "K2" }]);
    setup.ground.clock.advance(60_000);
    expect((await view(setup, "emma"))[0]?.meetingRooms).toMatchObject([{ displayName: "K2" }]);
  });
});

describe("rooms on a series", () => {
  const bound = weekly("2026-04-01T15:00:00+08:00");

  it("are refused where the room may not be booked again and again, or the series has no end date", async () => {
    const setup = await dingTalkOffice();
    const room = setup.ground.world.office.rooms.find(
      ({ rules }) => !rules.recurring && rules.bookableBy === "everyone" && !rules.closed && !rules.approval,
    );
    if (!room) throw new Error("the office has no room that is for single meetings only");
    const { path } = await series(setup, "emma", bound);
    expect(await addRooms(setup, path, room.key)).toMatchObject(
      refusedFor(room.name, "The meeting room does not support recurring reservations."),
    );
    for (const range of [{ type: "noEnd" }, { type: "numbered", numberOfOccurrences: 3 }]) {
      const endless = await series(setup, "emma", { ...bound, range });
      expect(await addRooms(setup, endless.path, "k2")).toMatchObject(
        refusedFor("K2", "Recurring reservations of a meeting room must have an end date."),
      );
    }
    expect((await addRooms(setup, path, "k2")).status).toBe(200);
  });

  it("are refused as a whole where one meeting of it clashes, and hold against every other event", async () => {
    const setup = await dingTalkOffice();
    const third = ["2026-03-25T15:30", "2026-03-25T16:30"] as const;
    const events = eventsPath(setup.person("oliver"));
    const { body } = await setup.call("POST", events, eventBody(...third));
    const single = `${events}/${encodeURIComponent(String(body.id))}`;
    expect((await addRooms(setup, single, "k2")).status).toBe(200);
    const { path } = await series(setup, "emma", bound);
    const taken = refusedFor("K2", "The meeting room has been booked.");
    expect(await addRooms(setup, path, "k2")).toMatchObject(taken);
    expect((await view(setup, "emma")).flatMap((event) => event.meetingRooms)).toEqual([]);
    await setup.call("DELETE", single);
    expect((await addRooms(setup, path, "k2")).status).toBe(200);
    const { body: late } = await setup.call("POST", events, eventBody(...third));
    const again = `${events}/${encodeURIComponent(String(late.id))}`;
    expect(await addRooms(setup, again, "k2")).toMatchObject(taken);
  });

  it("are refused where their rules forbid one meeting of it", async () => {
    const setup = await dingTalkOffice();
    const wednesdays = await series(setup, "emma", weekly("2026-03-25T15:00:00+08:00"));
    const room = setup.room("kilimanjaro");
    expect(room.rules).toMatchObject({ recurring: true, daysAhead: 14 });
    expect(await addRooms(setup, wednesdays.path, "kilimanjaro")).toMatchObject(
      refusedFor(room.name, "The meeting room can only be booked 14 days in advance, from 09:00."),
    );
  });
});

describe("one of a series", () => {
  const office = async () => {
    const setup = await dingTalkOffice();
    const made = await series(setup, "emma", weekly("2026-03-25T15:00:00+08:00"));
    expect((await addRooms(setup, made.path, "k2")).status).toBe(200);
    const one = async (day: string) => {
      const event = (await view(setup, "emma")).find(({ start }) => start.dateTime.startsWith(day));
      if (!event) throw new Error(`the series has no meeting on ${day}`);
      return { id: event.id, path: `${made.events}/${encodeURIComponent(event.id)}` };
    };
    const isFree = (day: string, from = "15:00", to = "16:00") =>
      !setup.ground.world.isTaken("k2", { start: on(`${day}T${from}`), end: on(`${day}T${to}`) });
    return { setup, made, one, isFree };
  };

  it("can be called off alone, which frees its room on that day only", async () => {
    const { setup, one, isFree } = await office();
    const second = await one("2026-03-18");
    expect(await setup.call("DELETE", second.path)).toEqual({ status: 200, body: {} });
    expect(days(await view(setup, "emma"))).toEqual(["2026-03-11", "2026-03-25"]);
    expect([isFree("2026-03-11"), isFree("2026-03-18"), isFree("2026-03-25")]).toEqual([false, true, false]);
    expect(await setup.call("GET", second.path)).toMatchObject({
      status: 404,
      body: { code: "instanceNotExist", message: "instance not exist" },
    });
    expect((await setup.call("DELETE", second.path)).body.code).toBe("itemNotFound");
  });

  it("can be moved alone: it keeps its id, its series and its room", async () => {
    const { setup, made, one, isFree } = await office();
    const second = await one("2026-03-18");
    const { summary: _, ...later } = eventBody("2026-03-18T15:30", "2026-03-18T16:30");
    expect((await setup.call("PUT", second.path, { id: second.id, ...later })).status).toBe(200);
    expect((await setup.call("GET", second.path)).body).toMatchObject({
      id: second.id,
      seriesMasterId: made.id,
      originStart: { dateTime: "2026-03-18T07:00:00Z" },
      start: { dateTime: "2026-03-18T15:30:00+08:00" },
      meetingRooms: [{ displayName: "K2" }],
    });
    expect(isFree("2026-03-18", "15:00", "15:30")).toBe(true);
    expect(isFree("2026-03-18", "15:30", "16:30")).toBe(false);
    expect(days(await view(setup, "emma"))).toEqual(["2026-03-11", "2026-03-18", "2026-03-25"]);
    await setup.call("DELETE", made.path);
    expect(await view(setup, "emma")).toEqual([]);
    expect(isFree("2026-03-18", "15:30", "16:30")).toBe(true);
  });

  it("cannot be moved onto another of its series, nor be given a series of its own, and is then left as it was", async () => {
    const { setup, one } = await office();
    const second = await one("2026-03-18");
    const { summary: _, ...onThird } = eventBody("2026-03-25T15:30", "2026-03-25T16:30");
    expect((await setup.call("PUT", second.path, { id: second.id, ...onThird })).body.message).toBe(
      "Meeting room invalid",
    );
    expect((await setup.call("PUT", second.path, { id: second.id, recurrence: weekly() })).status).toBe(400);
    expect(setup.ground.world.meetings()).toHaveLength(1);
    expect(days(await view(setup, "emma"))).toEqual(["2026-03-11", "2026-03-18", "2026-03-25"]);
  });

  it("can change its room alone", async () => {
    const { setup, one, isFree } = await office();
    const second = await one("2026-03-18");
    expect((await addRooms(setup, second.path, "fuji")).status).toBe(200);
    const meetingRoomsToRemove = [{ roomId: setup.room("k2").dingtalk.roomId }];
    await setup.call("POST", `${second.path}/meetingRooms/batchRemove`, { meetingRoomsToRemove });
    const rooms = (await view(setup, "emma")).map((event) => event.meetingRooms[0]?.displayName);
    expect(rooms).toEqual(["K2", "Fuji", "K2"]);
    expect(isFree("2026-03-18")).toBe(true);
  });

  it("can be left and answered alone by whoever is asked to it", async () => {
    const { setup, made, one } = await office();
    const { unionId } = setup.person("oliver").dingtalk;
    await setup.call("POST", `${made.path}/attendees`, { attendeesToAdd: [{ id: unionId }] });
    const theirs = async (day: string) =>
      (await one(day)).path.replace(setup.person("emma").dingtalk.unionId, unionId);
    await setup.call("POST", `${await theirs("2026-03-25")}/respond`, { responseStatus: "declined" });
    await setup.call("DELETE", await theirs("2026-03-18"));
    expect(days(await view(setup, "oliver"))).toEqual(["2026-03-11", "2026-03-25"]);
    expect(days(await view(setup, "emma"))).toHaveLength(3);
    const { body } = await setup.call("GET", await theirs("2026-03-25"));
    expect(body.attendees).toMatchObject([{ responseStatus: "declined" }]);
  });

  it("is known by an id that is no other's", async () => {
    const { setup, made } = await office();
    const strange = Buffer.from(
      Buffer.concat([
        Buffer.from(Buffer.from(made.id, "base64").toString(), "base64"),
        Buffer.alloc(8, 1),
      ]).toString("base64"),
    ).toString("base64");
    const path = `${made.events}/${encodeURIComponent(strange)}`;
    expect((await setup.call("GET", path)).body.code).toBe("itemNotFound");
    const short = Buffer.from(Buffer.alloc(20, 1).toString("base64")).toString("base64");
    expect((await setup.call("GET", `${made.events}/${encodeURIComponent(short)}`)).body.code).toBe(
      "itemNotFound",
    );
  });
});

describe("a series that is changed", () => {
  it("moves all of its meetings and their room, or none where one of them clashes", async () => {
    const setup = await dingTalkOffice();
    const { id, path } = await series(setup, "emma", weekly("2026-03-25T23:59:59+08:00"));
    await addRooms(setup, path, "k2");
    const events = eventsPath(setup.person("oliver"));
    const { body } = await setup.call("POST", events, eventBody("2026-03-25T16:30", "2026-03-25T17:30"));
    await addRooms(setup, `${events}/${encodeURIComponent(String(body.id))}`, "k2");
    const move = (start: string, end: string) => {
      const { summary: _, ...times } = eventBody(start, end);
      return setup.call("PUT", path, { id, ...times });
    };
    expect((await move("2026-03-11T16:00", "2026-03-11T17:00")).body.message).toBe("Meeting room invalid");
    expect((await move("2026-03-11T15:00", "2026-03-11T16:30")).status).toBe(200);
    expect(setup.ground.world.holding("k2", { start: 0, end: on("2026-12-31T00:00") })).toMatchObject(
      ["2026-03-11", "2026-03-18", "2026-03-25", "2026-03-25"].map((day, index) =>
        index < 3
          ? { start: on(`${day}T15:00`), end: on(`${day}T16:30`) }
          : { start: on(`${day}T16:30`), end: on(`${day}T17:30`) },
      ),
    );
    expect((await move("2026-03-12T15:00", "2026-03-12T16:00")).body.message).toBe(
      "Recurrence does not include the start of the event",
    );
  });

  it("can be made of a single event, or longer, where its rooms are free for all of it", async () => {
    const setup = await dingTalkOffice();
    const events = eventsPath(setup.person("emma"));
    const { body } = await setup.call("POST", events, eventBody(...HOUR));
    const id = String(body.id);
    const path = `${events}/${encodeURIComponent(id)}`;
    await addRooms(setup, path, "k2");
    const change = (until: string) => setup.call("PUT", path, { id, recurrence: weekly(until) });
    expect((await change("2026-03-18T15:00:00+08:00")).status).toBe(200);
    expect(days(await view(setup, "emma"))).toEqual(["2026-03-11", "2026-03-18"]);
    const other = await series(setup, "oliver", weekly("2026-04-01T15:00:00+08:00"), [
      "2026-03-25T15:00",
      "2026-03-25T16:00",
    ]);
    expect((await addRooms(setup, other.path, "k2")).status).toBe(200);
    expect((await change("2026-04-08T15:00:00+08:00")).body.message).toBe("Meeting room invalid");
    expect(days(await view(setup, "emma"))).toEqual(["2026-03-11", "2026-03-18"]);
  });
});
