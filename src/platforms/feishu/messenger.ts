import { createHash } from "node:crypto";
import { z } from "zod";
import type { Card } from "../../card/elements.ts";
import { describeError, PlatformError } from "../../core/errors.ts";
import type { Logger } from "../../core/logger.ts";
import type { ReplyTarget } from "../../ports/listener.ts";
import type { Messenger, SentMessage } from "../../ports/messenger.ts";
import { type CardContext, renderCard } from "./card.ts";
import { anything, dataOf, type FeishuClient, segment } from "./client.ts";
import { isCardRefused, isMessageGone } from "./errors.ts";
import { replyVendor } from "./normalize.ts";
import type { PictureMaker } from "./picture.ts";
import { renderText } from "./plain-text.ts";

const sentAnswer = dataOf(z.object({ message_id: z.string().min(1) }));

/** A message of ours, with what its card needs to be drawn again. */
const sentMessage = z.object({
  messageId: z.string(),
  mention: z.string().optional(),
  /** It is not a card but its words, and can only be followed by another message. */
  isText: z.boolean().optional(),
});

/** What a message carries: `content` is a JSON string. */
interface Content {
  readonly msg_type: "interactive" | "text";
  readonly content: string;
}

/** Feishu sends one message for one `uuid` (at most 50 characters) within an hour. */
const uuidOf = (key: string): string => createHash("sha256").update(key).digest("base64url");

/** A direct chat is one person's: what the vendor allows to a person, it allows there. */
const withinChat = (chatId: string): string => `chat:${chatId}`;

/** In a group the asker is mentioned. */
const contextOf = ({ chat, person }: ReplyTarget): Pick<CardContext, "mention"> =>
  chat.kind === "group" ? { mention: person.id } : {};

export function createMessenger(client: FeishuClient, pictures: PictureMaker, logger: Logger): Messenger {
  const reply = (chatId: string, messageId: string, content: Content, key: string) =>
    client.call({
      api: "messageReply",
      within: withinChat(chatId),
      send: (sdk, auth) =>
        sdk.im.v1.message.reply(
          {
            path: { message_id: segment(messageId) },
            data: { ...content, uuid: uuidOf(key) },
          },
          auth,
        ),
      answer: sentAnswer,
      repeatable: true,
    });
  const create = (chatId: string, content: Content, key: string) =>
    client.call({
      api: "messageCreate",
      within: withinChat(chatId),
      send: (sdk, auth) =>
        sdk.im.v1.message.create(
          {
            params: { receive_id_type: "chat_id" },
            data: { receive_id: chatId, ...content, uuid: uuidOf(key) },
          },
          auth,
        ),
      answer: sentAnswer,
      repeatable: true,
    });

  /** Answers the message, or says it in the chat when what was to be answered has been recalled. */
  const say = async (to: ReplyTarget, content: Content, key: string): Promise<string> => {
    const { messageId, chatId } = replyVendor.parse(to.vendor);
    const sent = await reply(chatId, messageId, content, key).catch((error: unknown) => {
      if (isMessageGone(error)) return create(chatId, content, `${key}:chat`);
      throw error;
    });
    return sent.message_id;
  };

  return {
    isIdempotent: true,
    async send(to, card: Card, key): Promise<SentMessage> {
      const context = contextOf(to);
      try {
        const content = renderCard(card, { ...context, pictures: await pictures.of(card) });
        return { messageId: await say(to, { msg_type: "interactive", content }, key), ...context };
      } catch (error) {
        if (!isCardRefused(error)) throw error;
        logger.warn("Feishu did not take a card; its words are sent as text", {
          error: describeError(error),
        });
        const content = renderText(card, context);
        const messageId = await say(to, { msg_type: "text", content }, `${key}:text`);
        return { messageId, ...context, isText: true };
      }
    },
    hasRichCards: true,
    pressed(to) {
      const vendor = replyVendor.safeParse(to.vendor);
      return vendor.success ? { messageId: vendor.data.messageId, ...contextOf(to) } : undefined;
    },
    async update(sent, card) {
      const { messageId, mention, isText } = sentMessage.parse(sent);
      if (isText)
        throw new PlatformError(
          "refused",
          "A text message in Feishu cannot become a card: send the card as a message of its own.",
        );
      const content = renderCard(card, {
        ...(mention !== undefined && { mention }),
        pictures: await pictures.of(card),
      });
      await client.call({
        api: "messagePatch",
        within: `message:${messageId}`,
        send: (sdk, auth) =>
          sdk.im.v1.message.patch({ path: { message_id: segment(messageId) }, data: { content } }, auth),
        answer: anything,
        // The same card put in the same place twice is that card.
        repeatable: true,
      });
    },
  };
}
