import { expect, it, vi } from "vitest";
import type { Hearing, InboundMessage } from "../../src/ports/listener.ts";
import { openRig } from "../platforms/dingtalk/rig.ts";

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
