import { describe, expect, it } from "vitest";
import type { OfficeView } from "../../src/playground/view.ts";
import { openPage } from "./browser.ts";
import { NOW } from "./stage.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe("the office as the page gets it", () => {
  it("has people, chats, rooms with their places, and the time", async () => {
    const office = (await (await openPage().get("/api/office")).json()) as OfficeView;
    expect(office).toMatchObject({
      zone: "Asia/Shanghai",
      connections: { dingtalk: 1, feishu: 1 },
      colleagues: [
        { key: "lei", name: "李雷", englishName: "Leo Li", department: "研发", isAdmin: false },
        { key: "mei", isAdmin: true, isOutsider: false },
      ],
      chats: [
        { key: "team", kind: "group", memberKeys: ["lei", "mei"] },
        { key: "alone" },
        { key: "direct:lei", kind: "direct", memberKeys: ["lei"] },
      ],
      rooms: [
        {
          key: "everest",
          name: "<b>Everest</b>",
          capacity: 8,
          equipment: ["tv"],
          path: ["总部A座", "3层"],
        },
      ],
      lines: [],
      meetings: [],
    });
    expect(Math.abs(office.nowMs - NOW)).toBeLessThan(60_000);
  });

  it("has the meetings of the coming week, cancelled ones left out", async () => {
    const page = openPage();
    const meet = (title: string, start: number) =>
      page.world.add({
        madeOn: "client",
        organiserKey: "lei",
        attendeeKeys: ["mei"],
        title,
        start,
        end: start + HOUR_MS,
        rooms: [{ roomKey: "everest", answer: "accepted" }],
      });
    meet("long ago", NOW - 3 * DAY_MS);
    meet("soon", NOW + HOUR_MS);
    meet("far off", NOW + 20 * DAY_MS);
    page.world.cancel(meet("off", NOW + 2 * HOUR_MS));
    const office = (await (await page.get("/api/office")).json()) as OfficeView;
    expect(office.meetings).toEqual([
      expect.objectContaining({
        title: "soon",
        start: NOW + HOUR_MS,
        end: NOW + 2 * HOUR_MS,
        organiserKey: "lei",
        attendeeKeys: ["mei"],
        rooms: [{ key: "everest", answer: "accepted" }],
        madeOn: "client",
        isCancelled: false,
      }),
    ]);
  });

  it("has a meeting that comes again with its times in the coming week, however long ago it began", async () => {
    const page = openPage();
    const start = NOW - 40 * DAY_MS + 2 * HOUR_MS;
    page.world.add({
      madeOn: "client",
      organiserKey: "lei",
      title: "stand-up",
      start,
      end: start + HOUR_MS,
      recurrence: { rule: "FREQ=DAILY;INTERVAL=4" },
    });
    const office = (await (await page.get("/api/office")).json()) as OfficeView;
    const times = [0, 4].map((days) => NOW + days * DAY_MS + 2 * HOUR_MS);
    expect(office.meetings).toMatchObject([
      { title: "stand-up", times: times.map((from) => ({ start: from, end: from + HOUR_MS })) },
    ]);
  });

  it("has what was said, without the vendors' payloads", async () => {
    const page = openPage();
    page.dingtalk.tell({ id: "m1", text: "hello" });
    page.feishu.tell({ id: "om_1", text: "你好", buttons: [{ label: "订", value: { secret: "a1" } }] });
    const text = await (await page.get("/api/office")).text();
    expect(JSON.parse(text).lines).toMatchObject([
      { vendor: "dingtalk", id: "m1", from: "bot", parts: [{ kind: "text", text: "hello" }] },
      {
        vendor: "feishu",
        id: "om_1",
        parts: [
          { kind: "text", text: "你好" },
          { kind: "button", label: "订", index: 0 },
        ],
      },
    ]);
    expect(text).not.toContain("secret");
  });

  it("has the links of a line that lead to the vendor's own pages, and no others", async () => {
    const page = openPage();
    const urls = [
      "http://127.0.0.1:1/oauth/v1/device/verify?user_code=AB",
      "http://127.0.0.1:2/",
      "https://127.0.0.1:1/",
      "http://127.0.0.1:1@evil.example/",
      "https://evil.example/",
      "javascript:alert(1)",
      "/relative",
    ];
    page.feishu.tell({ id: "om_1", links: urls.map((url) => ({ label: "授权", url })) });
    const office = (await (await page.get("/api/office")).json()) as OfficeView;
    expect(office.lines[0]?.links).toEqual([{ label: "授权", url: urls[0] }]);
  });
});
