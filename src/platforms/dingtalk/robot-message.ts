import { z } from "zod";
import { idText, maybe } from "./json.ts";

const richPart = z.object({ text: maybe(z.string()), type: maybe(z.string()) });

/**
 * What a robot's callback carries (topic `/v1.0/im/bot/messages/get`), as far as it is used. Lenient: a field that
 * is absent, null or new is no reason not to hear somebody.
 */
export const robotMessage = z.object({
  msgId: maybe(z.string().min(1)),
  msgtype: maybe(z.string()),
  conversationId: z.string().min(1),
  /** `1` one-to-one, `2` group. */
  conversationType: maybe(idText),
  createAt: maybe(z.coerce.number()),
  senderId: maybe(z.string()),
  senderNick: maybe(z.string()),
  /** The sender's userId; empty for people from outside, and for everybody until the app is published. */
  senderStaffId: maybe(z.string()),
  senderCorpId: maybe(z.string()),
  chatbotCorpId: maybe(z.string()),
  chatbotUserId: maybe(z.string()),
  isInAtList: maybe(z.boolean()),
  atUsers: maybe(z.array(z.object({ dingtalkId: maybe(z.string()), staffId: maybe(z.string()) }))),
  sessionWebhook: maybe(z.string()),
  sessionWebhookExpiredTime: maybe(z.coerce.number()),
  text: maybe(z.object({ content: maybe(z.string()) })),
  content: maybe(
    z.object({
      richText: maybe(z.array(richPart)),
      recognition: maybe(z.string()),
    }),
  ),
  errCode: maybe(idText),
  errorCode: maybe(idText),
});
export type RobotMessage = z.output<typeof robotMessage>;
