import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callbackAnswer, readCallback, toPress } from "../../../src/platforms/dingtalk/card-callback.ts";

/** As in the vendor's page "Card event callback". */
const payload = (over: Record<string, unknown> = {}) => ({
  type: "actionCallback",
  outTrackId: "track-1",
  corpId: "ding9f",
  userId: "16650698",
  userIdType: 1,
  spaceId: "cidAsXSBLnA==",
  spaceType: "im",
  extension: "{}",
  content: '{"cardPrivateData":{"actionIds":["press"],"params":{"a":"0123"}}}',
  ...over,
});
const pressed = { outTrackId: "track-1", userId: "16650698", actionId: "0123" };

describe("a card's callback from DingTalk", () => {
  it("tells which button of which card was pressed, and by whom", () => {
    expect(readCallback(payload())).toEqual(pressed);
    expect(readCallback(payload({ content: undefined, value: payload().content }))).toEqual(pressed);
    expect(readCallback(payload({ userId: 16650698 }))).toEqual(pressed);
  });

  it.each([
    ["another action", { content: '{"cardPrivateData":{"actionIds":["other"],"params":{"a":"0123"}}}' }],
    ["no parameter", { content: '{"cardPrivateData":{"actionIds":["press"],"params":{}}}' }],
    ["content that is no JSON", { content: "{" }],
    ["nobody", { userId: "" }],
    ["no card", { outTrackId: undefined }],
  ])("with %s is none of ours", (_, over) => {
    expect(readCallback(payload(over))).toBeUndefined();
  });

  it("that is anything at all is survived", () => {
    fc.assert(fc.property(fc.anything(), (data) => void readCallback(data)));
    fc.assert(fc.property(fc.anything(), (data) => void readCallback(payload({ content: data }))));
  });

  it("is a press where the card was noted to lie, and nowhere without a note", () => {
    const place = { personId: "1", conversationId: "cid1", isGroup: true };
    expect(toPress(pressed, place, "frame-1")).toMatchObject({
      id: "frame-1",
      actionId: "0123",
      personId: "16650698",
      chatId: "cid1",
      vendor: { conversationId: "cid1", isGroup: true, outTrackId: "track-1", webhook: "" },
    });
    expect(toPress(pressed, undefined, "").chatId).toBe("");
  });

  it("is answered to the presser alone", () => {
    expect(callbackAnswer({ tone: "info", text: "One moment, please." })).toEqual({
      cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
      userPrivateData: { cardParamMap: { said: "One moment, please." } },
    });
    expect(callbackAnswer(undefined)).toEqual({});
  });
});
