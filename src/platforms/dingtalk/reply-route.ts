import { z } from "zod";

/** How an answer reaches a conversation: what a `ReplyTarget` of this platform keeps in `vendor`. Stored with the message. */
export const replyRoute = z.object({
  /** The message's own `sessionWebhook`: whoever has it can write into the chat, so it is never logged. */
  webhook: z.string(),
  /** 0 where DingTalk did not say. */
  expiresAtMs: z.number(),
  /** Also the `openConversationId` of the robot API. */
  conversationId: z.string(),
  isGroup: z.boolean(),
});
export type ReplyRoute = z.output<typeof replyRoute>;

/** Whether a person's id is a userId: people from outside have only an encrypted one (`$:LWCP_v1:$…`), which no API knows. */
export const isUserId = (personId: string): boolean => personId !== "" && !personId.startsWith("$:");
