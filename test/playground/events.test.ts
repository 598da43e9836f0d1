import { describe, expect, it } from "vitest";
import type { OfficeView, PulseView } from "../../src/playground/view.ts";
import type { NewMeeting } from "../../src/sandbox/world.ts";
import { openPage } from "./browser.ts";
import { NOW } from "./stage.ts";

const HOUR_MS = 3_600_000;
const newMeeting = (): NewMeeting => ({
  madeOn: "dingtalk",
  organiserKey: "lei",
  title: "<script>alert(1)</script>",
  start: NOW + HOUR_MS,
  end: NOW + 2 * HOUR_MS,
  rooms: [{ roomKey: "everest", answer: "accepted" }],
});

describe("the page's events", () => {
  it("begin with the office's time and the bot's connections", async () => {
    const page = openPage();
    page.feishu.live = 0;
    const events = await page.follow();
    expect(events.response.headers.get("content-type")).toContain("text/event-stream");
    expect((await events.next())?.data).toMatchObject({ connections: { dingtalk: 1, feishu: 0 } });
    await events.cut();
  });

  it("deliver lines of both vendors as they are said, later versions too", async () => {
    const page = openPage();
    const events = await page.follow();
    await events.next("pulse");
    page.dingtalk.tell({ id: "m1", text: "hello" });
    page.feishu.tell({ id: "om_1", text: "你好" });
    page.feishu.tell({ id: "om_1", text: "再见", isUpdate: true });
    expect([await events.next("line"), await events.next("line"), await events.next("line")]).toMatchObject([
      { data: { vendor: "dingtalk", id: "m1", parts: [{ text: "hello" }] } },
      { data: { vendor: "feishu", id: "om_1", parts: [{ text: "你好" }] } },
      { data: { vendor: "feishu", id: "om_1", parts: [{ text: "再见" }] } },
    ]);
    await events.cut();
  });

  it("deliver what happens to meetings and their rooms", async () => {
    const page = openPage();
    const events = await page.follow();
    await events.next("pulse");
    const meeting = page.world.add(newMeeting());
    expect((await events.next("meeting"))?.data).toMatchObject({
      id: meeting.id,
      title: "<script>alert(1)</script>",
      rooms: [{ key: "everest", answer: "accepted" }],
    });
    page.world.cancel(meeting);
    expect((await events.next("meeting"))?.data).toMatchObject({ id: meeting.id, isCancelled: true });
    await events.cut();
  });

  it("tell the time again and again, also when the clock was moved", async () => {
    const page = openPage({ pulseMs: 5 });
    const events = await page.follow();
    await events.next("pulse");
    page.clock.advance(3 * HOUR_MS);
    let told: unknown;
    do told = (await events.next("pulse"))?.data;
    while (told !== undefined && (told as PulseView).nowMs < NOW + 3 * HOUR_MS);
    expect(told).toBeDefined();
    await events.cut();
  });

  it("go on where the picture of the office was taken", async () => {
    const page = openPage();
    page.dingtalk.tell({ id: "m1", text: "before" });
    const { eventId } = (await (await page.get("/api/office")).json()) as OfficeView;
    page.dingtalk.tell({ id: "m2", text: "between" });
    const events = await page.follow(`/api/events?after=${eventId}`);
    expect((await events.next("line"))?.data).toMatchObject({ id: "m2" });
    await events.cut();
  });

  it("are replayed to a page that lost its connection, each once and in order", async () => {
    const page = openPage();
    const { eventId } = (await (await page.get("/api/office")).json()) as OfficeView;
    const first = await page.follow(`/api/events?after=${eventId}`);
    page.dingtalk.tell({ id: "m1" });
    const seen = await first.next("line");
    await first.cut();
    page.dingtalk.tell({ id: "m2" });
    page.world.add(newMeeting());
    page.dingtalk.tell({ id: "m3" });

    const second = await page.follow(`/api/events?after=${eventId}`, { "last-event-id": seen?.id ?? "" });
    expect([await second.next(), await second.next(), await second.next()]).toMatchObject([
      { event: "line", data: { id: "m2" } },
      { event: "meeting" },
      { event: "line", data: { id: "m3" } },
    ]);
    page.dingtalk.tell({ id: "m4" });
    expect((await second.next("line"))?.data).toMatchObject({ id: "m4" });
    await second.cut();
  });

  it("reach every page that is open", async () => {
    const page = openPage();
    const open = [await page.follow(), await page.follow()];
    for (const events of open) await events.next("pulse");
    page.feishu.tell({ id: "om_1" });
    for (const events of open) {
      expect((await events.next("line"))?.data).toMatchObject({ id: "om_1" });
      await events.cut();
    }
  });

  it.each(["another-1", "1", "nonsense", "x-99999999999999999999"])(
    "ask a page that last saw %s to begin anew, and end",
    async (id) => {
      const events = await openPage().follow("/api/events", { "last-event-id": id });
      expect(await events.next()).toMatchObject({ event: "reset" });
      expect(await events.next()).toBeUndefined();
    },
  );

  it("ask a page that missed too much to begin anew", async () => {
    const page = openPage();
    const { eventId } = (await (await page.get("/api/office")).json()) as OfficeView;
    for (let number = 0; number < 1_001; number += 1) page.dingtalk.tell({ id: `m${number}` });
    const events = await page.follow(`/api/events?after=${eventId}`);
    expect(await events.next()).toMatchObject({ event: "reset" });
    const one = await page.follow(`/api/events?after=${eventId.replace(/-\d+$/, "-1")}`);
    expect((await one.next())?.data).toMatchObject({ id: "m1" });
    await one.cut();
  });
});
