import { createRequire } from "node:module";
import type { DWClientDownStream } from "dingtalk-stream";
import { describe, expect, it } from "vitest";
import { connected, type OfficialBot } from "./official-bot.ts";
import { dingTalkOffice, officialClients, type Setup } from "./setup.ts";

/** DingTalk's own clients are CommonJS. */
const require = createRequire(import.meta.url);
const cards =
  require("@alicloud/dingtalk/dist/card_1_0/client.js") as typeof import("@alicloud/dingtalk/dist/card_1_0/client.js");
const TOPIC = "/v1.0/card/instances/callback";
const CREATE = "/v1.0/card/instances/createAndDeliver";
const UPDATE = "/v1.0/card/instances";

const groupOf = (office: Setup) => {
  const group = office.ground.world.office.chats.find(({ key }) => key === "platform-team");
  if (!group) throw new Error("no group");
  return group;
};
const inGroup = (office: Setup, over: Record<string, unknown> = {}) => ({
  cardTemplateId: office.dingtalk.cardTemplateId,
  outTrackId: "card-1",
  callbackType: "STREAM",
  userIdType: 1,
  cardData: { cardParamMap: { title: "Free", row1: "**1. Everest**", row1_label: "Book", row1_id: "abc" } },
  openSpaceId: `dtv1.card//IM_GROUP.${groupOf(office).dingtalk.conversationId}`,
  imGroupOpenSpaceModel: { supportForward: false },
  imGroupOpenDeliverModel: { robotCode: office.dingtalk.app.id, atUserIds: {} },
  ...over,
});
const value = { actionId: "press", params: { a: "abc" } };

/** Answers every press with this `response`, through the official stream client. */
const answering = (office: Setup, response: unknown, heard: unknown[] = []): Promise<OfficialBot> =>
  connected(office.dingtalk, {
    prepare: (bot) =>
      bot.registerCallbackListener(TOPIC, (frame: DWClientDownStream) => {
        heard.push(JSON.parse(frame.data));
        bot.socketCallBackResponse(frame.headers.messageId, response);
      }),
  });

