import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Card } from "../../../src/card/elements.ts";
import type { DingTalkClient } from "../../../src/platforms/dingtalk/client.ts";
import { createRobot } from "../../../src/platforms/dingtalk/robot.ts";
import { isTrustedWebhook } from "../../../src/platforms/dingtalk/session-webhook.ts";
import type { ReplyTarget } from "../../../src/ports/listener.ts";
import type { Received } from "./fake-dingtalk.ts";
import { handClock, openRig, type Rig } from "./rig.ts";

const NOW = Date.parse("2026-03-11T10:00:00+08:00");
const WEBHOOK = "/robot/sendBySession";
const GROUP = "/v1.0/robot/groupMessages/send";
const DIRECT = "/v1.0/robot/oToMessages/batchSend";
const card: Card = {
  title: "Booked",
  tone: "good",
  language: "en",
  blocks: [{ kind: "text", text: "Orion @all" }],
};

let rig: Rig;
let clock: ReturnType<typeof handClock>;
beforeEach(async () => {
  clock = handClock(NOW);
  rig = await openRig({ clock });
  rig.server.on("POST", WEBHOOK, { body: { errcode: 0, errmsg: "ok" } });
  rig.server.on("POST", GROUP, { body: { processQueryKey: "q" } });
  rig.server.on("POST", DIRECT, {
    body: { processQueryKey: "q", invalidStaffIdList: [], flowControlledStaffIdList: [] },
  });
});
afterEach(() => rig.close());

function target(kind: "group" | "direct", vendor: object = {}, personId = "staff-7"): ReplyTarget {
  return {
    chat: { id: "cidOne", kind },
    person: { id: personId, name: "阿明" },
    messageId: "m1",
    vendor: {
      webhook: `${rig.server.base}${WEBHOOK}?session=private-session`,
      expiresAtMs: NOW + 60 * 60_000,
      conversationId: "cidOne",
      isGroup: kind === "group",
      ...vendor,
    },
  };
}
const send = (to: ReplyTarget) => rig.platform.messenger.send(to, card, "key");
const bodyOf = (request: Received | undefined): unknown => {
  if (!request) throw new Error("nothing was asked");
  return request.body;
};
const paramOf = (request: Received | undefined): unknown =>
  JSON.parse((bodyOf(request) as { msgParam: string }).msgParam);

