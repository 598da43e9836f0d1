import { afterEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { CONTROL, DATA, decodeFrame, encodeFrame, type Frame } from "../../../src/sandbox/feishu/frame.ts";
import { directChatKey } from "../../../src/sandbox/sandbox.ts";
import { openId, type Started, startTiny } from "./tiny.ts";

let started: Started | undefined;
const start = async (options: Parameters<typeof startTiny>[0] = {}) => {
  started = await startTiny(options);
  return started;
};
afterEach(async () => {
  await started?.close();
  started = undefined;
});

type Received = {
  event_id: string;
  message: { message_id: string; content: string; chat_type: string; mentions?: unknown[] };
};

/** A connection without the SDK: it acknowledges only what it is told to. */
async function connectRaw({ vendor, call }: Started) {
  const { json } = await call("POST", "/callback/ws/endpoint", {
    body: { AppID: vendor.app.id, AppSecret: vendor.app.secret },
    token: null,
  });
  const url = new URL(json.data.URL);
  const socket = new WebSocket(url);
  const frames: Frame[] = [];
  socket.on("message", (data: Buffer) => frames.push(decodeFrame(data)));
  await new Promise((resolve) => socket.once("open", resolve));
  const acknowledge = (frame: Frame, answer: object) =>
    socket.send(encodeFrame({ ...frame, payload: Buffer.from(JSON.stringify(answer)) }));
  return { socket, frames, url, config: json.data.ClientConfig, acknowledge };
}

const bodyOf = (frame: Frame | undefined) => JSON.parse(Buffer.from(frame?.payload ?? []).toString());

describe("the long connection of Feishu, heard by the official client", () => {
  it("delivers a direct message in the envelope of schema 2.0 and hears the acknowledgement", async () => {
    const { vendor, listen } = await start();
    const heard: Received[] = [];
    await listen({ "im.message.receive_v1": (data: Received) => void heard.push(data) });
    const delivered = new Promise((resolve) => vendor.events.once("delivered", resolve));
    const id = vendor.say("ann", directChatKey("ann"), "free room 3pm");
    expect(await delivered).toBe(id);
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({
      event_type: "im.message.receive_v1",
      app_id: vendor.app.id,
      schema: "2.0",
      sender: { sender_id: { open_id: openId("ann") }, sender_type: "user" },
      message: {
        message_id: id,
        chat_type: "p2p",
        message_type: "text",
        content: '{"text":"free room 3pm"}',
      },
    });
    expect(heard[0]?.message).not.toHaveProperty("mentions");
  });

  it("merges for the client what it was sent in pieces, even in the middle of a Chinese character", async () => {
    const { vendor, listen } = await start({ pace: { fragmentBytes: 100 } });
    const heard: Received[] = [];
    await listen({ "im.message.receive_v1": (data: Received) => void heard.push(data) });
    const text = "明天下午三点的会议室".repeat(20);
    vendor.say("ann", directChatKey("ann"), text);
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    expect(JSON.parse(heard[0]?.message.content ?? "")).toEqual({ text });
  });

  it("lets the bot hear in a group only what mentions it, with keys in the text and people beside it", async () => {
    const { vendor, listen, call } = await start();
    const heard: Received[] = [];
    await listen({ "im.message.receive_v1": (data: Received) => void heard.push(data) });
    vendor.say("bo", "team", "lunch?");
    vendor.say("bo", "team", "book a room with @安娜", { mentionsBot: true, mentionKeys: ["ann"] });
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    const bot = (await call("GET", "/open-apis/bot/v3/info")).json.bot;
    expect(heard[0]?.message).toMatchObject({
      chat_type: "group",
      content: '{"text":"@_user_1 book a room with @_user_2"}',
      mentions: [
        { key: "@_user_1", id: { open_id: bot.open_id }, name: bot.app_name },
        { key: "@_user_2", id: { open_id: openId("ann") }, name: "安娜" },
      ],
    });
    expect(vendor.lines.map((line) => line.text)).toEqual([
      "lunch?",
      `@${bot.app_name} book a room with @安娜`,
    ]);
  });

  it("says of a guest that the guest is of another organisation", async () => {
    const { vendor, listen } = await start();
    const heard: { tenant_key: string; sender: { tenant_key: string } }[] = [];
    await listen({ "im.message.receive_v1": (data: (typeof heard)[number]) => void heard.push(data) });
    vendor.say("guest", "team", "hello", { mentionsBot: true });
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    expect(heard[0]?.sender.tenant_key).not.toBe(heard[0]?.tenant_key);
  });

  it("delivers the same event again when the handler throws, until it does not", async () => {
    const { vendor, listen } = await start();
    const ids: string[] = [];
    await listen({
      "im.message.receive_v1": (data: Received) => {
        ids.push(data.event_id);
        if (ids.length < 3) throw new Error("not now");
      },
    });
    const delivered = new Promise((resolve) => vendor.events.once("delivered", resolve));
    vendor.say("ann", directChatKey("ann"), "hello");
    await delivered;
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
  });

  it("delivers again what was answered too late", async () => {
    const { vendor, listen } = await start({ pace: { deadlineMs: 200 } });
    const ids: string[] = [];
    await listen({
      "im.message.receive_v1": async (data: Received) => {
        ids.push(data.event_id);
        if (ids.length === 1) await new Promise((resolve) => setTimeout(resolve, 300));
      },
    });
    const delivered = new Promise((resolve) => vendor.events.once("delivered", resolve));
    vendor.say("ann", directChatKey("ann"), "hello");
    await delivered;
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(1);
  });

  it("delivers one message as often as it is told to, always as the same event", async () => {
    const { vendor, listen } = await start();
    const ids: string[] = [];
    await listen({ "im.message.receive_v1": (data: Received) => void ids.push(data.event_id) });
    vendor.say("ann", directChatKey("ann"), "twice", { copies: 2 });
    await vi.waitFor(() => expect(ids).toHaveLength(2));
    expect(new Set(ids).size).toBe(1);
  });

  it("keeps for its next try what nobody was there to hear", async () => {
    const { vendor, listen } = await start({ pace: { redeliveryMs: [150, 150] } });
    vendor.say("ann", directChatKey("ann"), "anybody?");
    const heard: Received[] = [];
    await listen({ "im.message.receive_v1": (data: Received) => void heard.push(data) });
    await vi.waitFor(() => expect(heard).toHaveLength(1));
  });

  it("lets the client come back after its connection was cut", async () => {
    const { vendor, listen } = await start({
      pace: { client: { ReconnectCount: -1, ReconnectInterval: 1, ReconnectNonce: 0, PingInterval: 120 } },
    });
    await listen({});
    expect(vendor.connections()).toBe(1);
    vendor.dropConnections();
    expect(vendor.connections()).toBe(0);
    await vi.waitFor(() => expect(vendor.connections()).toBe(1), { timeout: 5_000 });
  });
});

describe("the long connection of Feishu, on the wire", () => {
  it("names device and service in the address, neither of them first, and the pace of reconnecting beside it", async () => {
    const { url, config } = await connectRaw(await start());
    expect([...url.searchParams.keys()]).toEqual([
      "fpid",
      "aid",
      "device_id",
      "access_key",
      "service_id",
      "ticket",
    ]);
    expect(config).toEqual({
      ReconnectCount: -1,
      ReconnectInterval: 120,
      ReconnectNonce: 30,
      PingInterval: 120,
    });
  });

  it("answers wrong credentials with code 514 and an empty data", async () => {
    const { vendor, call } = await start();
    const answer = await call("POST", "/callback/ws/endpoint", {
      body: { AppID: vendor.app.id, AppSecret: "wrong" },
      token: null,
    });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ code: 514, msg: "auth failed", data: {} });
  });

  it("refuses a handshake whose ticket it did not give", async () => {
    const { vendor } = await start();
    const socket = new WebSocket(`${vendor.base.replace("http", "ws")}/ws/v2?fpid=1&ticket=made-up`);
    socket.on("error", () => {});
    const response = await new Promise<{ headers: Record<string, unknown>; statusCode: number }>((resolve) =>
      socket.on("unexpected-response", (_, got) => resolve(got as never)),
    );
    expect(response.statusCode).toBe(403);
    expect(response.headers["handshake-status"]).toBe("514");
  });

  it("holds fifty connections and refuses one more", async () => {
    const here = await start({ limits: {} });
    for (let count = 0; count < 50; count += 1) await connectRaw(here);
    expect(here.vendor.connections()).toBe(50);
    const { json } = await here.call("POST", "/callback/ws/endpoint", {
      body: { AppID: here.vendor.app.id, AppSecret: here.vendor.app.secret },
      token: null,
    });
    expect(json).toEqual({ code: 1000040350, msg: "exceed_conn_limit", data: {} });
  });

  it("gives each event to one connection only, and over time to all of them", async () => {
    const here = await start();
    const all = await Promise.all([connectRaw(here), connectRaw(here), connectRaw(here)]);
    for (let count = 0; count < 40; count += 1) here.vendor.say("ann", directChatKey("ann"), `n ${count}`);
    await vi.waitFor(() => expect(all.reduce((sum, one) => sum + one.frames.length, 0)).toBe(40));
    expect(all.every(({ frames }) => frames.length > 0)).toBe(true);
  });

  it("answers a ping with a pong that carries the client's configuration", async () => {
    const { socket, frames, url } = await connectRaw(await start());
    const service = Number(url.searchParams.get("service_id"));
    socket.send(encodeFrame({ seqId: 0n, logId: 0n, service, method: CONTROL, headers: { type: "ping" } }));
    await vi.waitFor(() => expect(frames).toHaveLength(1));
    expect(frames[0]).toMatchObject({ method: CONTROL, service, headers: { type: "pong" } });
    expect(bodyOf(frames[0])).toMatchObject({ PingInterval: 120 });
  });

  it("sends again what is not acknowledged, and stops when its tries are used up", async () => {
    const here = await start({ pace: { deadlineMs: 30, redeliveryMs: [20, 20] } });
    const { frames } = await connectRaw(here);
    here.vendor.say("ann", directChatKey("ann"), "hello");
    await vi.waitFor(() => expect(frames).toHaveLength(3));
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(frames).toHaveLength(3);
    expect(new Set(frames.map((frame) => bodyOf(frame).header.event_id)).size).toBe(1);
    expect(frames[0]).toMatchObject({ method: DATA, headers: { type: "event", sum: "1", seq: "0" } });
  });

  it("survives frames that are none", async () => {
    const here = await start();
    const { socket, frames, acknowledge } = await connectRaw(here);
    socket.send(Buffer.from([0xff, 0xff, 0xff]));
    socket.send("text");
    here.vendor.say("ann", directChatKey("ann"), "still there?");
    await vi.waitFor(() => expect(frames).toHaveLength(1));
    const delivered = new Promise((resolve) => here.vendor.events.once("delivered", resolve));
    acknowledge(frames[0] as Frame, { code: 200 });
    await delivered;
  });
});
