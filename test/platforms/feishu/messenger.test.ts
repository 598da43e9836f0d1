import { describe, expect, it } from "vitest";
import type { Card } from "../../../src/card/elements.ts";
import type { ReplyTarget } from "../../../src/ports/listener.ts";
import { type Asked, no, ok } from "./fake-feishu.ts";
import { openRig } from "./rig.ts";

const REPLY = "POST /im/v1/messages/om_asked/reply";
const CREATE = "POST /im/v1/messages";
const CARD: Card = {
  title: "3 间空闲",
  tone: "good",
  language: "zh",
  blocks: [{ kind: "text", text: "好" }],
};
const target = (kind: "group" | "direct"): ReplyTarget => ({
  chat: { id: "oc_1", kind },
  person: { id: "ou_asker", name: "" },
  messageId: "om_asked",
  vendor: { messageId: "om_asked", chatId: "oc_1" },
});
const cardIn = ({ body }: Asked | undefined = { body: {} } as Asked): string => String(body.content);

describe("saying something in Feishu", () => {
  it("replies with a card, under a key that makes one message of two sends", async () => {
    const { feishu, platform } = await openRig();
    feishu.on(REPLY, () => ok({ message_id: "om_sent" }));
    await platform.messenger.send(target("direct"), CARD, "msg:1:answer");
    await platform.messenger.send(target("direct"), CARD, "msg:1:answer");
    await platform.messenger.send(target("direct"), CARD, "msg:1:other");
    const uuids = feishu.calls(REPLY).map(({ body }) => String(body.uuid));
    expect(uuids[0]).toBe(uuids[1]);
    expect(uuids[0]).not.toBe(uuids[2]);
    expect(uuids.every((uuid) => uuid.length >= 20 && uuid.length <= 50)).toBe(true);
    expect(feishu.calls(REPLY)[0]?.body).toMatchObject({ msg_type: "interactive" });
    expect(JSON.parse(cardIn(feishu.calls(REPLY)[0]))).toMatchObject({
      schema: "2.0",
      header: { template: "green" },
    });
    expect(platform.messenger.isIdempotent).toBe(true);
  });

  it("mentions the asker in a group, and not in a direct chat", async () => {
    const { feishu, platform } = await openRig();
    feishu.on(REPLY, () => ok({ message_id: "om_sent" }));
    await platform.messenger.send(target("group"), CARD, "k1");
    await platform.messenger.send(target("direct"), CARD, "k2");
    const [group, direct] = feishu.calls(REPLY).map(cardIn);
    expect(group).toContain("<at id=ou_asker></at>");
    expect(direct).not.toContain("<at");
  });

  it.each([230011, 230110])("speaks in the chat when what it answers is gone (%i)", async (code) => {
    const { feishu, platform } = await openRig();
    feishu.on(REPLY, () => no(400, code, "The message was withdrawn."));
    feishu.on(CREATE, () => ok({ message_id: "om_new" }));
    const sent = await platform.messenger.send(target("group"), CARD, "k");
    expect(sent).toMatchObject({ messageId: "om_new" });
    const [created] = feishu.calls(CREATE);
    expect(created?.query.get("receive_id_type")).toBe("chat_id");
    expect(created?.body).toMatchObject({ receive_id: "oc_1", msg_type: "interactive" });
    expect(created?.body.uuid).not.toBe(feishu.calls(REPLY)[0]?.body.uuid);
  });

  it.each([
    [230099, "Failed to create card content, ext=ErrCode: 200621; ErrMsg: parse card json err"],
    [230025, "The length of the message content reaches its limit."],
  ])("says a card that is refused with %i in words, mentioning nobody but the asker", async (code, msg) => {
    const { feishu, platform, lines } = await openRig();
    feishu.on(REPLY, ({ body }) =>
      body.msg_type === "interactive" ? no(400, code, msg) : ok({ message_id: "om_words" }),
    );
    const book = { label: "Book", actionId: "a1", typed: "1" };
    const options = [{ number: 1, title: '<at user_id="all">x</at>', details: ["8 seats"], button: book }];
    const card: Card = {
      ...CARD,
      title: "[Nebula](http://evil) 3 < 4",
      blocks: [
        { kind: "options", heading: "Free", options },
        { kind: "buttons", buttons: [{ label: "More", actionId: "a2", typed: "more" }] },
        { kind: "note", text: "not checked" },
      ],
    };
    await platform.messenger.send(target("direct"), card, "k1");
    const sent = await platform.messenger.send(target("group"), card, "k");
    const [, direct, refused, group] = feishu.calls(REPLY).map(({ body }) => body);
    const words = [
      "[Nebula]（http://evil) 3 < 4",
      "Free",
      '1. ＜at user_id="all">x＜/at> · 8 seats · Book → 1',
      "More → more",
      "not checked",
    ].join("\n");
    expect(JSON.parse(String(direct?.content))).toEqual({ text: words });
    expect(JSON.parse(String(group?.content))).toEqual({ text: `<at user_id="ou_asker"></at> ${words}` });
    expect(group).toMatchObject({ msg_type: "text" });
    expect(group?.uuid).not.toBe(refused?.uuid);
    expect(sent).toMatchObject({ messageId: "om_words" });
    expect(lines.filter(({ level }) => level === "warn")).toHaveLength(2);
    // It is no card, so what follows has to be a message of its own.
    await expect(platform.messenger.update?.(sent, CARD)).rejects.toMatchObject({ kind: "refused" });
    expect(feishu.asked.filter(({ method }) => method === "PATCH")).toEqual([]);
  });

  it("says the words in the chat where the card is refused and the message gone", async () => {
    const { feishu, platform } = await openRig();
    feishu.on(REPLY, () => no(400, 230011, "The message was withdrawn."));
    feishu.on(CREATE, ({ body }) =>
      body.msg_type === "interactive" ? no(400, 230099, "card error") : ok({ message_id: "om_words" }),
    );
    const sent = await platform.messenger.send(target("group"), CARD, "k");
    expect(sent).toMatchObject({ messageId: "om_words" });
    const uuids = [...feishu.calls(REPLY), ...feishu.calls(CREATE)].map(({ body }) => body.uuid);
    expect(new Set(uuids).size).toBe(4);
  });

  it("does not speak elsewhere when it is refused for another reason", async () => {
    const { feishu, platform } = await openRig();
    feishu.on(REPLY, () => no(400, 230002, "Bot can NOT be out of the chat."));
    await expect(platform.messenger.send(target("group"), CARD, "k")).rejects.toMatchObject({
      kind: "refused",
    });
    expect(feishu.count(CREATE)).toBe(0);
  });

  it("says it again with the same key when the answer got lost, or the vendor was busy", async () => {
    const { feishu, platform } = await openRig();
    const answers = ["reset", no(400, 230020, "frequency limit"), ok({ message_id: "om_sent" })] as const;
    feishu.on(REPLY, () => answers[feishu.count(REPLY) - 1] ?? "reset");
    await platform.messenger.send(target("group"), CARD, "k");
    expect(new Set(feishu.calls(REPLY).map(({ body }) => body.uuid)).size).toBe(1);
    expect(feishu.count(REPLY)).toBe(3);
  });

  it("changes a card of its own, mention and buttons as before", async () => {
    const { feishu, platform } = await openRig();
    feishu.on(REPLY, () => ok({ message_id: "om_sent" }));
    feishu.on("PATCH /im/v1/messages/om_sent", () => ok());
    const sent = await platform.messenger.send(target("group"), CARD, "k");
    const buttons = [{ label: "Book", actionId: "a1", typed: "1" }];
    await platform.messenger.update?.(sent, {
      ...CARD,
      title: "订好了",
      blocks: [{ kind: "buttons", buttons }],
    });
    const patched = cardIn(feishu.calls("PATCH /im/v1/messages/om_sent")[0]);
    expect(patched).toContain("订好了");
    expect(patched).toContain("<at id=ou_asker></at>");
    expect(patched).toContain('"value":{"a":"a1"}');
  });
});