describe("the conversation's webhook", () => {
  it("answers in a group with a mention of the asker, and of nobody else", async () => {
    await send(target("group"));
    const request = rig.server.last(WEBHOOK);
    expect(request?.body).toEqual({
      msgtype: "markdown",
      markdown: { title: "Booked", text: "@staff-7\n\n#### Booked\n\nOrion @all" },
      at: { atUserIds: ["staff-7"], isAtAll: false },
    });
    expect(request?.headers).not.toHaveProperty("x-acs-dingtalk-access-token");
    expect(request?.query.get("session")).toBe("private-session");
  });

  it("answers one person without a mention", async () => {
    await send(target("direct"));
    expect(rig.server.last(WEBHOOK)?.body).toMatchObject({ at: { atUserIds: [], isAtAll: false } });
  });

  it("does not mention people from outside, whose ids no API knows", async () => {
    await send(target("group", {}, "$:LWCP_v1:$x"));
    expect(rig.server.last(WEBHOOK)?.body).toMatchObject({
      markdown: { text: expect.stringMatching(/^####/) },
      at: { atUserIds: [] },
    });
  });

  it("may have taken a message whose answer is lost, so the message is not sent again", async () => {
    rig.server.on("POST", WEBHOOK, "cut");
    await expect(send(target("group"))).rejects.toMatchObject({ kind: "unknown" });
    expect(rig.server.count(WEBHOOK)).toBe(1);
    expect(rig.server.count(GROUP)).toBe(0);
  });

  it.each([
    ["is not known any more", { body: { errcode: 300005, errmsg: "token is not exist" } }],
    [
      "takes no more this minute",
      { body: { errcode: 660026, errmsg: "sending too many messages per minute" } },
    ],
    ["sends us elsewhere", { status: 302 }],
  ])("that %s is replaced by the robot API", async (_, reply) => {
    rig.server.on("POST", WEBHOOK, reply);
    await send(target("group"));
    expect(rig.server.count(WEBHOOK)).toBe(1);
    expect(rig.server.count(GROUP)).toBe(1);
  });

  it("that has expired, by the clock, is not tried", async () => {
    clock.set(NOW + 60 * 60_000);
    await send(target("group"));
    expect(rig.server.count(WEBHOOK)).toBe(0);
    expect(rig.server.count(GROUP)).toBe(1);
  });

  it("that came without an end is tried, and replaced where it is refused", async () => {
    await send(target("group", { expiresAtMs: 0 }));
    expect([rig.server.count(WEBHOOK), rig.server.count(GROUP)]).toEqual([1, 0]);
    rig.server.on("POST", WEBHOOK, { body: { errcode: 300005, errmsg: "token is not exist" } });
    await send(target("group", { expiresAtMs: 0 }));
    expect([rig.server.count(WEBHOOK), rig.server.count(GROUP)]).toEqual([2, 1]);
  });

  it("of somebody else's server is not called, and never logged", async () => {
    await send(
      target("group", { webhook: "http://127.0.0.1:9/robot/sendBySession?session=private-session" }),
    );
    expect(rig.server.count(GROUP)).toBe(1);
    expect(JSON.stringify(rig.logger.lines)).not.toContain("private-session");
    expect(rig.logger.lines).toContainEqual(expect.objectContaining({ level: "warn" }));
  });

  it.each([
    ["https://oapi.dingtalk.com/robot/sendBySession?session=1", true],
    ["https://oapi.dingtalk.com:443/robot", true],
    ["https://oapi.dingtalk.io/robot", true],
    ["http://office.local:8080/prefix/other", true],
    ["http://oapi.dingtalk.com/robot", false],
    ["https://oapi.dingtalk.com:8443/robot", false],
    ["https://dingtalk.com.evil.example/robot", false],
    ["https://evildingtalk.com/robot", false],
    ["https://evil.example/?x=.dingtalk.com", false],
    ["https://user:pass@oapi.dingtalk.com/robot", false],
    ["https://oapi.dingtalk.com@evil.example/robot", false],
    ["http://office.local:8081/prefix", false],
    ["https://office.local:8080/prefix", false],
    ["ftp://oapi.dingtalk.com/robot", false],
    ["not a url", false],
  ])("%s may be called: %s", (webhook, isTrusted) => {
    expect(isTrustedWebhook(webhook, ["http://office.local:8080/prefix", "https://api.dingtalk.com"])).toBe(
      isTrusted,
    );
  });
});

describe("the robot API", () => {
  const gone = { webhook: "", expiresAtMs: 0 };

  it("says it in the group, as markdown", async () => {
    await send(target("group", gone));
    expect(rig.server.last(GROUP)?.body).toMatchObject({
      robotCode: "dingrobot",
      openConversationId: "cidOne",
      msgKey: "sampleMarkdown",
    });
    expect(paramOf(rig.server.last(GROUP))).toEqual({
      title: "Booked",
      text: "@阿明\n\n#### Booked\n\nOrion @all",
    });
  });

  it.each([
    ["group", GROUP, { openConversationId: "cidOne" }],
    ["direct", DIRECT, { userIds: ["staff-7"] }],
  ] as const)("says it hours later, out of the storage, in a %s chat", async (kind, path, body) => {
    const stored = JSON.parse(JSON.stringify(target(kind))) as ReplyTarget;
    clock.set(NOW + 6 * 60 * 60_000);
    expect(await send(stored)).toEqual({ via: "robot" });
    expect(rig.server.count(WEBHOOK)).toBe(0);
    expect(rig.server.last(path)?.body).toMatchObject(body);
  });

  it("names nobody in a group where the asker's name is not known, and takes no name for markdown", async () => {
    const textFor = async (name: string) => {
      await send({ ...target("group", gone), person: { id: "staff-7", name } });
      return paramOf(rig.server.last(GROUP));
    };
    expect(await textFor("")).toMatchObject({ text: "#### Booked\n\nOrion @all" });
    expect(await textFor("[x](dtmd://y)")).toMatchObject({ text: expect.stringContaining("@\\[x\\]") });
  });

  it("says it to the person", async () => {
    await send(target("direct", gone));
    expect(rig.server.last(DIRECT)?.body).toMatchObject({ robotCode: "dingrobot", userIds: ["staff-7"] });
  });

  it("is also the way where the stored route cannot be read", async () => {
    await rig.platform.messenger.send({ ...target("direct"), vendor: "from an older version" }, card, "key");
    expect(rig.server.count(DIRECT)).toBe(1);
  });

  it.each([
    ["refused", { invalidStaffIdList: ["staff-7"] }],
    ["throttled", { flowControlledStaffIdList: ["staff-7"] }],
  ])("that reached nobody although it answered 200 is %s", async (kind, body) => {
    const api: DingTalkClient["api"] = async (call) => call.answer.parse(body);
    const robot = createRobot({ api, oapi: api }, "dingrobot");
    const route = { ...gone, conversationId: "cidOne", isGroup: false };
    await expect(robot.send(route, "staff-7", { title: "t", text: "t" })).rejects.toMatchObject({ kind });
  });

  it("cannot reach people from outside", async () => {
    await expect(send(target("direct", gone, "$:LWCP_v1:$x"))).rejects.toMatchObject({ kind: "refused" });
    expect(rig.server.count(DIRECT)).toBe(0);
  });

  it("gets at most its 15 000 bytes, however long the answer", async () => {
    const long: Card = { ...card, blocks: [{ kind: "text", text: '会议室 "A"\n'.repeat(5_000) }] };
    await rig.platform.messenger.send(target("group", gone), long, "key");
    const { msgParam } = bodyOf(rig.server.last(GROUP)) as { msgParam: string };
    expect(Buffer.byteLength(msgParam)).toBeLessThanOrEqual(15_000);
    await rig.platform.messenger.send(target("group"), long, "key");
    const { markdown } = bodyOf(rig.server.last(WEBHOOK)) as { markdown: object };
    expect(Buffer.byteLength(JSON.stringify(markdown))).toBeLessThanOrEqual(20_000);
  });
});

it("declares that a send may not be repeated and a message not changed", () => {
  expect(rig.platform.messenger.isIdempotent).toBe(false);
  expect(rig.platform.messenger.update).toBeUndefined();
});
