import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { WSClient } from "@larksuiteoapi/node-sdk";
import { describe, expect, it, vi } from "vitest";
import { TIMINGS } from "../../../src/platforms/feishu/timings.ts";
import { APP, no, ok } from "./fake-feishu.ts";
import { encodeFrame } from "./frame.ts";
import { fixture, openRig, recordingHearing } from "./rig.ts";

const MESSAGE = fixture("message-text-group");
const PRESS = fixture("card-action");
const until = (check: () => void) => vi.waitFor(check, { timeout: 8_000, interval: 5 });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function connected(timings = {}) {
  const rig = await openRig(timings);
  const hearing = recordingHearing();
  await rig.platform.listener.start(hearing);
  return { ...rig, hearing, gateway: rig.feishu.gateway, listener: rig.platform.listener };
}

describe("connecting to Feishu", () => {
  it("resolves start at the first connection and says so", async () => {
    const { listener, gateway, lines } = await connected();
    expect(listener.state()).toBe("connected");
    expect(gateway.open()).toHaveLength(1);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: "info", text: expect.stringMatching(/^Connected/) }),
    );
  });

  it("opens one connection however often it is started", async () => {
    const { feishu, platform } = await openRig();
    const hearing = recordingHearing();
    await Promise.all([platform.listener.start(hearing), platform.listener.start(hearing)]);
    await platform.listener.start(hearing);
    await until(() => expect(feishu.gateway.pings()).toBeGreaterThan(2));
    expect(feishu.gateway.connections).toHaveLength(1);
  });

  it.each([
    ["the endpoint is busy (1)", no(200, 1, "system busy")],
    ["the endpoint is busy and sends empty data", { body: { code: 1, msg: "system busy", data: {} } }],
    ["too many connections are open (1000040350)", { body: { code: 1000040350, msg: "exceed", data: {} } }],
    ["the endpoint has an internal error (1000040343)", no(200, 1000040343, "internal error")],
    ["the endpoint answers 500", { status: 500, body: "oops" }],
    ["the endpoint answers without an address", ok({})],
    ["the endpoint answers a page", { body: "<html>" }],
  ])("heals when %s at first", async (_name, trouble) => {
    const { feishu, platform } = await openRig();
    const { endpoint } = feishu.gateway;
    feishu.gateway.endpoint = () => (feishu.count("POST /callback/ws/endpoint") < 3 ? trouble : endpoint());
    await platform.listener.start(recordingHearing());
    expect(platform.listener.state()).toBe("connected");
    expect(feishu.gateway.open()).toHaveLength(1);
  });

  it.each([
    ["with data", { body: { code: 514, msg: "auth failed", data: {} } }],
    ["without data", no(200, 514, "auth failed")],
  ])(
    "is refused when the credentials are (514 %s), says whose turn it is, tries seldom, and heals",
    async (_name, refusal) => {
      const { feishu, platform, lines } = await openRig({ refusedRetryMs: 400 });
      const { endpoint } = feishu.gateway;
      feishu.gateway.endpoint = () => refusal;
      const started = platform.listener.start(recordingHearing());
      await until(() => expect(platform.listener.state()).toBe("refused"));
      await pause(200);
      expect(feishu.count("POST /callback/ws/endpoint")).toBe(1);
      expect(lines).toContainEqual({ level: "error", text: expect.stringContaining("FEISHU_APP_SECRET") });
      feishu.gateway.endpoint = endpoint;
      await started;
      expect(platform.listener.state()).toBe("connected");
    },
  );

  it("does not wait for a handshake that hangs", async () => {
    const { feishu, platform } = await openRig();
    feishu.gateway.handshake = "hang";
    const started = platform.listener.start(recordingHearing());
    await until(() => expect(feishu.gateway.sockets()).toBe(1));
    feishu.gateway.handshake = "accept";
    await started;
    expect(platform.listener.state()).toBe("connected");
  });

  it("reconnects after a drop, and is not connected meanwhile", async () => {
    const { listener, gateway } = await connected();
    gateway.handshake = "hang";
    gateway.connections[0]?.terminate();
    await until(() => expect(listener.state()).toBe("connecting"));
    gateway.handshake = "accept";
    await until(() => expect(listener.state()).toBe("connected"));
    expect(gateway.open()).toHaveLength(1);
  });

  it("notices a half-open connection", async () => {
    const { gateway } = await connected({
      pingTimeoutMs: 100,
      shortestPingIntervalMs: 150,
      longestPingIntervalMs: 150,
    });
    gateway.pong = undefined;
    await until(() => expect(gateway.connections.length).toBeGreaterThan(1));
  });

  it("pings more seldom than it waits for an answer, because each ping makes the SDK wait anew", () => {
    expect(TIMINGS.shortestPingIntervalMs).toBeGreaterThan(TIMINGS.pingTimeoutMs);
  });

  it("notices a close that came in the same packet as the handshake", async () => {
    const { feishu, platform } = await openRig();
    feishu.gateway.handshake = "slam";
    void platform.listener.start(recordingHearing());
    await until(() => expect(feishu.gateway.connections.length).toBeGreaterThan(0));
    feishu.gateway.handshake = "accept";
    await until(() => expect(feishu.gateway.open()).toHaveLength(1));
    await until(() => expect(platform.listener.state()).toBe("connected"));
  });

  it("begins anew where the SDK lets a drop pass", async () => {
    const { gateway, listener, lines } = await connected();
    // Private, and what the SDK's handler of a closed socket calls.
    const prototype = WSClient.prototype as unknown as { reConnect: () => Promise<void> };
    const ignored = vi.spyOn(prototype, "reConnect").mockImplementationOnce(async () => {});
    gateway.connections[0]?.terminate();
    await until(() => expect(gateway.open()).toHaveLength(1));
    await until(() => expect(listener.state()).toBe("connected"));
    expect(ignored).toHaveBeenCalled();
    expect(lines).toContainEqual({ level: "warn", text: expect.stringContaining("unnoticed") });
    ignored.mockRestore();
  });

  it("does not storm the gateway with pings after a pong without settings", async () => {
    const { gateway } = await connected();
    gateway.pong = "{}";
    const before = gateway.pings();
    await pause(500);
    expect(gateway.pings() - before).toBeGreaterThan(1);
    expect(gateway.pings() - before).toBeLessThan(15);
  });

  it("does not storm the endpoint in an outage after settings without reconnect times", async () => {
    const { feishu, platform } = await openRig();
    feishu.gateway.endpoint = () => ok({ URL: feishu.gateway.address, ClientConfig: { PingInterval: 1 } });
    await platform.listener.start(recordingHearing());
    const before = feishu.count("POST /callback/ws/endpoint");
    feishu.gateway.endpoint = () => ({ status: 503, body: "" });
    feishu.gateway.connections[0]?.terminate();
    await pause(500);
    const tries = feishu.count("POST /callback/ws/endpoint") - before;
    expect(tries).toBeGreaterThan(1);
    expect(tries).toBeLessThan(25);
  });

  it("never agrees to give up after some tries", async () => {
    const { feishu, platform } = await openRig();
    const { endpoint, address } = feishu.gateway;
    feishu.gateway.endpoint = () =>
      ok({
        URL: address,
        ClientConfig: { ReconnectCount: 1, ReconnectInterval: 0.02, ReconnectNonce: 0, PingInterval: 1 },
      });
    await platform.listener.start(recordingHearing());
    feishu.gateway.endpoint = () => ({ status: 503, body: "" });
    feishu.gateway.connections[0]?.terminate();
    await until(() => expect(feishu.count("POST /callback/ws/endpoint")).toBeGreaterThan(4));
    feishu.gateway.endpoint = endpoint;
    await until(() => expect(feishu.gateway.open()).toHaveLength(1));
  });
});

