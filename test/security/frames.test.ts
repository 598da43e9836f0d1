import { expect, it, vi } from "vitest";
import type { Hearing, InboundMessage } from "../../src/ports/listener.ts";
import { openRig } from "../platforms/dingtalk/rig.ts";
import { encodeFrame } from "../platforms/feishu/frame.ts";
import { fixture, openRig as openFeishu, recordingHearing } from "../platforms/feishu/rig.ts";

const BOT = "/v1.0/im/bot/messages/get";
const payload = (msgId: string) => ({
  msgId,
  msgtype: "text",
  conversationId: "cid",
  conversationType: "1",
  senderStaffId: "emma",
  senderId: "$:emma",
  sessionWebhook: "https://oapi.dingtalk.com/robot/sendBySession?session=x",
  text: { content: "help" },
});

it("makes no room for a thousand million fragments, which would end the process, and hears what comes after", async () => {
  const { feishu, platform } = await openFeishu();
  const hearing = recordingHearing();
  await platform.listener.start(hearing);
  const rooms = vi.spyOn(Array.prototype, "fill");
  const headers = { type: "event", message_id: "giant", sum: "200000", seq: "0", trace_id: "t" };
  feishu.gateway.sendRaw(encodeFrame({ service: 33, method: 1, headers, payload: Buffer.from("{}") }));
  feishu.gateway.send(fixture("message-text-group"));
  await vi.waitFor(() => expect(hearing.messages).toHaveLength(1), 10_000);
  const largest = Math.max(0, ...rooms.mock.contexts.map((one) => (one as unknown[]).length));
  rooms.mockRestore();
  expect(largest).toBeLessThan(200_000);
});

it("ends a connection that sends a giant frame, and hears what comes after it on another", async () => {
  const rig = await openRig();
  const heard: InboundMessage[] = [];
  const hearing: Hearing = {
    message: async (message) => void heard.push(message),
    press: async () => undefined,
    roomAnswered: async () => {},
  };
  try {
    await rig.platform.listener.start(hearing);
    rig.server.send("x".repeat(5 * 1024 * 1024));
    await vi.waitFor(() => expect(rig.server.opened).toBe(2), 10_000);
    await vi.waitFor(() => expect(rig.platform.listener.state()).toBe("connected"), 10_000);
    rig.server.push(BOT, payload("after"));
    await vi.waitFor(() => expect(heard.map(({ id }) => id)).toEqual(["after"]), 10_000);
  } finally {
    await rig.close();
  }
});
