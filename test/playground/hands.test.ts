import { describe, expect, it } from "vitest";
import { openPage } from "./browser.ts";

const SAYING = { vendor: "dingtalk", colleague: "lei", chat: "direct:lei", text: "free room 3pm 1h" };
const PRESSING = { vendor: "feishu", colleague: "lei", line: "om_1", button: 1 };
const errorOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { error: string }).error;

describe("saying something", () => {
  it("says it in the chosen colleague's name, on the chosen vendor", async () => {
    const page = openPage();
    const answer = await page.post("/api/say", { ...SAYING, vendor: "feishu" });
    expect(await answer.json()).toEqual({ id: "m1" });
    expect(page.feishu.said).toMatchObject([{ who: "lei", chat: "direct:lei", text: "free room 3pm 1h" }]);
    expect(page.dingtalk.said).toEqual([]);
  });

  it("mentions the bot in a group, or not, and the members whose names stand after an @", async () => {
    const page = openPage();
    await page.post("/api/say", { ...SAYING, chat: "team", text: "和 @韩梅梅 明天三点" });
    await page.post("/api/say", { ...SAYING, chat: "team", text: "never mind", mentionsBot: false });
    expect(page.dingtalk.said.map(({ options }) => options)).toEqual([
      { mentionsBot: true, mentionKeys: ["mei"] },
      { mentionsBot: false, mentionKeys: [] },
    ]);
  });

  it("lets an empty mention through in a group only", async () => {
    const page = openPage();
    expect((await page.post("/api/say", { ...SAYING, chat: "team", text: "" })).status).toBe(200);
    expect((await page.post("/api/say", { ...SAYING, text: "  " })).status).toBe(400);
    expect(
      (await page.post("/api/say", { ...SAYING, chat: "team", text: "", mentionsBot: false })).status,
    ).toBe(400);
    expect(page.dingtalk.said).toHaveLength(1);
  });

  it.each([
    [404, "colleague", { colleague: "nobody" }],
    [404, "chat", { chat: "nowhere" }],
    [403, "not in that chat", { chat: "alone" }],
    [400, "vendor", { vendor: "slack" }],
    [400, "text", { text: 7 }],
    [400, "10,000", { text: "x".repeat(10_001) }],
    [400, "colleague", { colleague: "" }],
    [400, "chat", { chat: undefined }],
  ])("is refused with %i and a word about the %s", async (status, word, change) => {
    const page = openPage();
    const answer = await page.post("/api/say", { ...SAYING, ...change });
    expect(answer.status).toBe(status);
    expect(await errorOf(answer)).toContain(word);
    expect(page.dingtalk.said).toEqual([]);
  });

  it("lets ten thousand characters through", async () => {
    const page = openPage();
    expect((await page.post("/api/say", { ...SAYING, text: "x".repeat(10_000) })).status).toBe(200);
    expect(page.dingtalk.said[0]?.text).toHaveLength(10_000);
  });

  it.each(["", "{", "[]", "null", '"text"'])("is refused where the request is %j", async (body) => {
    const answer = await openPage().post("/api/say", body);
    expect(answer.status).toBe(400);
    expect(await errorOf(answer)).not.toBe("");
  });

  it("is refused where the request is too large, whether its length is told or not", async () => {
    const page = openPage();
    const body = JSON.stringify({ ...SAYING, more: "x".repeat(21_000) });
    for (const headers of [{ "content-length": String(body.length) }, { "transfer-encoding": "chunked" }]) {
      const answer = await page.post("/api/say", body, headers);
      expect(answer.status).toBe(413);
      expect(await errorOf(answer)).toContain("20000 bytes");
    }
    expect(page.dingtalk.said).toEqual([]);
  });
});

describe("pressing a button", () => {
  const withCard = () => {
    const page = openPage();
    const buttons = ["a1", "a2"].map((action) => ({ label: "订", value: { action } }));
    page.feishu.tell({ id: "om_1", buttons });
    return page;
  };

  it("presses what the line has there, and tells what the vendor shows", async () => {
    const page = withCard();
    page.feishu.shown = "正在预订";
    const answer = await page.post("/api/press", PRESSING);
    expect(await answer.json()).toEqual({ shown: "正在预订" });
    expect(page.feishu.pressed).toEqual([{ who: "lei", line: "om_1", value: { action: "a2" } }]);
  });

  it("says nothing where the vendor shows nothing", async () => {
    expect(await (await withCard().post("/api/press", PRESSING)).json()).toEqual({});
  });

  it("sends what was filled in along with the button of a form", async () => {
    const page = withCard();
    await page.post("/api/press", { ...PRESSING, form: { day: "2026-03-12" } });
    expect(page.feishu.pressed).toMatchObject([{ form: { day: "2026-03-12" } }]);
  });

  it("presses buttons of the latest version of a line only", async () => {
    const page = withCard();
    page.feishu.tell({ id: "om_1", isUpdate: true, buttons: [{ label: "取消", value: "c" }] });
    expect((await page.post("/api/press", PRESSING)).status).toBe(404);
    expect((await page.post("/api/press", { ...PRESSING, button: 0 })).status).toBe(200);
    expect(page.feishu.pressed).toMatchObject([{ value: "c" }]);
  });

  it.each([
    [404, "message", { line: "om_2" }],
    [404, "message", { vendor: "dingtalk" }],
    [404, "button", { button: 2 }],
    [404, "colleague", { colleague: "nobody" }],
    [403, "not in that chat", { colleague: "mei" }],
    [400, "button", { button: -1 }],
    [400, "button", { button: "0" }],
    [400, "vendor", { vendor: "__proto__" }],
  ])("is refused with %i and a word about the %s", async (status, word, change) => {
    const page = withCard();
    const answer = await page.post("/api/press", { ...PRESSING, ...change });
    expect(answer.status).toBe(status);
    expect(await errorOf(answer)).toContain(word);
    expect(page.feishu.pressed).toEqual([]);
  });

  it("tells when the vendor could not do it", async () => {
    const page = withCard();
    page.feishu.shown = new Error("the bot did not answer in 3 s");
    const answer = await page.post("/api/press", PRESSING);
    expect(answer.status).toBe(500);
    expect(await errorOf(answer)).toContain("the bot did not answer in 3 s");
  });
});
