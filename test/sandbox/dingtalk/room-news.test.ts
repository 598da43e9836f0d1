import type { DWClientDownStream } from "dingtalk-stream";
import { EventAck } from "dingtalk-stream";
import { describe, expect, it, vi } from "vitest";
import { connected } from "./official-bot.ts";
import { dingTalkOffice, eventBody, eventsPath, type Setup } from "./setup.ts";

/** The official client with all events subscribed; it answers each as `answers` says, then with success. */
const listening = async ({ dingtalk }: Setup, answers: EventAck[] = []) => {
  const news: DWClientDownStream[] = [];
  await connected(dingtalk, {
    prepare: (bot) => {
      bot.config.subscriptions.push({ type: "EVENT", topic: "*" });
      bot.registerAllEventListener((frame) => {
        news.push(frame);
        return { status: answers.shift() ?? EventAck.SUCCESS };
      });
    },
  });
  const told = () => news.map((frame): Record<string, unknown> => JSON.parse(frame.data));
  return {
    news,
    told,
    /** The kinds of all news once there are `count`. */
    kinds: async (count: number) => {
      await vi.waitFor(() => expect(news).toHaveLength(count), { timeout: 5_000 });
      return told().map(({ eventSubType, preStatus }) => [eventSubType, preStatus].filter(Boolean).join(" "));
    },
  };
};

/** An office that tells its rooms' news, and an event in it. */
const office = async () => {
  const setup = await dingTalkOffice();
  setup.dingtalk.switches.subscribedEvents.add("meetingroom_book");
  const events = eventsPath(setup.person("emma"));
  const { body } = await setup.call("POST", events, eventBody("2026-03-11T15:00", "2026-03-11T16:00"));
  const id = String(body.id);
  const path = `${events}/${encodeURIComponent(id)}`;
  const rooms = (what: "add" | "remove", key: string) => {
    const named = [{ roomId: setup.room(key).dingtalk.roomId }];
    return what === "add"
      ? setup.call("POST", `${path}/meetingRooms`, { meetingRoomsToAdd: named })
      : setup.call("POST", `${path}/meetingRooms/batchRemove`, { meetingRoomsToRemove: named });
  };
  const meetingId = setup.ground.world.meetings()[0]?.id ?? "";
  return { setup, id, path, rooms, meetingId };
};

