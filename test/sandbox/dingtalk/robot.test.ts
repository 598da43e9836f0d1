import { describe, expect, it } from "vitest";
import { dingTalkOffice } from "./setup.ts";

const dtmd = (content: string) => `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent(content)}`;

/** An office in which somebody has just written, and the address that came with the message. */
const afterMessage = async (chatKey = "platform-team", limits = {}) => {
  const setup = await dingTalkOffice({ limits });
  setup.dingtalk.say("li-lei", chatKey, "free room 3pm", { mentionsBot: true });
  const { sessionWebhook } = (setup.dingtalk.lines.at(-1) ?? { raw: {} }).raw as { sessionWebhook: string };
  const reply = async (body: unknown) => {
    const response = await fetch(sessionWebhook, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as { errcode: number; errmsg: string };
  };
  return { ...setup, reply, sessionWebhook };
};

const markdown = (text: string, at = {}) => ({ msgtype: "markdown", markdown: { title: "Rooms", text }, at });
const ok = { errcode: 0, errmsg: "ok" };

describe("a reply through the address that came with a message", () => {
  it("is shown in that chat, with names where people are mentioned, and kept as it was sent", async () => {
    const { reply, dingtalk, person } = await afterMessage();
    const { userId } = person("li-lei").dingtalk;
    const body = { msgtype: "text", text: { content: `@${userId} K2 is free` }, at: { atUserIds: [userId] } };
    expect(await reply(body)).toEqual(ok);
    expect(dingtalk.lines.at(-1)).toMatchObject({
      chatKey: "platform-team",
      from: "bot",
      text: "@李雷 K2 is free",
      raw: body,
      isUpdate: false,
    });
    await reply({ ...body, at: {} });
    expect(dingtalk.lines.at(-1)?.text).toBe(`@${userId} K2 is free`);
  });

  it("tells its listeners of each line", async () => {
    const { reply, dingtalk } = await afterMessage();
    const seen: string[] = [];
    dingtalk.events.on("line", (line) => seen.push(line.text));
    await reply(markdown("### Hello"));
    dingtalk.say("emma", "direct:emma", "hi");
    expect(seen).toEqual(["Hello", "hi"]);
  });

  it("may be a card, whose own buttons open addresses", async () => {
    const { reply, dingtalk } = await afterMessage();
    const btns = [
      { title: "Open", actionURL: "https://example.com" },
      { title: "1", actionURL: dtmd("1") },
    ];
    await reply({
      msgtype: "actionCard",
      actionCard: { title: "t", text: "**pick**", btnOrientation: "0", btns },
    });
    const line = dingtalk.lines.at(-1);
    expect(line).toMatchObject({
      text: "pick",
      buttons: [{ label: "Open", value: "https://example.com" }, { label: "1" }],
    });
    const said = dingtalk.lines.length;
    await dingtalk.press("li-lei", line?.id ?? "", line?.buttons[1]?.value);
    expect(dingtalk.lines).toHaveLength(said);
    const single = { title: "t", text: "one", singleTitle: "Go", singleURL: "https://example.com" };
    expect(await reply({ msgtype: "actionCard", actionCard: single })).toEqual(ok);
  });

  it("is taken until the address is ninety minutes old", async () => {
    const { reply, ground } = await afterMessage();
    ground.clock.advance(90 * 60_000 - 5_000);
    expect(await reply(markdown("just in time"))).toEqual(ok);
    ground.clock.advance(5_000);
    expect((await reply(markdown("too late"))).errcode).toBe(300005);
  });

  it("is refused where the address was never given out, or the body is no message", async () => {
    const { reply, sessionWebhook, dingtalk } = await afterMessage();
    const invented = await fetch(sessionWebhook.replace(/session=.*/, "session=0000"), {
      method: "POST",
      body: JSON.stringify(markdown("hello")),
    });
    expect(await invented.json()).toEqual({ errcode: 300005, errmsg: "token is not exist" });
    const said = dingtalk.lines.length;
    for (const body of [
      "{",
      {},
      { msgtype: "text" },
      { msgtype: "text", text: { content: "" } },
      { msgtype: "markdown", markdown: { text: "no title" } },
      { msgtype: "interactive", interactive: {} },
      { msgtype: "actionCard", actionCard: { title: "t", text: "t", btns: [] } },
    ]) {
      expect((await reply(body)).errcode).toBe(40035);
    }
    expect(dingtalk.lines).toHaveLength(said);
  });

  it("is refused when there are more than twenty in a chat in a minute", async () => {
    const { reply, dingtalk } = await afterMessage();
    for (let n = 0; n < 20; n += 1) expect(await reply(markdown(`${n}`))).toEqual(ok);
    expect(await reply(markdown("one more"))).toEqual({
      errcode: 660026,
      errmsg: "sending too many messages per minute",
    });
    expect(dingtalk.lines.filter((line) => line.from === "bot")).toHaveLength(20);
  });
});

describe("pressing a link in a message", () => {
  it("says its text in the presser's name, in a direct chat to the bot", async () => {
    const { reply, dingtalk } = await afterMessage("direct:li-lei");
    await reply(markdown(`K2 [订](${dtmd("book 1")})`));
    const line = dingtalk.lines.at(-1);
    expect(line?.buttons).toEqual([{ label: "订", value: "book 1" }]);
    await dingtalk.press("li-lei", line?.id ?? "", "book 1");
    expect(dingtalk.lines.at(-1)).toMatchObject({ from: "li-lei", chatKey: "direct:li-lei", text: "book 1" });
    await expect(dingtalk.press("li-lei", line?.id ?? "", "book 2")).rejects.toThrow("no button");
    await expect(dingtalk.press("emma", line?.id ?? "", "book 1")).rejects.toThrow("not in the chat");
  });

  it("reaches the bot in a group only where the text names it", async () => {
    const { reply, dingtalk } = await afterMessage();
    await reply(markdown(`[1](${dtmd("1")}) [2](${dtmd("@freeroom 2")})`));
    const line = dingtalk.lines.at(-1);
    await dingtalk.press("oliver", line?.id ?? "", "1");
    expect(dingtalk.lines.at(-1)).toMatchObject({ from: "oliver", text: "1" });
    await dingtalk.press("oliver", line?.id ?? "", "@freeroom 2");
    expect(dingtalk.lines.at(-1)).toMatchObject({ from: "oliver", text: "@freeroom 2" });
  });
});

describe("a message of the robot's own accord", () => {
  const param = (value: unknown) => JSON.stringify(value);

  it("is refused for what it lacks", async () => {
    const { call, dingtalk, ground } = await dingTalkOffice();
    const group = ground.world.office.chats[0]?.dingtalk.conversationId;
    const good = {
      robotCode: dingtalk.app.id,
      openConversationId: group,
      msgKey: "sampleText",
      msgParam: param({ content: "hello" }),
    };
    const send = async (change: Record<string, unknown>) => {
      const { status, body } = await call("POST", "/v1.0/robot/groupMessages/send", { ...good, ...change });
      return [status, body.code];
    };
    expect(await send({})).toEqual([200, undefined]);
    expect(await send({ robotCode: "other" })).toEqual([400, "invalidParameter.robotCode"]);
    expect(await send({ openConversationId: "cid0" })).toEqual([400, "session.notExisted"]);
    expect(await send({ msgKey: "sampleSong" })).toEqual([400, "invalidParameter.msgKey"]);
    expect(await send({ msgParam: { content: "not a string" } })).toEqual([400, "invalidParameter.msgParam"]);
    expect(await send({ msgParam: param({}) })).toEqual([400, "invalidParameter.msgParam"]);
    expect(await send({ msgParam: param({ content: "长".repeat(5_000) }) })).toEqual([
      400,
      "invalidParameter.msgParam.tooLong",
    ]);
    const people = { robotCode: dingtalk.app.id, msgKey: "sampleText", msgParam: good.msgParam };
    const many = Array.from({ length: 21 }, (_, n) => String(n));
    const toMany = await call("POST", "/v1.0/robot/oToMessages/batchSend", { ...people, userIds: many });
    expect([toMany.status, toMany.body.code]).toEqual([400, "invalidParameter.userIds"]);
  });

  it.each([
    [
      "sampleLink",
      { title: "t", text: "read", messageUrl: "https://example.com" },
      "t\nread\nhttps://example.com",
      [],
    ],
    [
      "sampleActionCard",
      { title: "t", text: "**go**", singleTitle: "Go", singleURL: "https://e.com" },
      "go",
      ["Go"],
    ],
    [
      "sampleActionCard2",
      {
        title: "t",
        text: "pick",
        actionTitle1: "A",
        actionURL1: "https://a.com",
        actionTitle2: "B",
        actionURL2: "https://b.com",
      },
      "pick",
      ["A", "B"],
    ],
    [
      "sampleActionCard6",
      {
        title: "t",
        text: "pick",
        buttonTitle1: "A",
        buttonUrl1: "https://a.com",
        buttonTitle2: "B",
        buttonUrl2: "https://b.com",
      },
      "pick",
      ["A", "B"],
    ],
  ])("reads as its template says: %s", async (msgKey, value, text, labels) => {
    const { call, dingtalk, person } = await dingTalkOffice();
    const userIds = [person("emma").dingtalk.userId];
    const body = { robotCode: dingtalk.app.id, userIds, msgKey, msgParam: param(value) };
    expect((await call("POST", "/v1.0/robot/oToMessages/batchSend", body)).status).toBe(200);
    const line = dingtalk.lines.at(-1);
    expect(line?.text).toBe(text);
    expect(line?.buttons.map((button) => button.label)).toEqual(labels);
  });
});
