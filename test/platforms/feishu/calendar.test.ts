import { describe, expect, it } from "vitest";
import { no, ok } from "./fake-feishu.ts";
import { openRig } from "./rig.ts";

const PRIMARY = "POST /calendar/v4/calendars/primary";
const BASE = "/calendar/v4/calendars/feishu.cn_bot@group.calendar.feishu.cn/events";
const CREATE = `POST ${BASE}`;
const EVENT = `${BASE}/e1_0`;
const ADD = `POST ${EVENT}/attendees`;
const LIST = `GET ${EVENT}/attendees`;
const TAKE_OFF = `POST ${EVENT}/attendees/batch_delete`;
const ASKER = { id: "ou_asker", name: "" };
const DRAFT = {
  title: "周会",
  organiser: ASKER,
  start: Date.parse("2026-03-12T15:00:00+08:00"),
  end: Date.parse("2026-03-12T16:00:00+08:00"),
  zone: "Asia/Shanghai",
};
const room = (rsvp_status: string, room_id = "omm_1") => ({
  type: "resource",
  attendee_id: `resource_${room_id}`,
  rsvp_status,
  display_name: "星云厅",
  room_id,
});
const asker = { type: "user", attendee_id: "user_1", rsvp_status: "needs_action", user_id: "ou_asker" };

async function openOffice() {
  const rig = await openRig();
  const { feishu } = rig;
  feishu.on(PRIMARY, () =>
    ok({
      calendars: [{ calendar: { calendar_id: "feishu.cn_bot@group.calendar.feishu.cn" }, user_id: "ou_bot" }],
    }),
  );
  feishu.on(CREATE, () => ok({ event: { event_id: "e1_0" } }));
  feishu.on(ADD, () => ok({ attendees: [asker] }));
  feishu.on(`DELETE ${EVENT}`, () => ok());
  feishu.on(`GET ${EVENT}`, () =>
    ok({
      event: {
        event_id: "e1_0",
        summary: "周会",
        start_time: { timestamp: "1773298800", timezone: "Asia/Shanghai" },
        end_time: { timestamp: "1773302400", timezone: "Asia/Shanghai" },
        status: "confirmed",
        recurrence: "",
      },
    }),
  );
  feishu.on(LIST, () => ok({ items: [asker, room("accept")], has_more: false }));
  return { ...rig, calendar: rig.platform.calendar };
}

describe("making an event", () => {
  it("makes it on the bot's calendar for people on it to modify, and tells nobody yet", async () => {
    const { feishu, calendar } = await openOffice();
    expect(await calendar.create(DRAFT, "booking:1")).toBe("e1_0");
    const [created] = feishu.calls(CREATE);
    expect(created?.body).toEqual({
      summary: "周会",
      need_notification: false,
      start_time: { timestamp: "1773298800", timezone: "Asia/Shanghai" },
      end_time: { timestamp: "1773302400", timezone: "Asia/Shanghai" },
      vchat: { vc_type: "vc", meeting_settings: { allow_attendees_start: true } },
      attendee_ability: "can_modify_event",
    });
    expect(feishu.count(ADD)).toBe(0);
    expect(calendar.eventsOf).toBeUndefined();
  });

  it("sends the same key for the same booking, within the vendor's lengths, and finds the calendar once", async () => {
    const { feishu, calendar } = await openOffice();
    await calendar.create(DRAFT, "booking:1");
    await calendar.create(DRAFT, "booking:1");
    await calendar.create(DRAFT, "booking:2");
    const keys = feishu.calls(CREATE).map(({ query }) => query.get("idempotency_key") ?? "");
    expect(keys[0]).toBe(keys[1]);
    expect(keys[0]).not.toBe(keys[2]);
    expect(keys.every((key) => key.length >= 32 && key.length <= 128)).toBe(true);
    expect(feishu.count(PRIMARY)).toBe(1);
  });

  it("makes a series with an end and without a count, for rooms take no other", async () => {
    const { feishu, calendar } = await openOffice();
    const recurrence = { rule: "FREQ=WEEKLY;BYDAY=TH;COUNT=99", untilLocalDate: "2026-06-03" };
    await calendar.create({ ...DRAFT, recurrence }, "k");
    expect(feishu.calls(CREATE)[0]?.body).toMatchObject({
      recurrence: "FREQ=WEEKLY;BYDAY=TH;UNTIL=20260528T155959Z",
    });
  });
});

