import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { InboundMessage } from "../../../src/ports/listener.ts";
import { APP, TICKET } from "./fake-dingtalk.ts";
import { openRig, type Rig } from "./rig.ts";

const BOT = "/v1.0/im/bot/messages/get";
const GATEWAY = "/v1.0/gateway/connections/open";
const payload = (msgId: string, text = "free room 3pm") => ({
  msgId,
  msgtype: "text",
  conversationType: "1",
  conversationId: "cidOne",
  senderStaffId: "user1",
  senderId: "$:LWCP_v1:$a",
  text: { content: text },
});

/** Collects what is heard; `reject` makes recording fail. */
function ears() {
  const heard: InboundMessage[] = [];
  const state = { reject: false };
  return {
    heard,
    state,
    hearing: {
      message: async (message: InboundMessage) => {
        if (state.reject) throw new Error("the disk is full");
        heard.push(message);
      },
      press: async () => undefined,
      roomAnswered: async () => {},
    },
  };
}

/** Long enough for anything that should not happen to happen: several back-offs of the quick timings. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 400));

let rig: Rig;
const consoleSpies = () =>
  (["log", "info", "warn", "error", "debug"] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => {}),
  );
let printed: ReturnType<typeof consoleSpies>;

beforeEach(async () => {
  printed = consoleSpies();
  rig = await openRig();
});
afterEach(async () => {
  await rig.close();
  vi.restoreAllMocks();
});

describe("what is heard", () => {
  it("records a message, then acknowledges it with an empty response", async () => {
    const { heard, hearing } = ears();
    await rig.platform.listener.start(hearing);
    const id = rig.server.push(BOT, payload("m1"));
    await vi.waitFor(() =>
      expect(rig.server.acks).toEqual([{ code: 200, messageId: id, data: { response: null } }]),
    );
    expect(heard.map(({ id, text }) => [id, text])).toEqual([["m1", "free room 3pm"]]);
    expect(rig.platform.listener.state()).toBe("connected");
  });

  it("tells the server 500 for a message that could not be recorded, so that it may come again", async () => {
    const { heard, hearing, state } = ears();
    await rig.platform.listener.start(hearing);
    state.reject = true;
    rig.server.push(BOT, payload("m1"));
    await vi.waitFor(() => expect(rig.server.acks.map(({ code }) => code)).toEqual([500]));
    state.reject = false;
    rig.server.push(BOT, payload("m1"));
    await vi.waitFor(() => expect(rig.server.acks.map(({ code }) => code)).toEqual([500, 200]));
    expect(heard).toHaveLength(1);
  });

  it("acknowledges topics that nobody handles, and echoes the server's ping", async () => {
    await rig.platform.listener.start(ears().hearing);
    const other = rig.server.push("/v1.0/something/new", { a: 1 });
    const card = rig.server.push("/v1.0/card/instances/callback", { outTrackId: "x" });
    rig.server.send({ type: "SYSTEM", headers: { topic: "ping", messageId: "p" }, data: '{"opaque":"o"}' });
    rig.server.send({ type: "EVENT", headers: { topic: "*", messageId: "e" }, data: "{}" });
    await vi.waitFor(() => expect(rig.server.acks).toHaveLength(4));
    expect(rig.server.acks).toEqual(
      expect.arrayContaining([
        { code: 200, messageId: other, data: { response: null } },
        { code: 200, messageId: card, data: { response: {} } },
        { code: 200, messageId: "p", data: { opaque: "o" } },
        { code: 200, messageId: "e", data: { status: "SUCCESS" } },
      ]),
    );
  });

  it("warns, and hears nothing, when DingTalk withholds a message over its quota", async () => {
    const { heard, hearing } = ears();
    await rig.platform.listener.start(hearing);
    rig.server.push(BOT, { ...payload("m1"), msgtype: undefined, text: undefined, errCode: 20001 });
    await vi.waitFor(() => expect(rig.server.acks).toHaveLength(1));
    expect(heard).toEqual([]);
    expect(rig.logger.lines).toContainEqual(
      expect.objectContaining({ level: "warn", message: expect.stringContaining("withheld a message") }),
    );
  });
});

describe("the union id that comes with a message", () => {
  const USER = "/topapi/v2/user/get";
  const ROOM = "/v1.0/rooms/meetingRooms/r1";
  const askAs = (id: string) => rig.platform.rooms.rules("r1", { id, name: "" });
  const hear = async (fields: object) => {
    await rig.platform.listener.start(ears().hearing);
    rig.server.push(BOT, { ...payload("m1"), senderUnionId: "union-from-message", ...fields });
    await vi.waitFor(() => expect(rig.server.acks).toHaveLength(1));
  };
  const refuse = () =>
    rig.server.on("POST", USER, { body: { errcode: 88, sub_code: "60011", sub_msg: "no permission" } });
  beforeEach(() => rig.server.on("GET", ROOM, { body: { result: { roomStatus: 0 } } }));

  it("stands in for its sender where the contacts may not be read, and for nobody else", async () => {
    refuse();
    await hear({});
    await askAs("user1");
    await askAs("user1");
    expect(rig.server.last(ROOM)?.query.get("unionId")).toBe("union-from-message");
    expect(rig.server.count(USER)).toBe(1);
    await expect(askAs("user2")).rejects.toMatchObject({ kind: "unauthorised" });
  });

  it("is not believed where the contacts answer, nor taken from somebody from outside", async () => {
    await hear({});
    await askAs("user1");
    expect(rig.server.last(ROOM)?.query.get("unionId")).toBe("union-user1");
    refuse();
    rig.server.push(BOT, {
      ...payload("m2"),
      senderStaffId: "user3",
      senderUnionId: "union-outside",
      senderCorpId: "another",
      chatbotCorpId: "ours",
    });
    await vi.waitFor(() => expect(rig.server.acks).toHaveLength(2));
    await expect(askAs("user3")).rejects.toMatchObject({ kind: "unauthorised" });
  });
});

describe("a failed handshake (the SDK answers one with two reconnects)", () => {
  it("leaves exactly one live connection when the server heals", async () => {
    rig.server.stream.upgrade = "refuse";
    const started = rig.platform.listener.start(ears().hearing);
    await vi.waitFor(() => expect(rig.server.count(GATEWAY)).toBeGreaterThanOrEqual(5));
    rig.server.stream.upgrade = "accept";
    await started;
    await aWhile();
    expect(rig.server.live.size).toBe(1);
    expect(rig.server.opened).toBe(1);
  });

  it("tries one at a time, in a straight line", async () => {
    rig.server.stream.upgrade = "refuse";
    const started = rig.platform.listener.start(ears().hearing);
    await aWhile();
    // Back-offs of 20 to 80 ms: 20 tries in 400 ms would be the fastest; doubling would make far more.
    expect(rig.server.count(GATEWAY)).toBeLessThanOrEqual(20);
    rig.server.stream.upgrade = "accept";
    await started;
  });
});

describe("the heartbeat (the SDK's outlives its connection)", () => {
  const PING_MS = 60;
  beforeEach(async () => {
    await rig.close();
    rig = await openRig({ timings: { pingEveryMs: PING_MS } });
  });

  it("pings at the same pace after many drops, and keeps a healthy connection", async () => {
    await rig.platform.listener.start(ears().hearing);
    for (let drops = 1; drops <= 4; drops += 1) {
      rig.server.drop();
      await vi.waitFor(() => {
        expect(rig.server.opened).toBe(drops + 1);
        expect(rig.server.live.size).toBe(1);
      });
    }
    let pings = 0;
    for (const socket of rig.server.live) socket.on("ping", () => (pings += 1));
    const fromMs = performance.now();
    await aWhile();
    expect(pings).toBeGreaterThanOrEqual(1);
    expect(pings).toBeLessThanOrEqual((performance.now() - fromMs) / PING_MS + 1);
    expect(rig.server.opened).toBe(5);
  });

  it("leaves no timer behind when it is stopped", async () => {
    const begun = vi.spyOn(globalThis, "setInterval");
    const ended = vi.spyOn(globalThis, "clearInterval");
    await rig.platform.listener.start(ears().hearing);
    rig.server.drop();
    await vi.waitFor(() => expect(rig.server.opened).toBe(2));
    await rig.platform.listener.stop();
    const heartbeats = begun.mock.results.filter((_, at) => begun.mock.calls[at]?.[1] === PING_MS);
    expect(heartbeats).toHaveLength(2);
    for (const { value } of heartbeats) expect(ended).toHaveBeenCalledWith(value);
  });
});

describe("the disconnect frame (the SDK waits until the server hangs up)", () => {
  it("opens a new connection at once and drops the old one a moment later", async () => {
    const { heard, hearing } = ears();
    await rig.platform.listener.start(hearing);
    const [old] = rig.server.live;
    rig.server.send({
      type: "SYSTEM",
      headers: { topic: "disconnect" },
      data: '{"reason":"connection is expired"}',
    });
    await vi.waitFor(() => expect(rig.server.opened).toBe(2));
    expect(rig.server.live.size).toBe(2);
    await vi.waitFor(() => expect([...rig.server.live]).not.toContain(old));
    expect(rig.server.live.size).toBe(1);
    rig.server.push(BOT, payload("after"));
    await vi.waitFor(() => expect(heard.map(({ id }) => id)).toEqual(["after"]));
  });

  it("does not obey a server that asks again and again without a pause", async () => {
    await rig.close();
    rig = await openRig({ timings: { stableMs: 10_000, backOffMs: 100, longestBackOffMs: 100 } });
    await rig.platform.listener.start(ears().hearing);
    const asking = setInterval(
      () => rig.server.send({ type: "SYSTEM", headers: { topic: "disconnect" }, data: "{}" }),
      5,
    );
    await aWhile();
    clearInterval(asking);
    expect(rig.server.opened).toBeLessThanOrEqual(11);
  });
});

describe("a malformed frame (ends the SDK's process)", () => {
  it.each([
    ["no JSON", "}{ not json"],
    ["an empty text", ""],
    ["a system frame without headers", { type: "SYSTEM" }],
    ["a callback without headers", { type: "CALLBACK", data: "{}" }],
    ["null", "null"],
    [
      "a callback of the topic error",
      { type: "CALLBACK", headers: { topic: "error", messageId: "x" }, data: "{}" },
    ],
    [
      "a payload that is no JSON",
      { type: "CALLBACK", headers: { topic: BOT, messageId: "x" }, data: "oops" },
    ],
    [
      "a payload of another shape",
      { type: "CALLBACK", headers: { topic: BOT, messageId: "x" }, data: "[1]" },
    ],
  ])("survives %s", async (_, frame) => {
    const { heard, hearing } = ears();
    await rig.platform.listener.start(hearing);
    rig.server.send(frame);
    rig.server.push(BOT, payload("next"));
    await vi.waitFor(() => expect(heard.map(({ id }) => id)).toEqual(["next"]));
    expect(rig.server.opened).toBe(1);
  });
});

describe("a half-open connection (the SDK never notices)", () => {
  it("is cut after a silent interval, and replaced", async () => {
    await rig.close();
    rig = await openRig({ timings: { pingEveryMs: 60 } });
    rig.server.stream.answersPings = false;
    await rig.platform.listener.start(ears().hearing);
    rig.server.stream.answersPings = true;
    await vi.waitFor(() => expect(rig.server.opened).toBe(2), { timeout: 3_000 });
    await aWhile();
    expect(rig.server.live.size).toBe(1);
    expect(rig.server.opened).toBe(2);
  });
});

describe("connecting (the SDK's resolves when it failed)", () => {
  it("start() waits for the first connection, and the state tells the truth meanwhile", async () => {
    rig.server.on("POST", GATEWAY, { status: 503, body: "busy" });
    let isStarted = false;
    const started = rig.platform.listener.start(ears().hearing).then(() => {
      isStarted = true;
    });
    await vi.waitFor(() => expect(rig.server.count(GATEWAY)).toBeGreaterThanOrEqual(2));
    expect(isStarted).toBe(false);
    expect(rig.platform.listener.state()).toBe("connecting");
    rig.server.on("POST", GATEWAY, {
      body: { endpoint: `${rig.server.base.replace("http", "ws")}/connect`, ticket: TICKET },
    });
    await started;
    expect(rig.platform.listener.state()).toBe("connected");
  });

  it("says that the credentials are refused, whose turn it is, and goes on trying", async () => {
    const open = { body: { endpoint: `${rig.server.base.replace("http", "ws")}/connect`, ticket: TICKET } };
    rig.server.on("POST", GATEWAY, {
      status: 400,
      body: { code: "invalidClientIdOrSecret", requestid: "r", message: "无效的clientId或者clientSecret" },
    });
    const started = rig.platform.listener.start(ears().hearing);
    await vi.waitFor(() => expect(rig.platform.listener.state()).toBe("refused"));
    expect(rig.logger.lines).toContainEqual(
      expect.objectContaining({
        level: "error",
        message: expect.stringContaining("an administrator has to act"),
        fields: expect.objectContaining({ hint: expect.stringContaining("DINGTALK_CLIENT_SECRET") }),
      }),
    );
    const refusals = rig.server.count(GATEWAY);
    rig.server.on("POST", GATEWAY, "hang");
    await vi.waitFor(() => expect(rig.server.count(GATEWAY)).toBeGreaterThan(refusals));
    expect(rig.platform.listener.state()).toBe("refused");
    rig.server.on("POST", GATEWAY, open);
    await started;
    expect(rig.platform.listener.state()).toBe("connected");
  });

  it("rejects start() when it is stopped before the first connection", async () => {
    rig.server.on("POST", GATEWAY, { status: 503 });
    const started = rig.platform.listener.start(ears().hearing);
    const outcome = started.catch((error: Error) => error.message);
    await vi.waitFor(() => expect(rig.server.count(GATEWAY)).toBeGreaterThanOrEqual(1));
    await rig.platform.listener.stop();
    expect(await outcome).toContain("stopped before its first connection");
  });
});

describe("a server that never answers (the SDK waits for ever)", () => {
  it("gives up an upgrade that hangs, and heals", async () => {
    rig.server.stream.upgrade = "hang";
    const started = rig.platform.listener.start(ears().hearing);
    await vi.waitFor(() => expect(rig.server.count(GATEWAY)).toBeGreaterThanOrEqual(2), { timeout: 3_000 });
    rig.server.stream.upgrade = "accept";
    await started;
    expect(rig.server.live.size).toBe(1);
  });

  it("gives up a gateway that hangs", async () => {
    const open = { body: { endpoint: `${rig.server.base.replace("http", "ws")}/connect`, ticket: TICKET } };
    rig.server.on("POST", GATEWAY, "hang");
    const started = rig.platform.listener.start(ears().hearing);
    await vi.waitFor(() => expect(rig.server.count(GATEWAY)).toBeGreaterThanOrEqual(2), { timeout: 3_000 });
    rig.server.on("POST", GATEWAY, open);
    await started;
    expect(rig.server.live.size).toBe(1);
  });
});

describe("a handler that throws (ends the SDK's process)", () => {
  it("harms neither the connection nor the next message", async () => {
    const heard: string[] = [];
    await rig.platform.listener.start({
      message: (message) => {
        if (message.id === "bad") throw new Error("thrown before any promise");
        heard.push(message.id);
        return Promise.resolve();
      },
      press: async () => undefined,
      roomAnswered: async () => {},
    });
    rig.server.push(BOT, payload("bad"));
    rig.server.push(BOT, payload("good"));
    await vi.waitFor(() => expect(heard).toEqual(["good"]));
    await vi.waitFor(() => expect(rig.server.acks.map(({ code }) => code).toSorted()).toEqual([200, 500]));
    expect(rig.server.opened).toBe(1);
  });

  it("that ends after its connection dropped does no harm", async () => {
    const recorded: (() => void)[] = [];
    await rig.platform.listener.start({
      message: () => new Promise<void>((resolve) => recorded.push(resolve)),
      press: async () => undefined,
      roomAnswered: async () => {},
    });
    rig.server.push(BOT, payload("slow"));
    await vi.waitFor(() => expect(recorded).toHaveLength(1));
    rig.server.drop();
    await vi.waitFor(() => expect(rig.server.opened).toBe(2));
    for (const finish of recorded) finish();
    await aWhile();
    expect(rig.server.acks).toEqual([]);
    expect(rig.server.live.size).toBe(1);
  });
});

describe("stopping (the SDK connects again after it)", () => {
  it("during a back-off stays stopped", async () => {
    rig.server.stream.upgrade = "refuse";
    const started = rig.platform.listener.start(ears().hearing).catch(() => "stopped");
    await vi.waitFor(() => expect(rig.server.count(GATEWAY)).toBeGreaterThanOrEqual(2));
    await rig.platform.listener.stop();
    expect(await started).toBe("stopped");
    rig.server.stream.upgrade = "accept";
    const asked = rig.server.count(GATEWAY);
    await aWhile();
    expect(rig.server.count(GATEWAY)).toBe(asked);
    expect(rig.server.live.size).toBe(0);
    expect(rig.platform.listener.state()).toBe("idle");
  });

  it("during a hanging upgrade does not wait for it", async () => {
    rig.server.stream.upgrade = "hang";
    const started = rig.platform.listener.start(ears().hearing).catch(() => "stopped");
    await vi.waitFor(() => expect(rig.server.count(GATEWAY)).toBeGreaterThanOrEqual(1));
    await rig.platform.listener.stop();
    expect(await started).toBe("stopped");
  });

  it("during a hand-over closes both connections", async () => {
    await rig.platform.listener.start(ears().hearing);
    rig.server.send({ type: "SYSTEM", headers: { topic: "disconnect" }, data: "{}" });
    await vi.waitFor(() => expect(rig.server.live.size).toBe(2));
    await rig.platform.listener.stop();
    await vi.waitFor(() => expect(rig.server.live.size).toBe(0));
    await aWhile();
    expect(rig.server.opened).toBe(2);
  });

  it("can be started again", async () => {
    const { heard, hearing } = ears();
    await rig.platform.listener.start(hearing);
    await rig.platform.listener.stop();
    await rig.platform.listener.start(hearing);
    rig.server.push(BOT, payload("again"));
    await vi.waitFor(() => expect(heard.map(({ id }) => id)).toEqual(["again"]));
  });
});

describe("subscriptions (the SDK's clients share one list)", () => {
  it("are the same for every connection: the two callbacks, and whatever events the console has ticked", async () => {
    await rig.platform.listener.start(ears().hearing);
    rig.server.drop();
    await vi.waitFor(() => expect(rig.server.opened).toBe(2));
    const { DWClient } = await import("dingtalk-stream");
    const theirs = new DWClient({ clientId: "other", clientSecret: "other" });
    const asked = rig.server.received.filter(({ path }) => path === GATEWAY).map(({ body }) => body);
    expect(asked).toHaveLength(2);
    for (const body of asked)
      expect(body).toMatchObject({
        clientId: APP.clientId,
        subscriptions: [
          { type: "CALLBACK", topic: BOT },
          { type: "CALLBACK", topic: "/v1.0/card/instances/callback" },
          { type: "EVENT", topic: "*" },
        ],
      });
    expect(theirs.config.subscriptions).toEqual([{ type: "EVENT", topic: "*" }]);
  });
});

describe("secrets (the SDK prints them)", () => {
  it("are neither printed nor logged, whatever happens, and nothing goes to the console", async () => {
    rig.server.on("POST", GATEWAY, { status: 503, body: "busy" });
    const started = rig.platform.listener.start(ears().hearing);
    await vi.waitFor(() => expect(rig.server.count(GATEWAY)).toBeGreaterThanOrEqual(1));
    const failures = rig.server.count(GATEWAY);
    rig.server.stream.upgrade = "refuse";
    rig.server.on("POST", GATEWAY, {
      body: { endpoint: `${rig.server.base.replace("http", "ws")}/connect`, ticket: TICKET },
    });
    await vi.waitFor(() => expect(rig.server.count(GATEWAY)).toBeGreaterThanOrEqual(failures + 2));
    rig.server.stream.upgrade = "accept";
    await started;
    rig.server.send("garbage");
    rig.server.push(BOT, payload("m1", "my private words"));
    await vi.waitFor(() => expect(rig.server.acks).toHaveLength(1));
    await rig.platform.listener.stop();
    const said = JSON.stringify(rig.logger.lines);
    expect(rig.logger.lines.length).toBeGreaterThan(3);
    for (const secret of [APP.clientSecret, TICKET, "my private words"]) expect(said).not.toContain(secret);
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
  });
});
