import type { Chat, Person } from "../../core/model.ts";
import type { InboundMessage } from "../../ports/listener.ts";
import type { ReplyRoute } from "./reply-route.ts";
import { type RobotMessage, robotMessage } from "./robot-message.ts";

/** What became of a callback's payload. `over-quota`: DingTalk withholds the text until the next month. */
export type Heard =
  | { readonly kind: "message"; readonly message: InboundMessage; readonly senderUnionId?: string }
  | { readonly kind: "over-quota" }
  | { readonly kind: "unreadable"; readonly why: string };

/** Where a payload came from, for what it leaves out itself. */
export interface Arrival {
  /** The frame's id. */
  readonly frameId: string;
  /** Epoch ms. */
  readonly receivedAtMs: number;
}

/** "受调用量超量影响，当前我的消息服务已经暂停…": the month's webhook and stream messages are used up. */
const OVER_QUOTA = "20001";
const GROUP = "2";

/** A robot's callback payload (parsed JSON) as a message of ours. */
export function normalize(payload: unknown, arrival: Arrival): Heard {
  const parsed = robotMessage.safeParse(payload);
  if (!parsed.success)
    return { kind: "unreadable", why: parsed.error.issues.map((issue) => issue.path.join(".")).join(", ") };
  const raw = parsed.data;
  const words = wordsOf(raw);
  if (words === undefined && [raw.errCode, raw.errorCode].includes(OVER_QUOTA)) return { kind: "over-quota" };
  const id = raw.msgId || arrival.frameId;
  if (!id) return { kind: "unreadable", why: "msgId" };
  const senderId = raw.senderStaffId || raw.senderId;
  if (!senderId && !raw.sessionWebhook) return { kind: "unreadable", why: "senderId, sessionWebhook" };
  const { senderUnionId } = raw;
  return {
    kind: "message",
    message: toMessage(raw, words, { ...arrival, id }),
    ...(senderUnionId && { senderUnionId }),
  };
}

function toMessage(
  raw: RobotMessage,
  words: string | undefined,
  { id, receivedAtMs }: Pick<Arrival, "receivedAtMs"> & { readonly id: string },
): InboundMessage {
  const isGroup = raw.conversationType === GROUP;
  const chat: Chat = { id: raw.conversationId, kind: isGroup ? "group" : "direct" };
  const sender: Person = { id: raw.senderStaffId || (raw.senderId ?? ""), name: raw.senderNick ?? "" };
  const vendor = {
    webhook: raw.sessionWebhook ?? "",
    expiresAtMs: raw.sessionWebhookExpiredTime ?? 0,
    conversationId: raw.conversationId,
    isGroup,
  } satisfies ReplyRoute;
  return {
    id,
    chat,
    sender: { ...sender, kind: kindOf(raw) },
    text: words ?? "",
    content: words === undefined ? "other" : "text",
    // A group's robot is only told what mentions it; the flag is a courtesy that not every client sends.
    mentionsBot: isGroup && raw.isInAtList !== false,
    mentions: mentionsOf(raw),
    sentAtMs: raw.createAt || receivedAtMs,
    replyTo: { chat, person: sender, messageId: id, vendor },
  };
}

/** Whoever has no userId, or comes from another organisation, is from outside: no API of ours could act for them. */
function kindOf(raw: RobotMessage): InboundMessage["sender"]["kind"] {
  if (raw.senderId && raw.senderId === raw.chatbotUserId) return "bot";
  const isForeign = raw.senderCorpId && raw.chatbotCorpId && raw.senderCorpId !== raw.chatbotCorpId;
  return raw.senderStaffId && !isForeign ? "person" : "outsider";
}

/** People besides the bot; their names are in the text only, as `@name`. */
const mentionsOf = (raw: RobotMessage): Person[] =>
  (raw.atUsers ?? []).flatMap(({ dingtalkId, staffId }) =>
    staffId && dingtalkId !== raw.chatbotUserId ? [{ id: staffId, name: "" }] : [],
  );

/** How each kind of message is worded; what is not here (picture, video, file, …) has no words. */
const WORDS: Readonly<Record<string, (raw: RobotMessage) => string | undefined>> = {
  text: ({ text }) => text?.content,
  richText: ({ content }) => richWords(content?.richText ?? []),
  // DingTalk writes down what was spoken.
  audio: ({ content }) => content?.recognition || undefined,
};

const wordsOf = (raw: RobotMessage): string | undefined =>
  Object.hasOwn(WORDS, raw.msgtype ?? "") ? WORDS[raw.msgtype ?? ""]?.(raw)?.trim() : undefined;

/** The texts in order; a picture between two of them parts them. */
function richWords(parts: readonly { text?: string | undefined }[]): string | undefined {
  const joined = parts.map(({ text }) => text ?? " ").join("");
  return joined.trim() === "" ? undefined : joined;
}
