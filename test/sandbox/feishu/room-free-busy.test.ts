import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { at, HOUR, MONDAY_9, openId, roomId, type Started, startTiny } from "./tiny.ts";

const BATCH = "/open-apis/meeting_room/freebusy/batch_get";
const TEN = MONDAY_9 + HOUR;
const window = { time_min: "2026-03-09T00:00:00+08:00", time_max: "2026-03-10T00:00:00+08:00" };

let feishu: Started;
beforeEach(async () => {
  feishu = await startTiny();
});
afterEach(() => feishu.close());

/** Asked by the official client, which has no method for this API. */
const ask = (room_ids: readonly string[], more = {}) =>
  feishu.client.request({
    method: "GET",
    url: BATCH,
    params: { room_ids, ...window, ...more },
    paramsSerializer: { indexes: null },
  });
const refused = (room_ids: readonly string[], more = {}) => {
  const query = new URLSearchParams({ ...window, ...more });
  for (const id of room_ids) query.append("room_ids", id);
  return feishu.call("GET", `${BATCH}?${query}`);
};

const hold = (roomKey: string, start: number, organiserKey = "ann", more = {}) =>
  feishu.ground.world.add({
    madeOn: "client",
    organiserKey,
    title: "secret",
    start,
    end: start + HOUR,
    rooms: [{ roomKey, answer: "accepted" }],
    ...more,
  });

describe("Feishu's free/busy of several rooms", () => {
  it("tells what holds each, and whose it is, and leaves out what is free", async () => {
    const { id } = hold("oak", TEN);
    expect(await ask([roomId("oak"), roomId("elm")])).toEqual({
      code: 0,
      msg: "success",
      data: {
        ...window,
        free_busy: {
          [roomId("oak")]: [
            {
              start_time: "2026-03-09T10:00:00+08:00",
              end_time: "2026-03-09T11:00:00+08:00",
              uid: id,
              original_time: 0,
              organizer_info: { name: "安娜", open_id: openId("ann") },
            },
          ],
        },
      },
    });
  });

  it("lists a free room as empty where this Feishu does so", async () => {
    feishu.vendor.switches.leavesFreeRoomsOut = false;
    expect(await ask([roomId("elm")])).toMatchObject({ data: { free_busy: { [roomId("elm")]: [] } } });
  });

  it("names a meeting of a series by the series and its time", async () => {
    const { id } = hold("oak", TEN - 7 * 24 * HOUR, "ann", { recurrence: { rule: "FREQ=WEEKLY" } });
    expect(await ask([roomId("oak")])).toMatchObject({
      data: { free_busy: { [roomId("oak")]: [{ uid: id, original_time: TEN / 1_000 }] } },
    });
  });

  it("does not say whose a private event is, nor what the app is called", async () => {
    for (const visibility of ["private", "public"] as const) {
      const start = visibility === "private" ? TEN : TEN + 2 * HOUR;
      const { data } = await feishu.client.calendar.calendarEvent.create({
        path: { calendar_id: "primary" },
        data: { summary: "周会", visibility, start_time: at(start), end_time: at(start + HOUR) },
      });
      await feishu.client.calendar.calendarEventAttendee.create({
        path: { calendar_id: "primary", event_id: data?.event?.event_id ?? "" },
        data: { attendees: [{ type: "resource", room_id: roomId("oak"), operate_id: openId("ann") }] },
      });
    }
    const answer = await ask([roomId("oak")]);
    const [hidden, open] = answer.data.free_busy[roomId("oak")];
    expect(hidden).not.toHaveProperty("organizer_info");
    expect(open.organizer_info).toEqual({ open_id: expect.stringMatching(/^ou_/) });
  });

  it.each([
    ["a room that there is not", ["omm_1"], {}, 100005],
    ["no room", [], {}, 105002],
    ["more than twenty rooms", Array.from({ length: 21 }, () => "omm_1"), {}, 105002],
    ["a time without its offset", ["omm_1"], { time_min: "2026-03-09T00:00:00" }, 100003],
    ["an end before its start", ["omm_1"], { time_max: "2026-03-08T00:00:00Z" }, 105002],
  ])("refuses %s", async (_, ids, more, code) => {
    const { status, json } = await refused(ids, more);
    expect([status, json.code]).toEqual([400, code]);
  });

  it("takes a permission of its own", async () => {
    feishu.vendor.switches.ungrantedApis.add("meeting_room.freebusy.batch_get");
    const { json } = await refused([roomId("oak")]);
    expect(json).toMatchObject({ code: 99991672, msg: expect.stringContaining("calendar:room:readonly") });
  });
});