describe("a room on an event", () => {
  it.each([
    ["needs_action", "pending"],
    ["accept", "accepted"],
    ["decline", "declined"],
    ["tentative", "approval"],
  ])("that says %s is %s", async (rsvp, response) => {
    const { feishu, calendar } = await openOffice();
    feishu.on(ADD, () => ok({ attendees: [room("decline", "omm_other"), room(rsvp)] }));
    expect(await calendar.addRoom("e1_0", "omm_1", ASKER)).toBe(response);
    expect(feishu.calls(ADD)[0]?.body).toEqual({
      attendees: [{ type: "resource", room_id: "omm_1", operate_id: "ou_asker" }],
      need_notification: true,
    });
  });

  it("comes together with the asker where the event is made for it, in one call that tells nobody", async () => {
    const { feishu, calendar } = await openOffice();
    feishu.on(ADD, () => ok({ attendees: [asker, room("needs_action")] }));
    expect(await calendar.addRoom("e1_0", "omm_1", ASKER, { isFirst: true })).toBe("pending");
    expect(feishu.calls(ADD).map(({ body }) => body)).toEqual([
      {
        attendees: [
          { type: "user", user_id: "ou_asker" },
          { type: "resource", room_id: "omm_1", operate_id: "ou_asker" },
        ],
        need_notification: false,
      },
    ]);
  });

  it("is not claimed twice when the answer gets lost", async () => {
    const { feishu, calendar } = await openOffice();
    feishu.on(ADD, () => "reset");
    await expect(calendar.addRoom("e1_0", "omm_1", ASKER)).rejects.toMatchObject({ kind: "unknown" });
    expect(feishu.count(ADD)).toBe(1);
  });

  it("is given back, and one that is gone already is success", async () => {
    const { feishu, calendar } = await openOffice();
    for (const answer of [ok(), no(404, 193001, "event not found"), no(404, 194000, "attendee not found")]) {
      feishu.on(TAKE_OFF, () => answer);
      await calendar.removeRoom("e1_0", "omm_1", ASKER);
    }
    expect(feishu.calls(TAKE_OFF)[0]?.body).toMatchObject({
      delete_ids: [{ type: "resource", room_id: "omm_1" }],
    });
    feishu.on(TAKE_OFF, () => no(403, 193002, "no permission to operate event"));
    await expect(calendar.removeRoom("e1_0", "omm_1", ASKER)).rejects.toMatchObject({ kind: "refused" });
  });
});

describe("reading an event", () => {
  it("tells its time, its rooms and whether it is the asker's", async () => {
    const { calendar } = await openOffice();
    expect(await calendar.read("e1_0", ASKER)).toEqual({
      id: "e1_0",
      title: "周会",
      start: DRAFT.start,
      end: DRAFT.end,
      isOrganiser: true,
      isAllDay: false,
      isRecurring: false,
      isCancelled: false,
      rooms: [{ roomId: "omm_1", name: "星云厅", response: "accepted" }],
    });
    expect(await calendar.read("e1_0", { id: "ou_other", name: "" })).toMatchObject({ isOrganiser: false });
  });

  it("takes the attendees that come with the event, unless these are cut", async () => {
    const { feishu, calendar } = await openOffice();
    let isCut = false;
    feishu.on(`GET ${EVENT}`, () =>
      ok({
        event: {
          event_id: "e1_0",
          start_time: { timestamp: "1773298800" },
          end_time: { timestamp: "1773302400" },
          attendees: isCut ? [asker] : [asker, room("decline")],
          has_more_attendee: isCut,
        },
      }),
    );
    expect(await calendar.read("e1_0", ASKER)).toMatchObject({ rooms: [{ response: "declined" }] });
    expect(feishu.count(LIST)).toBe(0);
    expect(feishu.calls(`GET ${EVENT}`)[0]?.query.get("need_attendee")).toBe("true");
    isCut = true;
    expect(await calendar.read("e1_0", ASKER)).toMatchObject({ rooms: [{ response: "accepted" }] });
  });

  it("reads all attendees, and takes a removed room for gone", async () => {
    const { feishu, calendar } = await openOffice();
    feishu.on(LIST, ({ query }) =>
      query.get("page_token") === "p2"
        ? ok({ items: [room("needs_action", "omm_2"), asker], has_more: false })
        : ok({ items: [room("removed"), room("something_new", "omm_3")], has_more: true, page_token: "p2" }),
    );
    expect(await calendar.read("e1_0", ASKER)).toMatchObject({
      isOrganiser: true,
      rooms: [
        { roomId: "omm_3", response: "pending" },
        { roomId: "omm_2", response: "pending" },
      ],
    });
  });

  it.each([
    ["it is not found", no(404, 193001, "event not found")],
    ["it is deleted", no(403, 193003, "event is deleted")],
    [
      "it is cancelled",
      ok({ event: { event_id: "e1_0", start_time: {}, end_time: {}, status: "cancelled" } }),
    ],
  ])("says that it is gone when %s", async (_name, answer) => {
    const { feishu, calendar } = await openOffice();
    feishu.on(`GET ${EVENT}`, () => answer);
    expect(await calendar.read("e1_0", ASKER)).toBeUndefined();
  });

  it("does not take a failure for gone", async () => {
    const { feishu, calendar } = await openOffice();
    feishu.on(`GET ${EVENT}`, () => no(403, 193002, "no permission to operate event"));
    await expect(calendar.read("e1_0", ASKER)).rejects.toMatchObject({ kind: "refused" });
  });

  it("knows whole days and series", async () => {
    const { feishu, calendar } = await openOffice();
    feishu.on(`GET ${EVENT}`, () =>
      ok({
        event: {
          event_id: "e1_0",
          start_time: { date: "2026-03-12" },
          end_time: { date: "2026-03-13" },
          recurrence: "FREQ=DAILY",
        },
      }),
    );
    expect(await calendar.read("e1_0", ASKER)).toMatchObject({
      isAllDay: true,
      isRecurring: true,
      seriesId: "e1_0",
      start: Date.parse("2026-03-12T00:00:00+08:00"),
    });
  });
});

