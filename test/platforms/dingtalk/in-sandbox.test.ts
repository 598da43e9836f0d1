import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EventDraft, Person } from "../../../src/core/model.ts";
import { createDingTalkPlatform } from "../../../src/platforms/dingtalk/index.ts";
import type { LateRoomAnswer } from "../../../src/ports/listener.ts";
import type { Platform } from "../../../src/ports/platform.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/index.ts";
import { createMemoryStorage } from "../../../src/storage/memory.ts";
import { occurrencesOf } from "../../../src/time/recurrence.ts";
import { keptLogger } from "./rig.ts";

const ZONE = "Asia/Shanghai";
const HOUR_MS = 60 * 60_000;
const on = (date: string, clock = "15:00") => Date.parse(`${date}T${clock}:00+08:00`);
/** A Thursday. */
const FIRST = "2026-03-12";

let sandbox: Sandbox;
let platform: Platform;
let organiser: Person;
beforeEach(async () => {
  sandbox = await startSandbox({ nowMs: on("2026-03-11", "10:07"), seed: 7, meetings: "none" });
  const { dingtalk, clock } = sandbox;
  platform = createDingTalkPlatform(
    {
      clientId: dingtalk.app.id,
      clientSecret: dingtalk.app.secret,
      robotCode: dingtalk.app.id,
      apiBase: dingtalk.base,
      oapiBase: dingtalk.base,
      qps: 1_000,
    },
    { clock, logger: keptLogger(), storage: createMemoryStorage(clock), zone: ZONE },
  );
  organiser = { id: colleague("li-lei").dingtalk.userId, name: "李雷" };
});
afterEach(async () => {
  await platform.listener.stop();
  await platform.close();
  await sandbox.close();
});

function colleague(key: string) {
  const found = sandbox.world.office.colleagues.find((one) => one.key === key);
  if (!found) throw new Error(`nobody is called ${key}`);
  return found;
}
const roomId = (key: string): string => sandbox.world.room(key).dingtalk.roomId;
const draft = (more: Partial<EventDraft> = {}): EventDraft => ({
  title: "周会",
  start: on(FIRST),
  end: on(FIRST) + HOUR_MS,
  zone: ZONE,
  organiser,
  ...more,
});
/** The one meeting of the office. */
function only() {
  const [meeting, ...others] = sandbox.world.meetings();
  if (!meeting || others.length > 0) throw new Error("there is not exactly one meeting");
  return meeting;
}

describe("a series", () => {
  const untilLocalDate = "2026-06-09";

  it.each([
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;BYDAY=TU,TH",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH,SU",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH,SU;WKST=SU",
    "FREQ=WEEKLY;BYDAY=TH;COUNT=5",
    "FREQ=WEEKLY;BYDAY=TH;UNTIL=20260423",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=12",
    "FREQ=MONTHLY;BYDAY=2TH",
  ])("means the same days to the vendor: %s", async (rule) => {
    const first = { start: on(FIRST), end: on(FIRST) + HOUR_MS };
    const meant = occurrencesOf({ first, rule, untilLocalDate }, ZONE).map(({ start }) => start);
    for (const rangeEndsWith of ["moment", "day"] as const) {
      sandbox.dingtalk.switches.rangeEndsWith = rangeEndsWith;
      const eventId = await platform.calendar.create(
        draft({ recurrence: { rule, untilLocalDate } }),
        `${rule} ${rangeEndsWith}`,
      );
      const window = { start: on("2026-03-01"), end: on("2026-09-01") };
      expect(sandbox.world.occurrences(only(), window).map(({ start }) => start)).toEqual(meant);
      await platform.calendar.remove(eventId, organiser);
    }
  });

  it("is listed by its meetings, and read, given a room, moved and removed as a whole by its id", async () => {
    const { calendar } = platform;
    const recurrence = { rule: "FREQ=WEEKLY;BYDAY=TH", untilLocalDate: "2026-04-02" };
    const seriesId = await calendar.create(draft({ recurrence }), "key");
    expect(await calendar.addRoom(seriesId, roomId("everest"), organiser)).toBe("accepted");
    const window = { start: on("2026-03-01"), end: on("2026-05-01") };
    const listed = await calendar.eventsOf?.(organiser, window);
    expect(listed?.map((event) => event.start)).toEqual([
      on("2026-03-12"),
      on("2026-03-19"),
      on("2026-03-26"),
      on("2026-04-02"),
    ]);
    for (const event of listed ?? [])
      expect(event).toMatchObject({ seriesId, isRecurring: true, rooms: [{ roomId: roomId("everest") }] });

    await calendar.reschedule(seriesId, { start: on(FIRST, "16:00"), end: on(FIRST, "17:00") }, organiser);
    const moved = await calendar.read(seriesId, organiser);
    expect(moved).toMatchObject({
      seriesId,
      start: on(FIRST, "16:00"),
      rooms: [{ roomId: roomId("everest"), response: "accepted" }],
    });
    await calendar.removeRoom(seriesId, roomId("everest"), organiser);
    expect(await calendar.read(seriesId, organiser)).toMatchObject({ rooms: [] });
    await calendar.remove(seriesId, organiser);
    expect(await calendar.read(seriesId, organiser)).toBeUndefined();
    expect(await calendar.eventsOf?.(organiser, window)).toEqual([]);
  });
});