describe("stopping", () => {
  it("closes the connection, hears nothing more and lets start know", async () => {
    const { listener, gateway, feishu, hearing } = await connected();
    await listener.stop();
    expect(listener.state()).toBe("idle");
    await until(() => expect(gateway.sockets()).toBe(0));
    const asked = feishu.count("POST /callback/ws/endpoint");
    await pause(300);
    expect(feishu.count("POST /callback/ws/endpoint")).toBe(asked);
    expect(hearing.messages).toEqual([]);
  });

  it("ends a handshake that hangs, and start with it", async () => {
    const { feishu, platform } = await openRig({ handshakeTimeoutMs: 60_000 });
    feishu.gateway.handshake = "hang";
    const started = platform.listener.start(recordingHearing());
    await until(() => expect(feishu.gateway.sockets()).toBe(1));
    await platform.listener.stop();
    await expect(started).rejects.toThrow("stopped");
    await until(() => expect(feishu.gateway.sockets()).toBe(0));
  });

  it("ends a question for the address that hangs", async () => {
    const { feishu, platform } = await openRig({ requestTimeoutMs: 60_000 });
    feishu.on("POST /callback/ws/endpoint", () => "hang");
    feishu.on("GET /bot/v3/info", () => no(400, 230006, "bot ability off"));
    const started = platform.listener.start(recordingHearing());
    await until(() => expect(feishu.count("POST /callback/ws/endpoint")).toBe(1));
    await platform.listener.stop();
    await expect(started).rejects.toThrow("stopped");
  });

  it("leaves nothing that would keep the process alive", async () => {
    const { feishu } = await openRig();
    const script = fileURLToPath(new URL("./start-and-stop.ts", import.meta.url));
    const args = ["--import", "tsx", script, feishu.origin, APP.id, APP.secret];
    // Fails when it has to be killed.
    await promisify(execFile)(process.execPath, args, { timeout: 12_000 });
    expect(feishu.gateway.connections).toHaveLength(1);
  });

  it("stays stopped when it is told so while reconnecting", async () => {
    const { listener, gateway, feishu } = await connected();
    feishu.gateway.endpoint = () => ({ status: 503, body: "" });
    gateway.connections[0]?.terminate();
    await until(() => expect(listener.state()).toBe("connecting"));
    await listener.stop();
    const asked = feishu.count("POST /callback/ws/endpoint");
    await pause(300);
    expect(feishu.count("POST /callback/ws/endpoint")).toBeLessThanOrEqual(asked + 1);
    expect(gateway.open()).toHaveLength(0);
  });
});

