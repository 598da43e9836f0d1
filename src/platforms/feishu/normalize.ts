import { z } from "zod";
import type { Chat } from "../../core/model.ts";
import type { InboundMessage } from "../../ports/listener.ts";
import { listOf, maybe } from "./client.ts";
import { beginsWith, EVERYONE, type Mention, spelledOut, wordsOf } from "./message-text.ts";

const ids = z.looseObject({ open_id: maybe(z.string()) });
const mention = z.looseObject({
  key: z.string(),
  id: maybe(ids),
  name: maybe(z.string()),
  mentioned_type: maybe(z.string()),
});

/** `im.message.receive_v1` as the SDK hands it over: header and event in one flat object. */
const event = z.looseObject({
  tenant_key: maybe(z.string()),
  sender: z.looseObject({
    sender_id: z.looseObject({ open_id: z.string().min(1) }),
    sender_type: maybe(z.string()),
    tenant_key: maybe(z.string()),
  }),
  message: z.looseObject({
    message_id: z.string().min(1),
    create_time: z.coerce.number(),
    chat_id: z.string().min(1),
    chat_type: z.string(),
    message_type: z.string(),
    content: z.string().catch(""),
    mentions: listOf(mention),
  }),
});
type Event = z.infer<typeof event>;

/** Where an answer goes, in Feishu's ids. */
export const replyVendor = z.object({ messageId: z.string(), chatId: z.string() });

/**
 * A received message in our words. `botOpenId` tells the bot's mention from a person's; without it, a mention that
 * the text begins with is taken for the bot's in a group.
 * @throws {z.ZodError} when the event is not what the vendor's page describes
 */
export function normalizeMessage(data: unknown, botOpenId: string | undefined): InboundMessage {
  const { tenant_key: tenant, sender, message } = event.parse(data);
  const chat: Chat = { id: message.chat_id, kind: message.chat_type === "p2p" ? "direct" : "group" };
  // The event does not tell the sender's name.
  const person = { id: sender.sender_id.open_id, name: "" };
  const words = wordsOf(message.message_type, message.content);
  const mentions = mentionsOf(message, words ?? "", botOpenId);
  return {
    id: message.message_id,
    chat,
    sender: { ...person, kind: kindOf(sender, tenant) },
    text: spelledOut(words ?? "", mentions),
    content: words === undefined ? "other" : "text",
    mentionsBot: mentions.some(({ isBot }) => isBot),
    mentions: peopleOf(message, mentions),
    sentAtMs: message.create_time,
    replyTo: {
      chat,
      person,
      messageId: message.message_id,
      vendor: { messageId: message.message_id, chatId: message.chat_id },
    },
  };
}

/**
 * Another bot, or an app, sends as `bot` or `app`; people of other tenants sit in shared groups. An event that leaves a
 * tenant out is no sign of another one.
 */
function kindOf(sender: Event["sender"], tenant: string | undefined): "person" | "bot" | "outsider" {
  if (sender.sender_type === "bot" || sender.sender_type === "app") return "bot";
  return tenant && sender.tenant_key && sender.tenant_key !== tenant ? "outsider" : "person";
}

function mentionsOf(message: Event["message"], words: string, botOpenId: string | undefined): Mention[] {
  const isDirect = message.chat_type === "p2p";
  return message.mentions.map(({ key, id, name }) => ({
    key,
    openId: id?.open_id ?? "",
    name: name ?? "",
    isBot:
      key !== EVERYONE &&
      (botOpenId === undefined ? !isDirect && beginsWith(words, key) : id?.open_id === botOpenId),
  }));
}

/** People besides the bot; other bots are not people. */
function peopleOf(message: Event["message"], mentions: readonly Mention[]): { id: string; name: string }[] {
  const types = new Map(message.mentions.map(({ key, mentioned_type: type }) => [key, type ?? "user"]));
  return mentions
    .filter(
      ({ key, isBot, openId }) => !isBot && openId !== "" && key !== EVERYONE && types.get(key) === "user",
    )
    .map(({ openId, name }) => ({ id: openId, name }));
}
