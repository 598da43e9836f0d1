import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { directChatKey } from "../../../src/sandbox/sandbox.ts";
import { feishuIds } from "../../../src/sandbox/seed/ids.ts";
import { openId, type Started, startTiny } from "./tiny.ts";

let feishu: Started;
beforeEach(async () => {
  feishu = await startTiny();
});
afterEach(() => feishu.close());

const TEAM = feishuIds.chatId("team");
const members = (chatId = TEAM, query = "") =>
  feishu.call("GET", `/open-apis/im/v1/chats/${chatId}/members${query}`);

describe("the members of a chat in Feishu, read by the official client", () => {
  it("are its people with their names, guests with their own organisation's key, and no bots", async () => {
    const { code, data } = await feishu.client.im.chatMembers.get({ path: { chat_id: TEAM }, params: {} });
    expect(code).toBe(0);
    expect(data).toEqual({
      items: [
        ["ann", "安娜"],
        ["bo", "Bo"],
        ["guest", "客人"],
      ].map(([key = "", name]) => ({
        member_id_type: "open_id",
        member_id: openId(key),
        name,
        tenant_key: expect.stringMatching(/^[0-9a-f]{16}$/),
      })),
      has_more: false,
      member_total: 3,
    });
    const [ann, bo, guest] = data?.items ?? [];
    expect(ann?.tenant_key).toBe(bo?.tenant_key);
    expect(ann?.tenant_key).not.toBe(guest?.tenant_key);
  });

  it("come in pages, by the ids asked for", async () => {
    const names: (string | undefined)[] = [];
    for await (const page of await feishu.client.im.chatMembers.getWithIterator({
      path: { chat_id: TEAM },
      params: { page_size: 2, member_id_type: "union_id" },
    })) {
      expect(page?.items?.every((one) => one.member_id?.startsWith("on_"))).toBe(true);
      names.push(...(page?.items ?? []).map((one) => one.name));
    }
    expect(names).toEqual(["安娜", "Bo", "客人"]);
    const { json } = await members(TEAM, "?page_size=2");
    expect(json.data).toMatchObject({ has_more: true, page_token: expect.any(String), member_total: 3 });
  });

  it.each([
    ["a chat that is unknown", feishuIds.chatId("nowhere"), "", 232006],
    ["what is no chat", "team", "", 232006],
    ["a direct chat", feishuIds.chatId(directChatKey("ann")), "", 232006],
    ["more than a hundred on a page", TEAM, "?page_size=101", 232001],
    ["a page that was never given out", TEAM, "?page_token=x", 232001],
    ["ids of another kind", TEAM, "?member_id_type=email", 99992402],
  ])("are refused for %s", async (_, chatId, query, code) => {
    const refused = await members(chatId, query);
    expect([refused.status, refused.json.code]).toEqual([400, code]);
  });
});

describe("a group that the bot was taken out of", () => {
  it("is closed to it: its members, messages to it and what is said in it", async () => {
    feishu.vendor.switches.leftChats.add("team");
    const refused = await members();
    expect([refused.status, refused.json.code, refused.json.msg]).toEqual([
      400,
      232011,
      "Operator can NOT be out of the chat.",
    ]);
    const message = await feishu.call("POST", "/open-apis/im/v1/messages?receive_id_type=chat_id", {
      body: { receive_id: TEAM, msg_type: "text", content: JSON.stringify({ text: "hello" }) },
    });
    expect([message.status, message.json.code]).toEqual([400, 230002]);
    const heard: unknown[] = [];
    await feishu.listen({
      "im.message.receive_v1": (event: { message: { chat_type: string } }) => {
        heard.push(event.message.chat_type);
      },
    });
    feishu.vendor.say("ann", "team", "hello", { mentionsBot: true });
    await new Promise<void>((resolve) => {
      feishu.vendor.events.once("delivered", () => resolve());
      feishu.vendor.say("ann", directChatKey("ann"), "hello");
    });
    expect(heard).toEqual(["p2p"]);
  });
});

describe("scopes that the app was not granted in Feishu", () => {
  it("are named, with a link for the administrator, by the API that lacks them and by no other", async () => {
    feishu.vendor.switches.ungrantedApis.add("im.chat.members");
    const { status, json } = await members();
    const scopes = ["im:chat", "im:chat:readonly", "im:chat.members:read", "im:chat.group_info:readonly"];
    expect(status).toBe(400);
    expect(json).toMatchObject({
      code: 99991672,
      msg: expect.stringMatching(
        /^Access denied\. One of the following scopes is required: \[im:chat, im:chat:readonly, .*应用尚未开通所需的应用身份权限/,
      ),
      error: {
        log_id: expect.any(String),
        troubleshooter: expect.stringContaining("code=99991672"),
        permission_violations: scopes.map((subject) => ({ type: "action_scope_required", subject })),
      },
    });
    expect(json.msg).toContain(`https://open.feishu.cn/app/${feishu.vendor.app.id}/auth?q=im:chat,`);
    const { code } = await feishu.client.im.message.create({
      params: { receive_id_type: "open_id" },
      data: { receive_id: openId("ann"), msg_type: "text", content: JSON.stringify({ text: "hello" }) },
    });
    expect(code).toBe(0);
    feishu.vendor.switches.ungrantedApis.clear();
    expect((await members()).json.code).toBe(0);
  });
});
