import type { DWClientDownStream } from "dingtalk-stream";
import { describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { connected, ROBOT_TOPIC } from "./official-bot.ts";
import { dingTalkOffice } from "./setup.ts";

const closing = (socket: WebSocket) => new Promise<number>((resolve) => socket.on("close", resolve));

describe("the stream", () => {
  it("delivers a group message to the official client, as the vendor prints it, and hears the acknowledgement", async () => {
    const { dingtalk, ground, person } = await dingTalkOffice();
    const bot = await connected(dingtalk);
    const delivered = vi.fn();
    dingtalk.events.on("delivered", delivered);
    const msgId = dingtalk.say("li-lei", "platform-team", "free room 3pm 1h", {
      mentionsBot: true,
      mentionKeys: ["oliver"],
    });
    await vi.waitFor(() => expect(delivered).toHaveBeenCalledWith(msgId));
    const [frame] = bot.heard;
    expect(frame).toMatchObject({
      specVersion: "1.0",
      type: "CALLBACK",
      headers: { topic: ROBOT_TOPIC, contentType: "application/json", appId: dingtalk.app.id },
    });
    expect(frame?.headers.time).toMatch(/^\d{13}$/);
    const { userId } = person("li-lei").dingtalk;
    const [message] = bot.messages();
    expect(message).toMatchObject({
      conversationType: "2",
      conversationTitle: "平台组日常",
      isInAtList: true,
      msgId,
      msgtype: "text",
      text: { content: " @Oliver Smith free room 3pm 1h" },
      senderNick: "李雷",
      senderStaffId: userId,
      isAdmin: false,
      robotCode: dingtalk.app.id,
      createAt: expect.any(Number),
      atUsers: [
        { dingtalkId: expect.stringMatching(/^\$:LWCP_v1:\$/) },
        { staffId: person("oliver").dingtalk.userId, dingtalkId: expect.any(String) },
      ],
    });
    const { createAt, sessionWebhookExpiredTime } = message as Record<string, number>;
    expect((sessionWebhookExpiredTime ?? 0) - (createAt ?? 0)).toBe(90 * 60_000);
    expect(createAt).toBeGreaterThanOrEqual(ground.clock.now() - 5_000);
    expect(dingtalk.acks).toMatchObject([{ code: 200, data: '{"response":null}' }]);
  });

  it("leaves out what only groups have from a direct message, and the staff id of a guest", async () => {
    const { dingtalk } = await dingTalkOffice();
    const bot = await connected(dingtalk);
    dingtalk.say("emma", "direct:emma", "help");
    dingtalk.say("guest", "launch", "who is free?", { mentionsBot: true });
    await vi.waitFor(() => expect(bot.heard).toHaveLength(2));
    const messages = bot.messages();
    const direct = messages.find((one) => one.conversationType === "1");
    expect(direct).toMatchObject({ text: { content: "help" } });
    for (const key of ["conversationTitle", "isInAtList", "atUsers"]) expect(direct).not.toHaveProperty(key);
    const guest = messages.find((one) => one.conversationType === "2");
    expect(guest).not.toHaveProperty("senderStaffId");
    expect(guest?.senderCorpId).not.toBe(guest?.chatbotCorpId);
  });

  it("keeps to itself what is said in a group without a mention", async () => {
    const { dingtalk } = await dingTalkOffice();
    const bot = await connected(dingtalk);
    dingtalk.say("li-lei", "platform-team", "lunch?");
    dingtalk.say("li-lei", "platform-team", "help", { mentionsBot: true });
    await vi.waitFor(() => expect(bot.heard).toHaveLength(1));
    expect(dingtalk.lines.map((line) => line.text)).toEqual(["lunch?", "@freeroom help"]);
    expect(bot.messages()).toMatchObject([{ text: { content: " help" } }]);
  });

  it("leaves the words out once the organisation has used up its messages, and says so", async () => {
    const { dingtalk } = await dingTalkOffice();
    dingtalk.switches.isStreamUsedUp = true;
    const bot = await connected(dingtalk);
    dingtalk.say("emma", "direct:emma", "free room 3pm");
    await vi.waitFor(() => expect(bot.heard).toHaveLength(1));
    const [message] = bot.messages();
    expect(message).toMatchObject({
      errCode: 20001,
      errMsg: expect.stringContaining("超量"),
      msgtype: "text",
    });
    expect(message).not.toHaveProperty("text");
  });

  it("delivers a message as often as it is told to, with one msgId", async () => {
    const { dingtalk } = await dingTalkOffice();
    const bot = await connected(dingtalk);
    const msgId = dingtalk.say("emma", "direct:emma", "1", { copies: 3 });
    await vi.waitFor(() => expect(bot.heard).toHaveLength(3));
    expect(bot.messages().map((one) => one.msgId)).toEqual([msgId, msgId, msgId]);
    expect(new Set(bot.heard.map((frame) => frame.headers.messageId)).size).toBe(3);
  });

  it("gives each message to one connection of several, in the end to each of them", async () => {
    const { dingtalk } = await dingTalkOffice();
    const bots = [await connected(dingtalk), await connected(dingtalk)];
    for (let n = 0; n < 20; n += 1) dingtalk.say("emma", "direct:emma", `${n}`);
    await vi.waitFor(() => expect(bots.reduce((sum, bot) => sum + bot.heard.length, 0)).toBe(20));
    for (const bot of bots) expect(bot.heard.length).toBeGreaterThan(0);
  });

  it("loses what nobody acknowledges, unless it is switched to try once more", async () => {
    const { dingtalk } = await dingTalkOffice();
    dingtalk.say("emma", "direct:emma", "into the void");
    const bot = await connected(dingtalk, { answers: false });
    dingtalk.switches.redeliverAfterMs = 20;
    dingtalk.say("emma", "direct:emma", "again");
    await vi.waitFor(() => expect(bot.heard).toHaveLength(2));
    dingtalk.switches.redeliverAfterMs = undefined;
    const last = dingtalk.say("emma", "direct:emma", "last");
    await vi.waitFor(() => expect(bot.messages().at(-1)?.msgId).toBe(last));
    expect(bot.heard).toHaveLength(3);
  });

  it("pushes again only what was not acknowledged", async () => {
    const { dingtalk } = await dingTalkOffice();
    dingtalk.switches.redeliverAfterMs = 300;
    const bot = await connected(dingtalk, { answers: false });
    bot.once(ROBOT_TOPIC, (frame: DWClientDownStream) => {
      bot.socketCallBackResponse(frame.headers.messageId, null);
    });
    const first = dingtalk.say("emma", "direct:emma", "acknowledged");
    await vi.waitFor(() => expect(dingtalk.acks).toHaveLength(1));
    const second = dingtalk.say("emma", "direct:emma", "ignored");
    await vi.waitFor(() => expect(bot.heard).toHaveLength(3), { timeout: 5_000 });
    expect(bot.messages().map((one) => one.msgId)).toEqual([first, second, second]);
  });

  it("does not take an error for an acknowledgement", async () => {
    const setup = await dingTalkOffice();
    const delivered = vi.fn();
    setup.dingtalk.events.on("delivered", delivered);
    const socket = new WebSocket(await address(setup));
    socket.on("message", (data) => {
      const { headers } = JSON.parse(String(data));
      socket.send(JSON.stringify({ code: 500, message: "no", headers, data: "{}" }));
    });
    await vi.waitFor(() => expect(setup.dingtalk.connections()).toBe(1));
    setup.dingtalk.say("emma", "direct:emma", "help");
    await vi.waitFor(() => expect(setup.dingtalk.acks).toMatchObject([{ code: 500 }]));
    expect(delivered).not.toHaveBeenCalled();
  });

  it("pings, and the official client's echo keeps the connection", async () => {
    const { dingtalk } = await dingTalkOffice();
    dingtalk.switches.pingEveryMs = 250;
    const bot = await connected(dingtalk);
    const pings = vi.spyOn(bot, "onSystem");
    // The third is sent only where the second was echoed.
    await vi.waitFor(() => expect(pings.mock.calls.length).toBeGreaterThan(2), { timeout: 5_000 });
    expect(pings.mock.calls[0]?.[0]).toMatchObject({ type: "SYSTEM", headers: { topic: "ping" } });
    expect(dingtalk.connections()).toBe(1);
  });

  it("ends a connection that does not echo a ping", async () => {
    const setup = await dingTalkOffice();
    setup.dingtalk.switches.pingEveryMs = 15;
    const socket = new WebSocket(await address(setup));
    socket.on("message", () => socket.send("not json"));
    expect(await closing(socket)).toBe(1006);
  });

  it("says goodbye with a disconnect frame, sends nothing more, then ends the connection", async () => {
    const { dingtalk } = await dingTalkOffice();
    dingtalk.switches.disconnectGraceMs = 60;
    const old = await connected(dingtalk);
    const frames = vi.spyOn(old, "onSystem");
    dingtalk.expireConnections();
    await vi.waitFor(() => expect(frames).toHaveBeenCalledOnce());
    expect(frames.mock.calls[0]?.[0]).toMatchObject({
      headers: { topic: "disconnect" },
      data: '{"reason":"connection is expired"}',
    });
    dingtalk.say("emma", "direct:emma", "lost");
    const next = await connected(dingtalk);
    dingtalk.say("emma", "direct:emma", "heard");
    await vi.waitFor(() => expect(next.heard).toHaveLength(1));
    await vi.waitFor(() => expect(dingtalk.connections()).toBe(1));
    expect(old.heard).toHaveLength(0);
    expect(next.messages()).toMatchObject([{ text: { content: "heard" } }]);
  });

  it("can be cut without a word, and can say what no client understands", async () => {
    const setup = await dingTalkOffice();
    const socket = new WebSocket(await address(setup));
    const first = new Promise((resolve) => socket.on("message", (data) => resolve(String(data))));
    await vi.waitFor(() => expect(setup.dingtalk.connections()).toBe(1));
    setup.dingtalk.pushRaw("{ this is no frame");
    expect(await first).toBe("{ this is no frame");
    const closed = closing(socket);
    setup.dingtalk.dropConnections();
    expect(await closed).toBe(1006);
    await vi.waitFor(() => expect(setup.dingtalk.connections()).toBe(0));
  });

  it("pushes only what a connection subscribed to", async () => {
    const setup = await dingTalkOffice();
    const deaf = new WebSocket(await address(setup, [{ type: "EVENT", topic: "*" }]));
    const heard = vi.fn();
    deaf.on("message", heard);
    await vi.waitFor(() => expect(setup.dingtalk.connections()).toBe(1));
    const bot = await connected(setup.dingtalk);
    for (let n = 0; n < 5; n += 1) setup.dingtalk.say("emma", "direct:emma", `${n}`);
    await vi.waitFor(() => expect(bot.heard).toHaveLength(5));
    expect(heard).not.toHaveBeenCalled();
  });
});

type Setup = Awaited<ReturnType<typeof dingTalkOffice>>;

const open = async ({ dingtalk }: Setup, change: Record<string, unknown> = {}, accept = "application/json") =>
  fetch(`${dingtalk.base}/v1.0/gateway/connections/open`, {
    method: "POST",
    headers: { "content-type": "application/json", accept },
    body: JSON.stringify({
      clientId: dingtalk.app.id,
      clientSecret: dingtalk.app.secret,
      subscriptions: [{ type: "CALLBACK", topic: ROBOT_TOPIC }],
      ...change,
    }),
  });

const address = async (setup: Setup, subscriptions?: unknown): Promise<string> => {
  const response = await open(setup, subscriptions === undefined ? {} : { subscriptions });
  const { endpoint, ticket } = (await response.json()) as { endpoint: string; ticket: string };
  return `${endpoint}?ticket=${encodeURIComponent(ticket)}`;
};

const outcome = (url: string) =>
  new Promise<string>((resolve) => {
    const socket = new WebSocket(url);
    socket.on("open", () => resolve("open"));
    socket.on("unexpected-response", (_, response) => resolve(`refused ${response.statusCode}`));
    socket.on("error", () => {});
  });

describe("the stream's gateway", () => {
  it("answers in XML unless JSON is asked for", async () => {
    const setup = await dingTalkOffice();
    const response = await open(setup, {}, "*/*");
    expect(response.headers.get("content-type")).toContain("xml");
    expect(await response.text()).toMatch(/<ticket>[0-9a-f-]{36}<\/ticket>/);
  });

  it("refuses wrong credentials and an open without subscriptions", async () => {
    const setup = await dingTalkOffice();
    const wrong = await open(setup, { clientSecret: "wrong" });
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({
      code: "invalidClientIdOrSecret",
      message: "无效的clientId或者clientSecret",
    });
    expect((await open(setup, { subscriptions: [] })).status).toBe(400);
  });

  it("takes each ticket once, for ninety seconds, and no others", async () => {
    const setup = await dingTalkOffice();
    const url = await address(setup);
    expect(await outcome(url)).toBe("open");
    expect(await outcome(url)).toBe("refused 401");
    const late = await address(setup);
    setup.ground.clock.advance(90_000);
    expect(await outcome(late)).toBe("refused 401");
    expect(await outcome(`${url.split("?")[0]}?ticket=invented`)).toBe("refused 401");
  });
});
