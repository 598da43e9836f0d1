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
type Times = readonly [string, string];

/** Makes an event with rooms for a person. */
async function book(setup: Setup, who: string, [start, end]: Times, ...keys: string[]) {
  const events = eventsPath(setup.person(who));
  const { body } = await setup.call("POST", events, eventBody(start, end));
  const id = String(body.id);
  const path = `${events}/${encodeURIComponent(id)}`;
  const meetingRoomsToAdd = keys.map((key) => ({ roomId: setup.room(key).dingtalk.roomId }));
  const { status } = await setup.call("POST", `${path}/meetingRooms`, { meetingRoomsToAdd });
  expect(status).toBe(200);
  return { id, path };
}

const move = (setup: Setup, { id, path }: { id: string; path: string }, [start, end]: Times) => {
  const { summary: _, ...times } = eventBody(start, end);
  return setup.call("PUT", path, { id, ...times });
};

const shown = async (setup: Setup, path: string) => {
  const { body } = await setup.call("GET", path);
  const { start, meetingRooms } = body as {
    start: { dateTime: string };
    meetingRooms: { displayName: string; responseStatus: string }[];
  };
  return {
    start: start.dateTime.slice(11, 16),
    rooms: meetingRooms.map(({ displayName, responseStatus }) => `${displayName} ${responseStatus}`),
  };
};