describe("hearing events", () => {
  it("acknowledges a message once it is recorded, and not before", async () => {
    const { gateway, hearing } = await connected();
    let recorded = () => {};
    hearing.onMessage = () => new Promise((resolve) => (recorded = resolve));
    const id = gateway.send(MESSAGE);
    await until(() => expect(hearing.messages).toHaveLength(1));
    expect(gateway.acks()).toEqual([]);
    recorded();
    await until(() => expect(gateway.acks()).toEqual([{ messageId: id, code: 200, data: undefined }]));
    expect(hearing.messages[0]).toMatchObject({
      id: "om_5ce6d572455d361153b7cb51da133945",
      mentionsBot: true,
      text: "明天下午三点 8人 和 @李雷 一小时",
    });
  });

  it("does not acknowledge a message that could not be recorded, so that it comes again", async () => {
    const { gateway, hearing, lines } = await connected();
    hearing.onMessage = async () => {
      throw new Error("disk full");
    };
    gateway.send(MESSAGE);
    await until(() => expect(gateway.acks()).toMatchObject([{ code: 500 }]));
    expect(lines).toContainEqual({ level: "error", text: expect.stringContaining("disk full") });
    hearing.onMessage = async () => {};
    gateway.send(MESSAGE);
    await until(() => expect(gateway.acks()).toMatchObject([{ code: 500 }, { code: 200 }]));
  });

  it("puts a message together that came in pieces", async () => {
    const { gateway, hearing } = await connected();
    gateway.send(MESSAGE, { parts: 3 });
    await until(() => expect(hearing.messages).toHaveLength(1));
    expect(hearing.messages[0]?.sender.id).toBe("ou_asker");
  });

  it("answers a press with a toast", async () => {
    const { gateway, hearing } = await connected();
    hearing.pressAnswer = { tone: "good", text: "正在预订 星云厅" };
    gateway.send(PRESS);
    await until(() =>
      expect(gateway.acks()).toMatchObject([
        { code: 200, data: { toast: { type: "success", content: "正在预订 星云厅" } } },
      ]),
    );
    expect(hearing.presses[0]).toMatchObject({ actionId: "act_9f3", personId: "ou_presser" });
  });

  it("answers a press that has no answer with an empty object, never with nothing", async () => {
    const { gateway } = await connected();
    gateway.send(PRESS);
    await until(() => expect(gateway.acks()).toEqual([expect.objectContaining({ code: 200, data: {} })]));
  });

  it("survives garbage, unknown events and events without their fields", async () => {
    const { gateway, hearing, listener } = await connected();
    gateway.sendRaw(Buffer.from("not a frame"));
    gateway.sendRaw(Buffer.from([0xff, 0xff, 0xff]));
    gateway.sendRaw(encodeFrame({ service: 1, method: 1, headers: {}, payload: Buffer.from("{") }));
    const bad = { type: "event", message_id: "bad", sum: "1", seq: "0", trace_id: "t" };
    gateway.sendRaw(encodeFrame({ service: 1, method: 1, headers: bad, payload: Buffer.from("{") }));
    gateway.sendRaw(
      encodeFrame({ service: 1, method: 1, headers: { ...bad, sum: "-3" }, payload: Buffer.from("{}") }),
    );
    gateway.sendRaw(
      encodeFrame({ service: 1, method: 0, headers: { type: "pong" }, payload: Buffer.from("{{") }),
    );
    gateway.send(
      { schema: "2.0", header: { event_type: "im.chat.disbanded_v1" }, event: {} },
      { messageId: "unknown" },
    );
    gateway.send(
      { schema: "2.0", header: { event_type: "im.message.receive_v1" }, event: {} },
      { messageId: "empty" },
    );
    gateway.send(PRESS, { type: "card" });
    gateway.send(MESSAGE, { messageId: "good" });
    await until(() => expect(hearing.messages).toHaveLength(1));
    await until(() => expect(gateway.acks().map(({ messageId }) => messageId)).toContain("good"));
    expect(gateway.acks()).toContainEqual({ messageId: "empty", code: 200, data: {} });
    expect(listener.state()).toBe("connected");
  });

  it("reads a message in time although the bot's own id cannot be read", async () => {
    const { feishu, platform } = await openRig({ botIdWaitMs: 50 });
    feishu.on("GET /bot/v3/info", () => "hang");
    const hearing = recordingHearing();
    await platform.listener.start(hearing);
    feishu.gateway.send(MESSAGE);
    await until(() => expect(hearing.messages).toHaveLength(1));
    expect(hearing.messages[0]).toMatchObject({
      mentionsBot: true,
      text: "明天下午三点 8人 和 @李雷 一小时",
    });
  });

  it("logs neither what was said nor any secret", async () => {
    const { gateway, hearing, lines, feishu } = await connected();
    gateway.send(MESSAGE);
    gateway.send(PRESS);
    hearing.onMessage = async () => {
      throw new Error("disk full");
    };
    gateway.send(MESSAGE);
    feishu.on("POST /callback/ws/endpoint", () => no(200, 514, "auth failed"));
    gateway.connections[0]?.terminate();
    await until(() => expect(lines.some(({ text }) => text.includes("does not accept"))).toBe(true));
    const all = lines.map(({ text }) => text).join("\n");
    expect(all).toContain("SDK:");
    for (const secret of ["sEcReT", "aKey-51ffd1", "tick-88cd", "t-g1044", "Bearer t", "下午三点", "act_9f3"])
      expect(all).not.toContain(secret);
  });
});