describe("an event that is moved onto somebody else's", () => {
  it.each([
    ["refuse", on(FIRST), "accepted"],
    ["drop", on(FIRST, "16:00"), undefined],
    ["decline", on(FIRST, "16:00"), "declined"],
  ] as const)("can be looked at afterwards, whatever the vendor does: %s", async (what, start, response) => {
    const { calendar } = platform;
    sandbox.dingtalk.switches.onMoveClash = what;
    const eventId = await calendar.create(draft(), "key");
    await calendar.addRoom(eventId, roomId("everest"), organiser);
    sandbox.world.add({
      madeOn: "client",
      organiserKey: "zhou-jie",
      title: "theirs",
      start: on(FIRST, "16:00"),
      end: on(FIRST, "17:00"),
      rooms: [{ roomKey: "everest", answer: "accepted" }],
    });
    const to = { start: on(FIRST, "16:00"), end: on(FIRST, "17:00") };
    const moved = calendar.reschedule(eventId, to, organiser);
    if (what === "refuse")
      await expect(moved).rejects.toMatchObject({ kind: "refused", reason: "Meeting room invalid" });
    else await moved;
    const event = await calendar.read(eventId, organiser);
    expect(event?.start).toBe(start);
    expect(event?.rooms?.map((room) => room.response)).toEqual(response === undefined ? [] : [response]);
  });
});

describe("guests", () => {
  it("come onto the event once, however often they are invited", async () => {
    const guest = { id: colleague("han-meimei").dingtalk.userId, name: "" };
    const eventId = await platform.calendar.create(draft(), "key");
    expect(only().attendeeKeys).toEqual([]);
    await platform.calendar.invite(eventId, [guest, organiser], organiser);
    await platform.calendar.invite(eventId, [guest], organiser);
    expect(only().attendeeKeys).toEqual(["han-meimei"]);
  });
});

describe("a room's late word", () => {
  const APPROVED_ROOM = "qinghaihu";
  let heard: LateRoomAnswer[];
  /** Turns the next answers away, as a full disk would. */
  let failures: number;
  beforeEach(async () => {
    heard = [];
    failures = 0;
    sandbox.dingtalk.switches.subscribedEvents.add("meetingroom_book");
    sandbox.dingtalk.switches.eventTimeoutMs = 50;
    await platform.listener.start({
      message: async () => {},
      press: async () => undefined,
      roomAnswered: async (answer) => {
        heard.push(answer);
        failures -= 1;
        if (failures >= 0) throw new Error("the disk is full");
      },
    });
  });

  async function request(): Promise<string> {
    const eventId = await platform.calendar.create(draft(), "key");
    await platform.calendar.addRoom(eventId, roomId(APPROVED_ROOM), organiser);
    expect(await platform.calendar.read(eventId, organiser)).toMatchObject({
      rooms: [{ response: "approval" }],
    });
    return eventId;
  }

  it.each(["accepted", "declined"] as const)("is heard when an approver has decided: %s", async (answer) => {
    const eventId = await request();
    expect(heard).toEqual([]);
    sandbox.dingtalk.decideApproval(only().id, APPROVED_ROOM, answer);
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    expect(heard).toMatchObject([{ eventId, response: answer }]);
    const rooms = (await platform.calendar.read(eventId, organiser))?.rooms;
    expect(rooms?.map(({ response }) => response)).toEqual([answer]);
  });

  it("comes again under the same id until it is recorded, and then no more", async () => {
    await request();
    failures = 2;
    sandbox.dingtalk.decideApproval(only().id, APPROVED_ROOM, "accepted");
    await vi.waitFor(() => expect(heard).toHaveLength(3));
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(heard).toHaveLength(3);
  });

  it("is heard when somebody takes an approved booking back", async () => {
    const eventId = await request();
    sandbox.dingtalk.decideApproval(only().id, APPROVED_ROOM, "accepted");
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    await platform.calendar.removeRoom(eventId, roomId(APPROVED_ROOM), organiser);
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    expect(heard.at(-1)).toMatchObject({ eventId, response: "declined" });
  });
});
