import { describe, expect, it } from "vitest";
import type { PulseView } from "../../src/playground/view.ts";
import { openPage } from "./browser.ts";

const MONTH_MS = 25 * 24 * 3_600_000;
const call = (vendor: "dingtalk" | "feishu", api: string) => ({ vendor, api, atMs: 0, status: 200 });
const say = { vendor: "dingtalk", colleague: "lei", chat: "direct:lei", text: "hi" };
const costsIn = async (answer: Response) => ((await answer.json()) as PulseView).costs;

describe("what an answer cost", () => {
  it("is counted by kind from the message on, in calls and messages, and live", async () => {
    const page = openPage();
    const events = await page.follow();
    await events.next("pulse");
    page.trace.record(call("dingtalk", "rooms.list"));
    await page.post("/api/say", say);
    page.dingtalk.pushes.emit("heard");
    for (const api of [
      "contacts.user.get",
      "calendar.rooms.schedules",
      "calendar.rooms.schedules",
      "robot.sendBySession",
    ])
      page.trace.record(call("dingtalk", api));
    page.trace.record(call("feishu", "oauth.device.verify"));
    page.trace.record(call("feishu", "vc.room.list"));
    page.dingtalk.tell({ id: "answer" });
    let costs: PulseView["costs"] | undefined;
    do costs = ((await events.next("pulse"))?.data as PulseView | undefined)?.costs;
    while (costs && costs.answers.feishu.calls === 0);
    expect(costs?.answers).toEqual({
      dingtalk: {
        calls: 2,
        messages: 2,
        asked: [
          { api: "calendar.rooms.schedules", times: 2, countsAs: "calls" },
          { api: "contacts.user.get", times: 1 },
          { api: "robot.sendBySession", times: 1, countsAs: "messages" },
        ],
      },
      feishu: { calls: 1, messages: 0, asked: [{ api: "vc.room.list", times: 1, countsAs: "calls" }] },
    });
    await events.cut();
  });

  it("adds up against the month's calls and messages, each with its own limit, until the next month", async () => {
    const page = openPage();
    for (const api of [
      "rooms.list",
      "calendar.events.create",
      "robot.groupMessages.send",
      "card.createAndDeliver",
      "oauth2.accessToken",
      "robot.sendBySession",
    ])
      page.trace.record(call("dingtalk", api));
    page.dingtalk.pushes.emit("heard");
    page.feishu.events.emit("delivered", "m2");
    page.trace.record(call("feishu", "calendar.events.create"));
    expect((await costsIn(await page.get("/api/office"))).month).toEqual({
      calls: { used: 4, budget: 5_000 },
      messages: { used: 2, budget: 3_000 },
    });
    expect((await costsIn(await page.post("/api/clock", { byMs: MONTH_MS }))).month).toEqual({
      calls: { used: 0, budget: 5_000 },
      messages: { used: 0, budget: 3_000 },
    });
  });

  it.each(["dingtalk", "feishu"] as const)("begins anew at the press of a button in %s", async (vendor) => {
    const page = openPage();
    page[vendor].tell({ id: "line", buttons: [{ label: "订", value: "a" }] });
    page.trace.record(call(vendor, "calendar.events.create"));
    await page.post("/api/press", { vendor, colleague: "lei", line: "line", button: 0 });
    const { answers } = await costsIn(await page.get("/api/office"));
    expect(answers[vendor]).toEqual({ calls: 0, messages: 0, asked: [] });
  });
});
