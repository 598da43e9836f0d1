import { describe, expect, it } from "vitest";
import { normalizePress, toastOf } from "../../../src/platforms/feishu/card-action.ts";
import { normalizeMessage } from "../../../src/platforms/feishu/normalize.ts";
import { fixture } from "./rig.ts";

type Event = Record<string, never> & { header: object; event: { message: object; sender: object } };

/** As the SDK hands it over: header and event in one flat object. */
const flat = ({ header, event }: Event, message: object = {}, sender: object = {}) => ({
  ...header,
  ...event,
  message: { ...event.message, ...message },
  sender: { ...event.sender, ...sender },
});
const GROUP = fixture<Event>("message-text-group");
const POST = fixture<Event>("message-post-direct");
const text = (words: string) => ({ content: JSON.stringify({ text: words }) });
const read = (message: object, botId: string | undefined = "ou_bot") =>
  normalizeMessage(flat(GROUP, message), botId);

describe("a Feishu message", () => {
  it("in a group: without the bot's mention, with people's by name", () => {
    expect(normalizeMessage(flat(GROUP), "ou_bot")).toEqual({
      id: "om_5ce6d572455d361153b7cb51da133945",
      chat: { id: "oc_5ce6d572455d361153b7xx51da133945", kind: "group" },
      sender: { id: "ou_asker", name: "", kind: "person" },
      text: "明天下午三点 8人 和 @李雷 一小时",
      content: "text",
      mentionsBot: true,
      mentions: [{ id: "ou_li", name: "李雷" }],
      sentAtMs: 1773194399123,
      replyTo: {
        chat: { id: "oc_5ce6d572455d361153b7xx51da133945", kind: "group" },
        person: { id: "ou_asker", name: "" },
        messageId: "om_5ce6d572455d361153b7cb51da133945",
        vendor: {
          messageId: "om_5ce6d572455d361153b7cb51da133945",
          chatId: "oc_5ce6d572455d361153b7xx51da133945",
        },
      },
    });
  });

  it("with formatting, alone with the bot: its words line by line", () => {
    expect(normalizeMessage(flat(POST), "ou_bot")).toMatchObject({
      chat: { kind: "direct" },
      text: "Sync\nfree room 3pm\nwith @Han Mei agenda",
      mentionsBot: false,
      mentions: [{ id: "ou_han", name: "Han Mei" }],
    });
  });

  it("that a program wrapped in its language is read as well", () => {
    const content = JSON.stringify({ zh_cn: { title: "", content: [[{ tag: "text", text: "订会议室" }]] } });
    expect(normalizeMessage(flat(POST, { content }), "ou_bot").text).toBe("订会议室");
  });

  it("finds the bot wherever it is mentioned", () => {
    const message = read(text("free room 3pm @_user_1"));
    expect(message).toMatchObject({ text: "free room 3pm", mentionsBot: true });
  });

  it("tells the tenth mention from the first", () => {
    const mentions = [1, 10].map((n) => ({ key: `@_user_${n}`, id: { open_id: `ou_${n}` }, name: `N${n}` }));
    expect(read({ ...text("@_user_10 and @_user_1"), mentions }).text).toBe("@N10 and @N1");
  });

  it("to everyone is not to the bot", () => {
    const message = read({
      ...text("@_all free room"),
      mentions: [{ key: "@_all", id: { open_id: "" }, name: "所有人" }],
    });
    expect(message).toMatchObject({ text: "free room", mentionsBot: false, mentions: [] });
    const unsure = normalizeMessage(
      flat(GROUP, { ...text("@_all free room"), mentions: [{ key: "@_all", id: {} }] }),
      undefined,
    );
    expect(unsure.mentionsBot).toBe(false);
  });

  it("does not take another bot for a person, nor for this one", () => {
    const mentions = [{ key: "@_user_1", id: { open_id: "ou_other" }, name: "Other", mentioned_type: "bot" }];
    expect(read({ ...text("@_user_1 hello"), mentions })).toMatchObject({
      mentionsBot: false,
      mentions: [],
      text: "@Other hello",
    });
  });

  it("takes the leading mention for the bot's while its own id is not known, in a group only", () => {
    expect(normalizeMessage(flat(GROUP), undefined)).toMatchObject({
      mentionsBot: true,
      mentions: [{ id: "ou_li" }],
    });
    expect(normalizeMessage(flat(GROUP, text("hello @_user_1")), undefined).mentionsBot).toBe(false);
    expect(normalizeMessage(flat(GROUP, { chat_type: "p2p" }), undefined).mentionsBot).toBe(false);
  });

  it.each(["image", "file", "audio", "sticker", "interactive", "share_chat", "something_new"])(
    "of type %s has no words",
    (type) => {
      expect(read({ message_type: type, content: '{"image_key":"img"}', mentions: [] })).toMatchObject({
        content: "other",
        text: "",
      });
    },
  );

  it.each(["", "{", "null", '{"text":5}', "[]"])("with the content %j has no words", (content) => {
    expect(read({ content })).toMatchObject({ content: "other", text: "" });
  });

  it.each([
    ["bot", {}, "bot"],
    ["app", {}, "bot"],
    ["user", {}, "person"],
    ["user", { tenant_key: "another" }, "outsider"],
    ["user", { tenant_key: undefined }, "person"],
    ["user", { tenant_key: "" }, "person"],
  ])("from a %s with %j is from a %s", (type, sender, kind) => {
    expect(normalizeMessage(flat(GROUP, {}, { sender_type: type, ...sender }), "ou_bot").sender.kind).toBe(
      kind,
    );
  });

  it("is not from outside where the event does not name its own tenant", () => {
    const event = { ...flat(GROUP, {}, { tenant_key: "another" }), tenant_key: undefined };
    expect(normalizeMessage(event, "ou_bot").sender.kind).toBe("person");
  });

  it("survives fields that nobody has heard of, and fields that are missing", () => {
    expect(read({ brand_new: { deep: [1] }, mentions: undefined, update_time: undefined }).content).toBe(
      "text",
    );
  });

  it("without an id is none", () => {
    expect(() => read({ message_id: undefined })).toThrow();
    expect(() => normalizeMessage(undefined, "ou_bot")).toThrow();
  });
});

