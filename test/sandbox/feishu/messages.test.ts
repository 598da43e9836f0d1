import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { directChatKey } from "../../../src/sandbox/sandbox.ts";
import { feishuIds } from "../../../src/sandbox/seed/ids.ts";
import { HOUR, openId, type Started, startTiny } from "./tiny.ts";

const MESSAGES = "/open-apis/im/v1/messages";
const plain = (content: string) => ({ tag: "plain_text", content });
const button = (label: string, value: unknown, more = {}) => ({
  tag: "button",
  text: plain(label),
  behaviors: [{ type: "callback", value }],
  ...more,
});
const card = (...elements: object[]) => ({
  schema: "2.0",
  config: { update_multi: true },
  header: { title: plain("3 rooms"), template: "blue" },
  body: { elements },
});

let feishu: Started;
beforeEach(async () => {
  feishu = await startTiny();
});
afterEach(() => feishu.close());

const send = (msg_type: string, content: unknown, more = {}, to = "receive_id_type=open_id") =>
  feishu.call("POST", `${MESSAGES}?${to}`, {
    body: {
      receive_id: openId("ann"),
      msg_type,
      content: typeof content === "string" ? content : JSON.stringify(content),
      ...more,
    },
  });
const lastLine = () => feishu.vendor.lines.at(-1);

describe("messages of the bot, sent by the official client", () => {
  it("reach a colleague's own chat and are read as text", async () => {
    const { code, data } = await feishu.client.im.message.create({
      params: { receive_id_type: "open_id" },
      data: {
        receive_id: openId("ann"),
        msg_type: "text",
        content: JSON.stringify({ text: `<at user_id="${openId("ann")}">x</at> Oak is <b>free</b>` }),
      },
    });
    expect(code).toBe(0);
    expect(data).toMatchObject({
      message_id: expect.stringMatching(/^om_[0-9a-f]{32}$/),
      chat_id: feishuIds.chatId(directChatKey("ann")),
      msg_type: "text",
      sender: { id: feishu.vendor.app.id, id_type: "app_id", sender_type: "app" },
      deleted: false,
      updated: false,
    });
    expect(lastLine()).toMatchObject({
      id: data?.message_id,
      chatKey: directChatKey("ann"),
      from: "bot",
      text: "@安娜 Oak is free",
      isUpdate: false,
      buttons: [],
    });
  });

  it("have markup, which what people type has not", async () => {
    feishu.vendor.say("ann", directChatKey("ann"), '<b>Oak</b> & <at user_id="all">x</at> \\*now\\*');
    expect(lastLine()?.text).toBe('<b>Oak</b> & <at user_id="all">x</at> \\*now\\*');
    await send("text", { text: "<b>Oak</b> <i>now</i>" });
    expect(lastLine()?.text).toBe("Oak now");
  });

  it("answer in the chat of the message that they answer", async () => {
    const asked = feishu.vendor.say("bo", "team", "hello", { mentionsBot: true });
    const { data } = await feishu.client.im.message.reply({
      path: { message_id: asked },
      data: {
        msg_type: "post",
        content: JSON.stringify({ zh_cn: { title: "结果", content: [[{ tag: "text", text: "没有" }]] } }),
      },
    });
    expect(data).toMatchObject({ root_id: asked, parent_id: asked, chat_id: feishuIds.chatId("team") });
    expect(lastLine()).toMatchObject({ chatKey: "team", text: "结果\n没有" });
    const again = await feishu.client.im.message.reply({
      path: { message_id: data?.message_id ?? "" },
      data: { msg_type: "text", content: '{"text":"and"}' },
    });
    expect(again.data).toMatchObject({ root_id: asked, parent_id: data?.message_id });
  });

  it("are sent once an hour for one uuid", async () => {
    const first = await send("text", { text: "once" }, { uuid: "u-1" });
    const second = await send("text", { text: "once" }, { uuid: "u-1" });
    expect(second.json.data.message_id).toBe(first.json.data.message_id);
    expect(feishu.vendor.lines).toHaveLength(1);
    feishu.ground.clock.advance(HOUR);
    await send("text", { text: "once" }, { uuid: "u-1" });
    expect(feishu.vendor.lines).toHaveLength(2);
    expect((await send("text", { text: "x" }, { uuid: "u".repeat(51) })).json.code).toBe(99992402);
  });

  it("become cards with a title, lines and buttons, and change under the same id", async () => {
    const markdown =
      "**1** Oak · 8 seats &#42;&#42;not bold&#42;&#42;\n~~old~~ [map](https://x.cn) <font color='grey'>small</font>";
    const { data } = await feishu.client.im.message.create({
      params: { receive_id_type: "chat_id" },
      data: {
        receive_id: feishuIds.chatId("team"),
        msg_type: "interactive",
        content: JSON.stringify(
          card(
            { tag: "markdown", content: markdown },
            {
              tag: "column_set",
              columns: [{ tag: "column", elements: [button("Book", { action: "a1" })] }],
            },
            button("Off", { action: "a2" }, { disabled: true }),
            {
              tag: "button",
              text: plain("Open"),
              behaviors: [{ type: "open_url", default_url: "https://y.cn/?a=b" }],
            },
          ),
        ),
      },
    });
    expect(lastLine()).toMatchObject({
      text: "3 rooms\n1 Oak · 8 seats **not bold**\nold map small",
      buttons: [{ label: "Book", value: { action: "a1" } }],
      links: [
        { label: "map", url: "https://x.cn" },
        { label: "Open", url: "https://y.cn/?a=b" },
      ],
    });
    const changed = await feishu.client.im.message.patch({
      path: { message_id: data?.message_id ?? "" },
      data: { content: JSON.stringify(card({ tag: "div", text: plain("Booked.") })) },
    });
    expect(changed).toMatchObject({ code: 0, data: {} });
    expect(lastLine()).toMatchObject({
      id: data?.message_id,
      text: "3 rooms\nBooked.",
      isUpdate: true,
      buttons: [],
    });
    const read = await feishu.client.im.message.get({ path: { message_id: data?.message_id ?? "" } });
    expect(read.data?.items).toMatchObject([{ message_id: data?.message_id, updated: true }]);
  });
});

