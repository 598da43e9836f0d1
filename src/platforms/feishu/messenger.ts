import { createHash } from "node:crypto";
import { z } from "zod";
import type { Card } from "../../card/elements.ts";
import type { Messenger, SentMessage } from "../../ports/messenger.ts";
import { type CardContext, renderCard } from "./card.ts";
import { anything, dataOf, type FeishuClient, segment } from "./client.ts";
import { isMessageGone } from "./errors.ts";
import { replyVendor } from "./normalize.ts";

const sentAnswer = dataOf(z.object({ message_id: z.string().min(1) }));

/** A message of ours, with what its card needs to be drawn again. */
const sentMessage = z.object({
  messageId: z.string(),
  chat: z.enum(["group", "direct"]),
  mention: z.string().optional(),
});

/** Feishu sends one message for one `uuid` (at most 50 characters) within an hour. */
const uuidOf = (key: string): string => createHash("sha256").update(key).digest("base64url");

export function createMessenger(client: FeishuClient): Messenger {
  const reply = (messageId: string, content: string, key: string) =>
    client.call({
      api: "messageReply",
      send: (sdk, auth) =>
        sdk.im.v1.message.reply(
          {
            path: { message_id: segment(messageId) },
            data: { msg_type: "interactive", content, uuid: uuidOf(key) },
          },
          auth,
        ),
      answer: sentAnswer,
      repeatable: true,
    });
  const create = (chatId: string, content: string, key: string) =>
    client.call({
      api: "messageCreate",
      send: (sdk, auth) =>
        sdk.im.v1.message.create(
          {
            params: { receive_id_type: "chat_id" },
            data: { receive_id: chatId, msg_type: "interactive", content, uuid: uuidOf(key) },
          },
          auth,
        ),
      answer: sentAnswer,
      repeatable: true,
    });

  return {
    isIdempotent: true,
    async send(to, card: Card, key): Promise<SentMessage> {
      const { messageId, chatId } = replyVendor.parse(to.vendor);
      const context: CardContext =
        to.chat.kind === "group" ? { chat: "group", mention: to.person.id } : { chat: "direct" };
      const content = renderCard(card, context);
      const sent = await reply(messageId, content, key).catch((error: unknown) => {
        // What was to be answered has been recalled: said in the chat instead.
        if (isMessageGone(error)) return create(chatId, content, `${key}:chat`);
        throw error;
      });
      return { messageId: sent.message_id, ...context };
    },
    async update(sent, card) {
      const { messageId, chat, mention } = sentMessage.parse(sent);
      const content = renderCard(card, { chat, ...(mention !== undefined && { mention }) });
      await client.call({
        api: "messagePatch",
        send: (sdk, auth) =>
          sdk.im.v1.message.patch({ path: { message_id: segment(messageId) }, data: { content } }, auth),
        answer: anything,
        // The same card put in the same place twice is that card.
        repeatable: true,
      });
    },
  };
}