describe("a press on a Feishu card", () => {
  const event = fixture<Event>("card-action");
  const press = (action: object) => normalizePress({ ...event.header, ...event.event, action });

  it("says who pressed what, where", () => {
    expect(press({ value: { a: "act_9f3" } })).toEqual({
      id: "f7984f25108f8137722bb63cee927e66",
      actionId: "act_9f3",
      personId: "ou_presser",
      chatId: "oc_group",
      messageId: "om_card",
      vendor: { messageId: "om_card", chatId: "oc_group" },
    });
  });

  it("may carry its value as a string", () => {
    expect(press({ value: '{"a":"x"}' }).actionId).toBe("x");
  });

  it("that sends a form says what was filled in, without the zone that the pickers add", () => {
    const form_value = {
      date: "2026-03-12 +0800",
      time: "15:00 +0800",
      minutes: "60",
      seats: "",
      people: ["ou_1"],
    };
    expect(press({ value: { a: "x" }, form_value }).form).toEqual({
      date: "2026-03-12",
      time: "15:00",
      minutes: "60",
    });
    expect(press({ value: { a: "x" }, form_value: "nonsense" })).not.toHaveProperty("form");
  });

  it.each([{}, { value: null }, { value: "book" }, { value: { a: "" } }, { value: { other: 1 } }])(
    "with the action %j is not ours",
    (action) => {
      expect(() => press(action)).toThrow();
    },
  );

  it("is answered in the vendor's words", () => {
    expect(toastOf(undefined)).toEqual({});
    expect(toastOf({ tone: "bad", text: "no" })).toEqual({ toast: { type: "error", content: "no" } });
  });
});