describe("an event that is moved", () => {
  it("by DingTalk's own client keeps its rooms, and only its organiser may", async () => {
    const setup = await dingTalkOffice();
    const { calendar, headers, runtime } = await officialClients(setup);
    const { id, path } = await book(setup, "emma", HOUR, "k2", "fuji");
    const at = (local: string) => ({ dateTime: `2026-03-11T${local}:00+08:00`, timeZone: "Asia/Shanghai" });
    const patch = (who: string) =>
      calendar.patchEventWithOptions(
        setup.person(who).dingtalk.unionId,
        "primary",
        id,
        new officialCalendar.PatchEventRequest({ id, start: at("15:00"), end: at("16:30") }),
        new officialCalendar.PatchEventHeaders(headers),
        runtime,
      );
    await setup.call("POST", `${path}/attendees`, {
      attendeesToAdd: [{ id: setup.person("oliver").dingtalk.unionId }],
    });
    await expect(patch("oliver")).rejects.toMatchObject({ code: "permissionDeny" });
    await patch("emma");
    expect((await shown(setup, path)).rooms).toEqual(["K2 accepted", "Fuji accepted"]);
    const halfPast = { start: on("2026-03-11T16:00"), end: on("2026-03-11T16:30") };
    expect(["k2", "fuji"].map((key) => setup.ground.world.isTaken(key, halfPast))).toEqual([true, true]);
  });

  describe.each([
    ["refuse", 400, { start: "15:00", rooms: ["K2 accepted", "Fuji accepted"] }],
    ["drop", 200, { start: "15:30", rooms: ["Fuji accepted"] }],
    ["decline", 200, { start: "15:30", rooms: ["K2 declined", "Fuji accepted"] }],
  ] as const)("onto somebody else's time, where the vendor is set to %s", (onMoveClash, status, after) => {
    it("leaves what it leaves", async () => {
      const setup = await dingTalkOffice();
      setup.dingtalk.switches.onMoveClash = onMoveClash;
      await book(setup, "oliver", ["2026-03-11T16:00", "2026-03-11T17:00"], "k2");
      const booked = await book(setup, "emma", HOUR, "k2", "fuji");
      const answer = await move(setup, booked, ["2026-03-11T15:30", "2026-03-11T16:30"]);
      expect(answer.status).toBe(status);
      expect(await shown(setup, booked.path)).toEqual(after);
      const first = { start: on("2026-03-11T15:00"), end: on("2026-03-11T15:30") };
      expect(setup.ground.world.isTaken("k2", first)).toBe(onMoveClash === "refuse");
    });

    it("does the same where the room's rules forbid the new time", async () => {
      const setup = await dingTalkOffice();
      setup.dingtalk.switches.onMoveClash = onMoveClash;
      expect(setup.room("taihu").rules.maxMinutes).toBe(60);
      const booked = await book(setup, "emma", HOUR, "taihu");
      const answer = await move(setup, booked, ["2026-03-11T15:00", "2026-03-11T16:30"]);
      expect(answer.status).toBe(status);
      const left = { refuse: ["太湖 accepted"], drop: [], decline: ["太湖 declined"] }[onMoveClash];
      expect((await shown(setup, booked.path)).rooms).toEqual(left);
    });
  });

  it("asks for approval again where its room needs it, and not where nothing but its title changed", async () => {
    const setup = await dingTalkOffice();
    const booked = await book(setup, "emma", HOUR, "qinghaihu");
    const [meeting] = setup.ground.world.meetings();
    setup.dingtalk.decideApproval(meeting?.id ?? "", "qinghaihu", "accepted");
    await setup.call("PUT", booked.path, { id: booked.id, summary: "另一个标题" });
    await move(setup, booked, HOUR);
    expect((await shown(setup, booked.path)).rooms).toEqual(["青海湖 accepted"]);
    await move(setup, booked, ["2026-03-11T15:00", "2026-03-11T16:30"]);
    expect((await shown(setup, booked.path)).rooms).toEqual(["青海湖 tentative"]);
  });

  it("does not take a room along that has said no", async () => {
    const setup = await dingTalkOffice();
    const booked = await book(setup, "emma", HOUR, "qinghaihu");
    const [meeting] = setup.ground.world.meetings();
    setup.dingtalk.decideApproval(meeting?.id ?? "", "qinghaihu", "declined");
    await move(setup, booked, ["2026-03-11T17:00", "2026-03-11T18:00"]);
    expect(await shown(setup, booked.path)).toEqual({ start: "17:00", rooms: ["青海湖 declined"] });
  });

  it.each([["calendar.events.update"], ["calendar.attendees.add"], ["calendar.rooms.remove"]] as const)(
    "or otherwise changed is changed though the answer to %s is lost, and not where the request is",
    async (api) => {
      const setup = await dingTalkOffice();
      const { id, path } = await book(setup, "emma", HOUR, "k2");
      const { unionId } = setup.person("oliver").dingtalk;
      const change = () =>
        ({
          "calendar.events.update": () => setup.call("PUT", path, { id, summary: "改了" }),
          "calendar.attendees.add": () =>
            setup.call("POST", `${path}/attendees`, { attendeesToAdd: [{ id: unionId }] }),
          "calendar.rooms.remove": () =>
            setup.call("POST", `${path}/meetingRooms/batchRemove`, {
              meetingRoomsToRemove: [{ roomId: setup.room("k2").dingtalk.roomId }],
            }),
        })[api]();
      const [meeting] = setup.ground.world.meetings();
      const state = () => [meeting?.title, meeting?.attendeeKeys.length, meeting?.rooms.length];
      const before = state();
      setup.ground.faults.add({ vendor: "dingtalk", api, kind: "lost-request", times: 1 });
      await expect(change()).rejects.toThrow();
      expect(state()).toEqual(before);
      setup.ground.faults.add({ vendor: "dingtalk", api, kind: "lost-answer", times: 1 });
      await expect(change()).rejects.toThrow();
      expect(state()).not.toEqual(before);
    },
  );
});

describe("an organisation that allows one room at a time", () => {
  it("lets a room that has said no be followed by another", async () => {
    const setup = await dingTalkOffice();
    setup.dingtalk.switches.oneRoomPerSlot = true;
    const { path } = await book(setup, "emma", HOUR, "qinghaihu");
    const add = () =>
      setup.call("POST", `${path}/meetingRooms`, {
        meetingRoomsToAdd: [{ roomId: setup.room("k2").dingtalk.roomId }],
      });
    expect((await add()).body.message).toContain("同一时间段内只允许预定一个会议室");
    const [meeting] = setup.ground.world.meetings();
    setup.dingtalk.decideApproval(meeting?.id ?? "", "qinghaihu", "declined");
    expect((await add()).status).toBe(200);
  });
});