describe("messages that Feishu refuses", () => {
  it.each([
    ["an unknown receiver", "text", { text: "x" }, { receive_id: "ou_unknown" }, 230034],
    ["a guest of another organisation", "text", { text: "x" }, { receive_id: openId("guest") }, 230013],
    ["an unknown type", "video", {}, {}, 230001],
    ["a text without text", "text", {}, {}, 230001],
    ["content that is no JSON", "text", "hello", {}, 230001],
    ["a text above 150 KB", "text", { text: "x".repeat(150 * 1_024) }, {}, 230025],
    ["a post above 30 KB", "post", { zh_cn: { content: [["x".repeat(30 * 1_024)]] } }, {}, 230025],
    ["no content", "text", "", {}, 99992402],
  ])("are those with %s", async (_, type, content, more, code) => {
    const refused = await send(type, content, more);
    expect([refused.status, refused.json.code]).toEqual([400, code]);
    expect(feishu.vendor.lines).toEqual([]);
  });

  it("are those to a chat that the bot is not in, or that is no chat", async () => {
    const to = "receive_id_type=chat_id";
    const elsewhere = { receive_id: feishuIds.chatId("elsewhere") };
    expect((await send("text", { text: "x" }, elsewhere, to)).json.code).toBe(230002);
    expect((await send("text", { text: "x" }, { receive_id: "oc_1" }, to)).json.code).toBe(230034);
    expect((await send("text", { text: "x" }, {}, "receive_id_type=name")).json.code).toBe(99992402);
  });

  it("are more than five a second into one chat, with HTTP 400", async () => {
    const answers = await Promise.all(Array.from({ length: 7 }, () => send("text", { text: "x" })));
    const refused = answers.filter((one) => one.status !== 200);
    expect(refused.map((one) => [one.status, one.json.code])).toEqual([
      [400, 230020],
      [400, 230020],
    ]);
    expect((await send("text", { text: "x" }, { receive_id: openId("bo") })).json.code).toBe(0);
  });

  it("are changes of a message that is unknown, somebody else's, no card, or too old", async () => {
    const change = (id: string, content: unknown = card()) =>
      feishu.call("PATCH", `${MESSAGES}/${id}`, { body: { content: JSON.stringify(content) } });
    const theirs = feishu.vendor.say("ann", directChatKey("ann"), "mine");
    const text = (await send("text", { text: "x" })).json.data.message_id;
    const mine = (await send("interactive", card())).json.data.message_id;
    expect((await change("om_unknown")).json.code).toBe(230001);
    expect((await change(theirs)).json.code).toBe(230027);
    expect((await change(text)).json.code).toBe(230001);
    expect((await change(mine, { ...card(), config: { update_multi: false } })).json.code).toBe(230099);
    feishu.ground.clock.advance(14 * 24 * HOUR + 1);
    expect((await change(mine)).json.code).toBe(230031);
  });

  it("are more than five changes of one message a second, with HTTP 400", async () => {
    const id = (await send("interactive", card())).json.data.message_id;
    const content = JSON.stringify(card());
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => feishu.call("PATCH", `${MESSAGES}/${id}`, { body: { content } })),
    );
    expect(answers.filter((one) => one.json.code === 230020)).toHaveLength(1);
  });
});