describe("moving an event", () => {
  it("sends the new times and nothing else, and has the guests told", async () => {
    const { feishu, calendar } = await openOffice();
    feishu.on(`PATCH ${EVENT}`, () => ok({ event: { event_id: "e1_0" } }));
    await calendar.reschedule("e1_0", { start: DRAFT.start + 3_600_000, end: DRAFT.end + 3_600_000 }, ASKER);
    expect(feishu.calls(`PATCH ${EVENT}`).map(({ body }) => body)).toEqual([
      {
        start_time: { timestamp: "1773302400", timezone: "Asia/Shanghai" },
        end_time: { timestamp: "1773306000", timezone: "Asia/Shanghai" },
        need_notification: true,
      },
    ]);
  });

  it("is made again when its answer gets lost, and refused in the platform's words", async () => {
    const { feishu, calendar } = await openOffice();
    feishu.on(`PATCH ${EVENT}`, () => (feishu.count(`PATCH ${EVENT}`) === 1 ? "reset" : ok()));
    await calendar.reschedule("e1_0", DRAFT, ASKER);
    expect(feishu.count(`PATCH ${EVENT}`)).toBe(2);
    feishu.on(`PATCH ${EVENT}`, () => no(403, 193002, "no permission to operate event"));
    await expect(calendar.reschedule("e1_0", DRAFT, ASKER)).rejects.toMatchObject({
      kind: "refused",
      reason: "no permission to operate event",
    });
  });
});

describe("inviting people", () => {
  const LI = { id: "ou_li", name: "李雷" };
  const HAN = { id: "ou_han", name: "韩梅梅" };
  const asked = (feishu: Awaited<ReturnType<typeof openOffice>>["feishu"]) =>
    feishu
      .calls(ADD)
      .map(({ body }) => (body.attendees as { user_id: string }[]).map(({ user_id }) => user_id));

  it("asks each once, has them told, and leaves out the asker, who is on it already", async () => {
    const { feishu, calendar } = await openOffice();
    await calendar.invite("e1_0", [LI, ASKER, HAN, LI], ASKER);
    expect(feishu.calls(ADD).map(({ body }) => body)).toEqual([
      {
        attendees: [
          { type: "user", user_id: "ou_li" },
          { type: "user", user_id: "ou_han" },
        ],
        need_notification: true,
      },
    ]);
    await calendar.invite("e1_0", [ASKER], ASKER);
    expect(feishu.count(ADD)).toBe(1);
  });

  it("invites the others where one is refused, and tells the refusal", async () => {
    const { feishu, calendar } = await openOffice();
    feishu.on(ADD, ({ body }) =>
      JSON.stringify(body).includes("ou_li")
        ? no(404, 195100, "user is dismissed or not exist in the tenant")
        : ok({ attendees: [] }),
    );
    await expect(calendar.invite("e1_0", [LI, HAN], ASKER)).rejects.toMatchObject({
      kind: "refused",
      code: "195100",
    });
    expect(asked(feishu)).toEqual([["ou_li", "ou_han"], ["ou_li"], ["ou_han"]]);
  });
});

describe("removing an event", () => {
  it("tells the attendees, unless it is to be done quietly", async () => {
    const { feishu, calendar } = await openOffice();
    await calendar.remove("e1_0", ASKER);
    await calendar.remove("e1_0", ASKER, "quietly");
    expect(feishu.calls(`DELETE ${EVENT}`).map(({ query }) => query.get("need_notification"))).toEqual([
      "true",
      "false",
    ]);
  });

  it("is success when it is gone already, and not when it is refused", async () => {
    const { feishu, calendar } = await openOffice();
    feishu.on(`DELETE ${EVENT}`, () => no(403, 193003, "event is deleted"));
    await calendar.remove("e1_0", ASKER);
    feishu.on(`DELETE ${EVENT}`, () => no(403, 193002, "no permission to operate event"));
    await expect(calendar.remove("e1_0", ASKER)).rejects.toMatchObject({ kind: "refused" });
  });
});