describe("an interactive card, by the official clients", () => {
  it("is created and delivered alone and in a group, and changed by key or altogether", async () => {
    const office = await dingTalkOffice();
    const { headers, runtime } = await officialClients(office);
    const client = new cards.default(office.config);
    const userId = office.person("li-lei").dingtalk.userId;
    const made = await client.createAndDeliverWithOptions(
      new cards.CreateAndDeliverRequest({
        cardTemplateId: office.dingtalk.cardTemplateId,
        outTrackId: "card-1",
        callbackType: "STREAM",
        userIdType: 1,
        cardData: new cards.CreateAndDeliverRequestCardData({
          cardParamMap: { title: "Free", note: "small" },
        }),
        openSpaceId: `dtv1.card//IM_ROBOT.${userId}`,
        imRobotOpenSpaceModel: new cards.CreateAndDeliverRequestImRobotOpenSpaceModel({
          supportForward: false,
        }),
        imRobotOpenDeliverModel: new cards.CreateAndDeliverRequestImRobotOpenDeliverModel({
          spaceType: "IM_ROBOT",
          robotCode: office.dingtalk.app.id,
        }),
      }),
      new cards.CreateAndDeliverHeaders(headers),
      runtime,
    );
    expect(made.body?.result?.deliverResults?.[0]?.success).toBe(true);
    expect(office.dingtalk.lines.at(-1)).toMatchObject({ text: "Free\nsmall", chatKey: "direct:li-lei" });

    const change = (cardParamMap: Record<string, string>, updateCardDataByKey: boolean) =>
      client.updateCardWithOptions(
        new cards.UpdateCardRequest({
          outTrackId: "card-1",
          cardData: new cards.UpdateCardRequestCardData({ cardParamMap }),
          cardUpdateOptions: new cards.UpdateCardRequestCardUpdateOptions({ updateCardDataByKey }),
        }),
        new cards.UpdateCardHeaders(headers),
        runtime,
      );
    await change({ title: "Booked" }, true);
    expect(office.dingtalk.lines.at(-1)).toMatchObject({ text: "Booked\nsmall", isUpdate: true });
    await change({ title: "Gone" }, false);
    expect(office.dingtalk.lines.at(-1)?.text).toBe("Gone");

    expect((await office.call("POST", CREATE, inGroup(office, { outTrackId: "card-2" }))).status).toBe(200);
    expect(office.dingtalk.lines.at(-1)).toMatchObject({
      text: "Free\n1. Everest",
      chatKey: "platform-team",
      buttons: [{ label: "Book", value }],
    });
  });

  it("tells the bot who pressed what, and shows what is answered: to all, or to the presser alone", async () => {
    const office = await dingTalkOffice();
    const heard: unknown[] = [];
    await answering(
      office,
      {
        cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
        cardData: { cardParamMap: { title: "Working" } },
        userPrivateData: { cardParamMap: { said: "One moment" } },
      },
      heard,
    );
    await office.call("POST", CREATE, inGroup(office));
    const line = office.dingtalk.lines.at(-1);
    expect(await office.dingtalk.press("li-lei", line?.id ?? "", value)).toBe("One moment");
    expect(heard).toMatchObject([
      {
        type: "actionCallback",
        outTrackId: "card-1",
        userId: office.person("li-lei").dingtalk.userId,
        userIdType: 1,
      },
    ]);
    const [{ content }] = heard as [{ content: string }];
    expect(JSON.parse(content)).toEqual({ cardPrivateData: { actionIds: ["press"], params: { a: "abc" } } });
    expect(office.dingtalk.lines.at(-1)?.text).toBe("Working\n1. Everest");
    await expect(
      office.dingtalk.press("li-lei", "card-1", { actionId: "press", params: {} }),
    ).rejects.toThrow("no button");
  });

  it("does nothing without a callback type, and nothing where nobody answers", async () => {
    const office = await dingTalkOffice();
    const heard: unknown[] = [];
    await answering(office, {}, heard);
    await office.call("POST", CREATE, inGroup(office, { callbackType: undefined }));
    expect(await office.dingtalk.press("li-lei", "card-1", value)).toBeUndefined();
    expect(heard).toEqual([]);
  });

  it.each([
    ["an unknown template", { cardTemplateId: "x.schema" }, "param.templateNotExist"],
    ["no such space", { openSpaceId: "dtv1.card//IM_GROUP.cid0" }, "param.openSpaceIdInvalid"],
    ["no deliver model", { imGroupOpenDeliverModel: undefined }, "param.openDeliverModelEmpty"],
    ["a value that is no string", { cardData: { cardParamMap: { title: 1 } } }, "param.invalid"],
    ["a value over 1 KB", { cardData: { cardParamMap: { title: "会".repeat(342) } } }, "param.invalid"],
    ["a key over 100 bytes", { cardData: { cardParamMap: { ["k".repeat(101)]: "" } } }, "param.invalid"],
    ["an unknown user", { imGroupOpenDeliverModel: { atUserIds: { nobody: "x" } } }, "param."],
  ])("is refused with %s", async (_, over, code) => {
    const office = await dingTalkOffice();
    const answer = await office.call("POST", CREATE, inGroup(office, over));
    expect(answer.status).toBe(400);
    expect(answer.body.code).toContain(code);
    expect(office.dingtalk.lines).toEqual([]);
  });

  it("is created once under one id, and not changed before", async () => {
    const office = await dingTalkOffice();
    expect((await office.call("PUT", UPDATE, { outTrackId: "card-1" })).body.code).toBe("param.cardNotExist");
    await office.call("POST", CREATE, inGroup(office));
    expect((await office.call("POST", CREATE, inGroup(office))).body.code).toBe("param.cardAlreadyExist");
    expect(office.dingtalk.lines).toHaveLength(1);
  });
});
