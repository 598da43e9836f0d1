import { describe, expect, it } from "vitest";
import { no, ok } from "./fake-feishu.ts";
import { openRig } from "./rig.ts";

const BATCH = "GET /meeting_room/freebusy/batch_get";
const LIST = "POST /calendar/v4/freebusy/list";
const ASKER = { id: "ou_asker", name: "" };
const at = (time: string) => Date.parse(`2026-03-12T${time}:00+08:00`);
const WINDOW = { start: at("09:00"), end: at("18:00") };
const DAY_MS = 24 * 60 * 60_000;
const block = (from: string, to: string) => ({
  start_time: `2026-03-12T${from}:00+08:00`,
  end_time: `2026-03-12T${to}:00+08:00`,
  uid: "bff6b51f-0000",
  original_time: 0,
  organizer_info: { name: "张三", open_id: "ou_zhang" },
});

async function openOffice() {
  const { feishu, platform } = await openRig({}, { freeBusy: "batch" });
  return { feishu, rooms: platform.rooms };
}

describe("busy times of twenty rooms a call", () => {
  it("are asked for in the office's time, and tell nothing of whose they are", async () => {
    const { feishu, rooms } = await openOffice();
    feishu.on(BATCH, () => ok({ free_busy: { omm_1: [block("09:00", "10:00")], omm_2: [] } }));
    const busy = await rooms.busy(["omm_1", "omm_2"], WINDOW, ASKER);
    expect(busy).toEqual(
      new Map([
        ["omm_1", { known: true, busy: [{ start: at("09:00"), end: at("10:00") }] }],
        ["omm_2", { known: true, busy: [] }],
      ]),
    );
    const [asked] = feishu.calls(BATCH);
    expect(asked?.query.getAll("room_ids")).toEqual(["omm_1", "omm_2"]);
    expect(asked?.query.get("time_min")).toBe("2026-03-12T09:00:00+08:00");
    expect(asked?.query.get("time_max")).toBe("2026-03-12T18:00:00+08:00");
  });

  it("take a room that is left out for free, and one that is named as an error for unknown", async () => {
    const { feishu, rooms } = await openOffice();
    feishu.on(BATCH, () => ok({ free_busy: {}, error_room_ids: ["omm_2"] }));
    const busy = await rooms.busy(["omm_1", "omm_2"], WINDOW, ASKER);
    expect(busy.get("omm_1")).toEqual({ known: true, busy: [] });
    expect(busy.get("omm_2")).toMatchObject({ known: false });
  });

  it.each([
    ["without any map of rooms", {}],
    ["with something else for the rooms", { free_busy: [] }],
  ])("are unknown, never free, in an answer %s", async (_what, data) => {
    const { feishu, rooms } = await openOffice();
    feishu.on(BATCH, () => ok(data));
    await expect(rooms.busy(["omm_1"], WINDOW, ASKER)).rejects.toMatchObject({ kind: "unknown" });
  });

  it("are unknown where a time is no time", async () => {
    const { feishu, rooms } = await openOffice();
    feishu.on(BATCH, () => ok({ free_busy: { omm_1: [{ start_time: "soon", end_time: "later" }] } }));
    expect((await rooms.busy(["omm_1"], WINDOW, ASKER)).get("omm_1")).toMatchObject({ known: false });
  });

  it("are asked for room by room where the vendor does not know one of them", async () => {
    const { feishu, rooms } = await openOffice();
    feishu.on(BATCH, () => no(400, 100005, "room id invalid"));
    feishu.on(LIST, ({ body }) =>
      body.room_id === "omm_gone" ? no(400, 190002, "invalid parameters") : ok({ freebusy_list: [] }),
    );
    const busy = await rooms.busy(["omm_1", "omm_gone"], WINDOW, ASKER);
    expect(busy.get("omm_1")).toEqual({ known: true, busy: [] });
    expect(busy.get("omm_gone")).toMatchObject({ known: false });
  });

  it("fail with the vendor's error, and are not asked for room by room, where it is another's turn", async () => {
    const { feishu, rooms } = await openOffice();
    feishu.on(BATCH, () =>
      no(400, 99991672, "Access denied. One of the following scopes is required: [calendar:room:readonly]"),
    );
    await expect(rooms.busy(["omm_1"], WINDOW, ASKER)).rejects.toMatchObject({ kind: "unauthorised" });
    expect(feishu.count(LIST)).toBe(0);
  });

  it("are asked for 30 days at once, and for twenty rooms at most", async () => {
    const { feishu, rooms } = await openOffice();
    feishu.on(BATCH, () => ok({ free_busy: {} }));
    await rooms.busy(["omm_1"], { start: WINDOW.start, end: WINDOW.start + 40 * DAY_MS }, ASKER);
    expect(feishu.calls(BATCH).map(({ query }) => [query.get("time_min"), query.get("time_max")])).toEqual([
      ["2026-03-12T09:00:00+08:00", "2026-04-11T09:00:00+08:00"],
      ["2026-04-11T09:00:00+08:00", "2026-04-21T09:00:00+08:00"],
    ]);
    expect(rooms.busyBatch).toBe(20);
    const many = Array.from({ length: 21 }, (_, index) => `omm_${index}`);
    await expect(rooms.busy(many, WINDOW, ASKER)).rejects.toThrow(RangeError);
    expect((await rooms.busy([], WINDOW, ASKER)).size).toBe(0);
  });
});

describe("busy times where nothing else was chosen", () => {
  it("are asked for one room a call", async () => {
    const { feishu, platform } = await openRig();
    feishu.on(LIST, () => ok({ freebusy_list: [] }));
    expect(platform.rooms.busyBatch).toBeUndefined();
    await platform.rooms.busy(["omm_1", "omm_2"], WINDOW, ASKER);
    expect(feishu.count(LIST)).toBe(2);
  });
});
