import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { normalize } from "../../../src/platforms/dingtalk/normalize.ts";

const fixture = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../fixtures/dingtalk/${name}.json`, import.meta.url), "utf8"));
const arrival = { frameId: "frame-1", receivedAtMs: 5 };

function messageOf(payload: unknown) {
  const heard = normalize(payload, arrival);
  if (heard.kind !== "message") throw new Error(`heard ${heard.kind}`);
  return heard.message;
}

describe("a robot's message", () => {
  it("becomes a message of ours with everything that an answer needs", () => {
    const chat = { id: "cidFixture==", kind: "direct" };
    expect(messageOf(fixture("direct-text"))).toEqual({
      id: "msgFixture==",
      chat,
      sender: { id: "staff-7", name: "林小满", kind: "person" },
      text: "下午四点 6人 一小时",
      content: "text",
      mentionsBot: false,
      mentions: [],
      sentAtMs: 1773196200000,
      replyTo: {
        chat,
        person: { id: "staff-7", name: "林小满" },
        messageId: "msgFixture==",
        vendor: {
          webhook: "https://oapi.dingtalk.com/robot/sendBySession?session=fixture",
          expiresAtMs: 1773201600000,
          conversationId: "cidFixture==",
          isGroup: false,
        },
      },
    });
  });

  it("survives being stored as JSON", () => {
    const message = messageOf(fixture("group-text-with-people"));
    expect(JSON.parse(JSON.stringify(message))).toEqual(message);
  });

  it("in a group names the people mentioned besides the bot, and leaves them in the text", () => {
    expect(messageOf(fixture("group-text-with-people"))).toMatchObject({
      chat: { kind: "group" },
      mentionsBot: true,
      mentions: [{ id: "staff-9", name: "" }],
      text: "明早十点 和 @温 @访客 碰一下",
    });
  });

  it("may be an empty mention", () => {
    expect(messageOf(fixture("group-empty-mention"))).toMatchObject({
      text: "",
      content: "text",
      mentionsBot: true,
      mentions: [],
    });
  });

  it.each([
    ["rich text, its pieces joined and pictures parting them", "rich-text", "room near the lift at 4pm"],
    ["speech as DingTalk wrote it down", "audio", "后天上午九点的会议室"],
  ])("is %s", (_, name, text) => {
    expect(messageOf(fixture(name))).toMatchObject({ text, content: "text" });
  });

  it.each(["picture", "rich-text-picture-only", "unknown-type-with-new-fields"])(
    "without words is other: %s",
    (name) => {
      expect(messageOf(fixture(name))).toMatchObject({ text: "", content: "other" });
    },
  );

  it.each(["outsider-without-staff-id", "outsider-of-other-corporation"])(
    "from outside says so: %s",
    (name) => {
      expect(messageOf(fixture(name)).sender.kind).toBe("outsider");
    },
  );

  it("of the bot itself says so", () => {
    expect(messageOf(fixture("own-message")).sender.kind).toBe("bot");
  });

  it("without an id or a time takes those of its frame", () => {
    const { msgId: _, createAt: __, ...rest } = fixture("direct-text");
    expect(messageOf(rest)).toMatchObject({ id: "frame-1", sentAtMs: 5, replyTo: { messageId: "frame-1" } });
  });
});

describe("an oddly typed field", () => {
  const group = fixture("group-text-with-people");
  const whole = messageOf(group);

  it.each([
    ["isInAtList", "true"],
    ["isInAtList", "who knows"],
    ["isInAtList", null],
    ["content", "words"],
    ["content", { richText: "words", recognition: 5 }],
    ["senderNick", { first: "Min" }],
    ["senderCorpId", ""],
    ["senderCorpId", false],
    ["errCode", {}],
  ])("costs at most itself: %s is %j", (name, value) => {
    expect(messageOf({ ...group, [name]: value })).toMatchObject({
      text: whole.text,
      mentionsBot: true,
      mentions: whole.mentions,
      sender: { id: whole.sender.id, kind: "person" },
    });
  });

  it("still says that the robot is not meant", () => {
    expect(messageOf({ ...group, isInAtList: "false" }).mentionsBot).toBe(false);
  });

  it.each(["", null, {}])("falls back to the frame's id for the message id %j", (msgId) => {
    expect(messageOf({ ...group, msgId })).toMatchObject({
      id: "frame-1",
      replyTo: { messageId: "frame-1" },
    });
  });

  it("may be an id that is a number", () => {
    const message = messageOf({
      ...group,
      msgId: 12,
      conversationId: 7,
      senderStaffId: 16650698,
      atUsers: [{ dingtalkId: 5, staffId: 99 }, "somebody", { dingtalkId: group.chatbotUserId, staffId: 1 }],
    });
    expect(message).toMatchObject({
      id: "12",
      chat: { id: "7" },
      sender: { id: "16650698", kind: "person" },
      mentions: [{ id: "99", name: "" }],
    });
  });

  it("may be a time: then the frame's is taken, and the webhook has no known end", () => {
    const message = messageOf({ ...group, createAt: "just now", sessionWebhookExpiredTime: "soon" });
    expect(message).toMatchObject({ sentAtMs: 5, replyTo: { vendor: { expiresAtMs: 0 } } });
  });

  it("in one piece of rich text leaves the others", () => {
    const richText = [{ text: "free" }, 5, { text: 7, type: "picture" }, { text: "room" }];
    expect(messageOf({ ...fixture("rich-text"), content: { richText } }).text).toBe("free room");
  });
});

it("is no message that nothing could recognise again", () => {
  const payload = { ...fixture("direct-text"), msgId: "" };
  expect(normalize(payload, { ...arrival, frameId: "" }).kind).toBe("unreadable");
});

it("tells that a message was withheld over the quota", () => {
  expect(normalize(fixture("over-quota"), arrival)).toEqual({ kind: "over-quota" });
});

it.each([
  undefined,
  null,
  "text",
  [],
  { msgId: "m" },
  { conversationId: "cid" },
  { conversationId: "", senderId: "s" },
  { conversationId: {}, senderId: "s" },
])("does not guess what %j could mean", (payload) => {
  expect(normalize(payload, arrival).kind).toBe("unreadable");
});