describe("cards that Feishu refuses with 230099", () => {
  const inForm = (...elements: object[]) => card({ tag: "form", name: "wish", elements });
  const many = (count: number) => Array.from({ length: count }, () => ({ tag: "hr" }));

  it.each([
    ["no JSON", "{", 200621],
    ["a tag of JSON 1.0", card({ tag: "action", actions: [] }), 200861],
    ["a note", card({ tag: "note", elements: [] }), 200861],
    ["an unknown attribute", card({ tag: "markdown", content: "x", colour: "red" }), 200621],
    ["a column outside of a set", card({ tag: "column", elements: [] }), 200861],
    ["a set of something else", card({ tag: "column_set", columns: [{ tag: "hr" }] }), 200621],
    ["a bare text", card(plain("x")), 200861],
    ["an unknown root attribute", { ...card(), elements: [] }, 200621],
    ["markdown without content", card({ tag: "markdown" }), 200621],
    ["a behaviour that is none", card({ ...button("x", 1), behaviors: [{ type: "call" }] }), 200621],
    [
      "two names alike in a form",
      inForm(button("a", 1, { name: "n" }), button("b", 2, { name: "n" })),
      200530,
    ],
    ["no name in a form", inForm(button("a", 1)), 200530],
    ["a submit outside of a form", card(button("a", 1, { form_action_type: "submit" })), 200621],
    ["more than 200 elements", card(...many(200)), 11310],
    ["not the schema 2.0", { config: {}, elements: [] }, 200621],
  ])("have %s", async (_, content, subCode) => {
    const refused = await send("interactive", content);
    expect([refused.status, refused.json.code]).toEqual([400, 230099]);
    expect(refused.json.msg).toContain(`ErrCode: ${subCode}`);
    expect(feishu.vendor.lines).toEqual([]);
  });

  it("are not those with 200 elements, with the title counted, or with unique names in a form", async () => {
    expect((await send("interactive", card(...many(199)))).json.code).toBe(0);
    const form = inForm(
      { tag: "input", name: "who" },
      button("go", 1, { name: "go", form_action_type: "submit" }),
    );
    expect((await send("interactive", form)).json.code).toBe(0);
  });

  it("are those above 30 KB, with 230025", async () => {
    const long = card({ tag: "markdown", content: "x".repeat(30 * 1_024) });
    expect((await send("interactive", long)).json.code).toBe(230025);
  });
});

describe("pressing a button of a card", () => {
  const present = async () => {
    const content = card(button("Book", { action: "a1" }));
    const receive_id = feishuIds.chatId("team");
    return (await send("interactive", content, { receive_id }, "receive_id_type=chat_id")).json.data
      .message_id;
  };
  const press = (id: string, who = "bo") => feishu.vendor.press(who, id, { action: "a1" });

  it("tells the bot who pressed what where, in microseconds, and shows its toast", async () => {
    const heard: Record<string, unknown>[] = [];
    await feishu.listen({
      "card.action.trigger": (data: Record<string, unknown>) => {
        heard.push(data);
        return { toast: { type: "success", content: "正在预订" } };
      },
    });
    const id = await present();
    expect(await press(id)).toBe("正在预订");
    expect(heard).toMatchObject([
      {
        event_type: "card.action.trigger",
        create_time: expect.stringMatching(/^\d{16}$/),
        token: expect.stringMatching(/^c-/),
        operator: { open_id: openId("bo") },
        action: { tag: "button", value: { action: "a1" } },
        host: "im_message",
        context: { open_message_id: id, open_chat_id: feishuIds.chatId("team") },
      },
    ]);
  });

  it("shows the card that the bot answers with, and nothing for an empty answer", async () => {
    let answer: object = {};
    await feishu.listen({ "card.action.trigger": () => answer });
    const id = await present();
    expect(await press(id)).toBeUndefined();
    expect(feishu.vendor.lines).toHaveLength(1);
    answer = { card: { type: "raw", data: card({ tag: "markdown", content: "Booked." }) } };
    expect(await press(id)).toBeUndefined();
    expect(lastLine()).toMatchObject({ id, text: "3 rooms\nBooked.", isUpdate: true });
  });

  it.each([
    ["a card of JSON 1.0", { card: { type: "raw", data: { elements: [] } } }, "200830"],
    ["a card that is wrong", { card: { type: "raw", data: card({ tag: "none" }) } }, "200673"],
    ["a toast that is wrong", { toast: { type: "loud", content: "x" } }, "200672"],
  ])("shows the client's own error for %s", async (_, answer, code) => {
    await feishu.listen({ "card.action.trigger": () => answer });
    expect(await press(await present())).toContain(code);
  });

  it("shows 200341 after the deadline, 200671 where the handler throws, and never asks again", async () => {
    await feishu.close();
    feishu = await startTiny({ pace: { deadlineMs: 300 } });
    let times = 0;
    await feishu.listen({
      "card.action.trigger": async () => {
        times += 1;
        if (times === 2) throw new Error("broken");
        await new Promise((resolve) => setTimeout(resolve, 500));
        return {};
      },
    });
    const id = await present();
    expect(await press(id)).toContain("200341");
    expect(await press(id)).toContain("200671");
    await vi.waitFor(() => expect(times).toBe(2));
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(times).toBe(2);
  });

  it("shows an error where no bot is connected or none listens for cards", async () => {
    const id = await present();
    expect(await press(id)).toContain("200340");
    await feishu.listen({});
    expect(await press(id)).toContain("200672");
  });

  it("is for members of the chat and buttons that exist", async () => {
    const id = await present();
    await expect(press(id, "chief")).rejects.toThrow("chief is in no chat team");
    await expect(feishu.vendor.press("bo", id, { action: "other" })).rejects.toThrow("no button");
    await expect(press("om_unknown")).rejects.toThrow("no card");
    expect(() => feishu.vendor.say("chief", "team", "hi")).toThrow("chief is in no chat team");
  });
});