describe("news of a room", () => {
  it("is also that it was had in the office's other app, once, and not that it was asked for or given back there", async () => {
    const { setup } = await office();
    const bot = await listening(setup);
    const { world } = setup.ground;
    const meeting = world.add({
      madeOn: "feishu",
      organiserKey: "emma",
      title: "t",
      start: Date.parse("2026-03-12T15:00:00+08:00"),
      end: Date.parse("2026-03-12T16:00:00+08:00"),
      rooms: [{ roomKey: "k2", answer: "pending" }],
    });
    world.putRoom(meeting, "k2", "accepted");
    world.change(meeting, { title: "other" });
    world.takeRoom(meeting, "k2");
    expect(await bot.kinds(1)).toEqual(["bookSuccess INIT"]);
    expect(bot.told()[0]).toMatchObject({ roomId: setup.room("k2").dingtalk.roomId });
  });

  it("is what the vendor prints, from the request to the approver's yes", async () => {
    const { setup, id, rooms, meetingId } = await office();
    const bot = await listening(setup);
    await rooms("add", "qinghaihu");
    setup.dingtalk.decideApproval(meetingId, "qinghaihu", "accepted");
    expect(await bot.kinds(2)).toEqual(["appvaral INIT", "bookSuccess APPROVALING"]);
    expect(bot.told()[1]).toEqual({
      EventType: "meetingroom_book",
      eventSubType: "bookSuccess",
      preStatus: "APPROVALING",
      bookId: expect.stringMatching(/^ding[0-9a-f]{32}$/),
      corpId: expect.stringMatching(/^ding/),
      userId: setup.person("emma").dingtalk.userId,
      userName: "Emma Brown",
      roomId: setup.room("qinghaihu").dingtalk.roomId,
      roomName: "青海湖",
      title: "周会",
      bookTime: expect.stringMatching(/^2026-03-10 09:0\d:\d\d$/),
      startTime: "2026-03-11 15:00:00",
      endTime: "2026-03-11 16:00:00",
      isApproval: true,
      extension: { calendarEventId: `primary;${id}` },
    });
    expect(bot.news[1]).toMatchObject({
      type: "EVENT",
      headers: {
        topic: "*",
        eventType: "meetingroom_book",
        eventId: expect.stringMatching(/^[0-9a-f]{32}$/),
        eventCorpId: bot.told()[1]?.corpId,
        eventBornTime: expect.stringMatching(/^\d{13}$/),
        eventUnifiedAppId: setup.dingtalk.app.id,
      },
    });
  });

  it("says little of a refusal: neither room nor person nor time", async () => {
    const { setup, id, rooms, meetingId } = await office();
    const bot = await listening(setup);
    await rooms("add", "qinghaihu");
    setup.dingtalk.decideApproval(meetingId, "qinghaihu", "declined");
    expect(await bot.kinds(2)).toEqual(["appvaral INIT", "bookRefuse APPROVALING"]);
    const [request, refusal] = bot.told();
    expect(refusal).toEqual({
      EventType: "meetingroom_book",
      eventSubType: "bookRefuse",
      preStatus: "APPROVALING",
      bookId: request?.bookId,
      corpId: request?.corpId,
      isApproval: true,
      extension: { calendarEventId: `primary;${id}` },
    });
  });

  it("tells of every booking, change and end, whoever is behind it", async () => {
    const { setup, id, path, rooms, meetingId } = await office();
    const bot = await listening(setup);
    await rooms("add", "k2");
    const { summary: _, ...later } = eventBody("2026-03-11T16:00", "2026-03-11T17:00");
    await setup.call("PUT", path, { id, ...later });
    const { unionId } = setup.person("oliver").dingtalk;
    await setup.call("POST", `${path}/attendees`, { attendeesToAdd: [{ id: unionId }] });
    await rooms("remove", "k2");
    await rooms("add", "fuji");
    setup.dingtalk.withdrawRoom(meetingId, "fuji");
    expect((await setup.call("GET", path)).body.meetingRooms).toEqual([]);
    expect(() => setup.dingtalk.withdrawRoom(meetingId, "fuji")).toThrow(/does not hold/);
    await rooms("add", "qinghaihu");
    await setup.call("DELETE", path);
    expect(await bot.kinds(8)).toEqual([
      "bookSuccess INIT",
      "bookUpdate",
      "bookMemberChange",
      "bookCancel SUCCESS",
      "bookSuccess INIT",
      "bookCancel SUCCESS",
      "appvaral INIT",
      "bookCancel APPROVALING",
    ]);
  });

  it("names one of a series by that one's own id", async () => {
    const { setup, id, path, rooms } = await office();
    const bot = await listening(setup);
    await setup.call("PUT", path, {
      id,
      recurrence: {
        pattern: { type: "daily" },
        range: { type: "endDate", endDate: "2026-03-12T15:00:00+08:00" },
      },
    });
    await rooms("add", "k2");
    const events = path.replace(/\/[^/]+$/, "");
    const { body } = await setup.call(
      "GET",
      `${events}view?timeMin=${encodeURIComponent("2026-03-12T00:00:00+08:00")}`,
    );
    const [second] = body.events as { id: string }[];
    await setup.call("DELETE", `${events}/${encodeURIComponent(second?.id ?? "")}`);
    expect(await bot.kinds(2)).toEqual(["bookSuccess INIT", "bookCancel SUCCESS"]);
    expect(bot.told()[1]?.extension).toEqual({ calendarEventId: `primary;${second?.id}` });
  });

  it("has those of a series that were changed alone, when the series is called off", async () => {
    const { setup, id, path, rooms } = await office();
    const bot = await listening(setup);
    const recurrence = {
      pattern: { type: "daily" },
      range: { type: "endDate", endDate: "2026-03-12T15:00:00+08:00" },
    };
    await setup.call("PUT", path, { id, recurrence });
    await rooms("add", "k2");
    const [, second] = setup.ground.world.holding("k2", { start: 0, end: Number.POSITIVE_INFINITY });
    if (!second) throw new Error("the series has no second meeting");
    setup.ground.world.detach(second);
    await setup.call("DELETE", path);
    expect(await bot.kinds(3)).toEqual(["bookSuccess INIT", "bookCancel SUCCESS", "bookCancel SUCCESS"]);
    const ids = bot.told().map(({ extension }) => (extension as { calendarEventId: string }).calendarEventId);
    expect(ids.slice(0, 2)).toEqual([`primary;${id}`, `primary;${id}`]);
    expect(ids[2]).not.toBe(ids[1]);
  });

  it("is not told to an app that did not tick it", async () => {
    const { setup, rooms, meetingId } = await office();
    setup.dingtalk.switches.subscribedEvents.clear();
    const bot = await listening(setup);
    await rooms("add", "qinghaihu");
    setup.dingtalk.switches.subscribedEvents.add("meetingroom_book");
    setup.dingtalk.decideApproval(meetingId, "qinghaihu", "accepted");
    expect(await bot.kinds(1)).toEqual(["bookSuccess APPROVALING"]);
  });
});

describe("an event of the organisation", () => {
  it("comes again with its id until it is acknowledged as a success", async () => {
    const { setup, rooms } = await office();
    setup.dingtalk.switches.eventTimeoutMs = 30;
    const bot = await listening(setup, [EventAck.LATER, EventAck.LATER]);
    await rooms("add", "k2");
    await vi.waitFor(() => expect(bot.news.length).toBeGreaterThanOrEqual(3), { timeout: 5_000 });
    expect(new Set(bot.news.map(({ headers }) => headers.eventId)).size).toBe(1);
    expect(new Set(bot.news.map(({ headers }) => headers.messageId)).size).toBe(bot.news.length);
    await vi.waitFor(() => expect(setup.dingtalk.acks.at(-1)?.data).toBe('{"status":"SUCCESS"}'), {
      timeout: 5_000,
    });
  });

  it("waits for a connection that wants it, and is then told once", async () => {
    const { setup, rooms } = await office();
    await connected(setup.dingtalk);
    setup.dingtalk.switches.eventTimeoutMs = 30;
    await rooms("add", "k2");
    setup.dingtalk.switches.eventTimeoutMs = 1_000;
    const bot = await listening(setup);
    expect(await bot.kinds(1)).toEqual(["bookSuccess INIT"]);
    await rooms("remove", "k2");
    expect(await bot.kinds(2)).toEqual(["bookSuccess INIT", "bookCancel SUCCESS"]);
  });
});
