import { z } from "zod";
import { aside, idText, rowsOf } from "./json.ts";

const flag = z.union([z.boolean(), z.stringbool()]);
const richPart = z.object({ text: aside(z.string()), type: aside(z.string()) });
const mentioned = z.object({ dingtalkId: aside(idText), staffId: aside(idText) });

/** The readable rows of a side field. */
const someOf = <T extends z.ZodType>(row: T) => aside(rowsOf(row).transform(({ rows }) => rows));

/**
 * What a robot's callback carries (topic `/v1.0/im/bot/messages/get`), as far as it is used. Lenient: a field that
 * is absent, null, new or of another type is no reason not to hear somebody. Only without its conversation there is
 * nowhere to answer.
 */
export const robotMessage = z.object({
  msgId: aside(idText),
  msgtype: aside(z.string()),
  conversationId: idText.pipe(z.string().min(1)),
  /** `1` one-to-one, `2` group. */
  conversationType: aside(idText),
  createAt: aside(z.coerce.number()),
  senderId: aside(idText),
  senderNick: aside(z.string()),
  /** The sender's userId; empty for people from outside, and for everybody until the app is published. */
  senderStaffId: aside(idText),
  /** What the calendar knows the sender by. Not every app gets it. */
  senderUnionId: aside(z.string()),
  senderCorpId: aside(idText),
  chatbotCorpId: aside(idText),
  chatbotUserId: aside(idText),
  isInAtList: aside(flag),
  atUsers: someOf(mentioned),
  sessionWebhook: aside(z.string()),
  sessionWebhookExpiredTime: aside(z.coerce.number()),
  text: aside(z.object({ content: aside(z.string()) })),
  content: aside(z.object({ richText: someOf(richPart), recognition: aside(z.string()) })),
  errCode: aside(idText),
  errorCode: aside(idText),
});
export type RobotMessage = z.output<typeof robotMessage>;
