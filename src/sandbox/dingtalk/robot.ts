import { randomBytes } from "node:crypto";
import type { Clock } from "../../core/clock.ts";
import type { OfficeChat } from "../office.ts";
import { directChatKey } from "../sandbox.ts";
import type { BotMessage, Chats } from "./chats.ts";
import { ApiError, OapiError } from "./errors.ts";
import type { Ids } from "./ids.ts";
import type { Limits } from "./limits.ts";
import { readMarkdown, saysOf } from "./markdown.ts";
import { asList, asRecord, asText, type Call, type Handlers, isRecord } from "./request.ts";

/** "msgParam 最大 15000 字节" (Send group chat messages by robot). */
const MAX_PARAM_BYTES = 15_000;
/** "userIds: 每次最多传 20 个" (Batch send robot one-to-one messages). */
const MAX_RECIPIENTS = 20;
/** "atUserIds … 最多 50 个". */
const MAX_AT = 50;

/** The robot's ways out: replies through a session, and sends of its own accord. */
export function robotHandlers(chats: Chats, ids: Ids, limits: Limits, clock: Clock): Handlers {
  return {
    "robot.sendBySession": (call) => {
      const session = chats.session(call.query.session ?? "");
      // Not documented for a session that is unknown or over; this is what the same host says to a bad robot token.
      if (!session || clock.now() >= session.expiresMs) throw new OapiError(300005, "token is not exist");
      limits.reply(session.chat.key);
      chats.show(session.chat, readReply(call.body, ids));
      return { errcode: 0, errmsg: "ok" };
    },

    "robot.groupMessages.send": (call) => {
      if (call.body.robotCode !== chats.robotCode) throw invalid("robotCode");
      const message = readTemplate(call);
      const chat = ids.chat(asText(call.body.openConversationId) ?? "");
      if (chat?.kind !== "group") throw refused("session.notExisted", "会话不存在");
      chats.show(chat, message);
      return { processQueryKey: queryKey() };
    },

    "robot.oToMessages.batchSend": (call) => {
      if (call.body.robotCode !== chats.robotCode) throw refused("robot.oto.notExist", "机器人不存在");
      const userIds = asList(call.body.userIds).map(String);
      if (userIds.length === 0 || userIds.length > MAX_RECIPIENTS) throw invalid("userIds");
      const message = readTemplate(call);
      const recipients = userIds.map((userId) => ({ userId, chat: directChat(ids, userId) }));
      for (const { chat } of recipients) if (chat) chats.show(chat, message);
      return {
        processQueryKey: queryKey(),
        invalidStaffIdList: recipients.filter((one) => !one.chat).map((one) => one.userId),
        flowControlledStaffIdList: [],
      };
    },
  };
}

function directChat(ids: Ids, userId: string): OfficeChat | undefined {
  const member = ids.memberByUserId(userId);
  return member && ids.world.office.chats.find((chat) => chat.key === directChatKey(member.key));
}

/** How the body of each `msgtype` reads; throws the name of what is missing. */
const REPLIES: Readonly<Record<string, (part: Record<string, unknown>) => Omit<BotMessage, "raw">>> = {
  text: (part) => plain(required(part, "content")),
  markdown: (part) => {
    required(part, "title");
    return markdown(required(part, "text"));
  },
  actionCard: (part) => {
    required(part, "title");
    const buttons = part.btns === undefined ? [singleButton(part)] : asList(part.btns).map(listButton);
    if (buttons.length === 0) throw missing("btns");
    return card(required(part, "text"), buttons);
  },
  link: (part) =>
    plain(`${required(part, "title")}\n${required(part, "text")}\n${required(part, "messageUrl")}`),
  feedCard: (part) =>
    plain(
      asList(part.links)
        .map((link) => required(asRecord(link), "title"))
        .join("\n"),
    ),
};

function readReply(body: Readonly<Record<string, unknown>>, ids: Ids): BotMessage {
  const msgtype = asText(body.msgtype);
  if (!msgtype) throw missing("msgtype");
  const read = REPLIES[msgtype];
  if (!read) throw new OapiError(40035, `不支持的消息类型 ${msgtype}`);
  const part = body[msgtype];
  if (!isRecord(part)) throw missing(msgtype);
  const atUserIds = asList(asRecord(body.at).atUserIds).map(String);
  if (atUserIds.length > MAX_AT) throw new OapiError(40035, "atUserIds 超过 50");
  const message = read(part);
  return { ...message, text: withNames(message.text, atUserIds, ids), raw: body };
}

/** `@<userId>` reads as a name where the person is in `at` too; otherwise it stays the number it is. */
const withNames = (text: string, atUserIds: readonly string[], ids: Ids): string =>
  atUserIds.reduce(
    (told, userId) => told.replaceAll(`@${userId}`, `@${ids.memberByUserId(userId)?.name ?? userId}`),
    text,
  );

/** How each `msgKey` of the robot's templates reads. */
const TEMPLATES: Readonly<Record<string, (part: Record<string, unknown>) => Omit<BotMessage, "raw">>> = {
  sampleText: (part) => plain(required(part, "content")),
  sampleMarkdown: (part) => {
    required(part, "title");
    return markdown(required(part, "text"));
  },
  sampleLink: (part) =>
    plain(`${required(part, "title")}\n${required(part, "text")}\n${required(part, "messageUrl")}`),
  sampleActionCard: (part) => {
    required(part, "title");
    return card(required(part, "text"), [singleButton(part)]);
  },
  ...Object.fromEntries(
    [2, 3, 4, 5].map((count) => [
      `sampleActionCard${count}`,
      (part: Record<string, unknown>) => numberedCard(part, count, "actionTitle", "actionURL"),
    ]),
  ),
  sampleActionCard6: (part) => numberedCard(part, 2, "buttonTitle", "buttonUrl"),
};

function readTemplate({ body }: Call): BotMessage {
  const text = asText(body.msgParam);
  if (!text) throw invalid("msgParam");
  if (Buffer.byteLength(text) > MAX_PARAM_BYTES) throw invalid("msgParam.tooLong");
  const read = TEMPLATES[asText(body.msgKey) ?? ""];
  if (!read) throw invalid("msgKey");
  try {
    return { ...read(asRecord(JSON.parse(text))), raw: body };
  } catch {
    throw invalid("msgParam");
  }
}

const plain = (text: string): Omit<BotMessage, "raw"> => ({ text, buttons: [], says: [] });

function markdown(source: string): Omit<BotMessage, "raw"> {
  const { text, links } = readMarkdown(source);
  return {
    text,
    buttons: links.map(({ label, says }) => ({ label, value: says })),
    says: links.map(({ says }) => says),
  };
}

interface Button {
  readonly label: string;
  readonly url: string;
}

/** A card's own buttons open their address; whether they obey `dtmd://` is not documented, so here they do not. */
function card(source: string, own: readonly Button[]): Omit<BotMessage, "raw"> {
  const read = markdown(source);
  const buttons = own.map(({ label, url }) => ({ label, value: saysOf(url) === undefined ? url : { url } }));
  return { ...read, buttons: [...read.buttons, ...buttons] };
}

const singleButton = (part: Record<string, unknown>): Button => ({
  label: required(part, "singleTitle"),
  url: required(part, "singleURL"),
});
const listButton = (value: unknown): Button => ({
  label: required(asRecord(value), "title"),
  url: required(asRecord(value), "actionURL"),
});
const numberedCard = (part: Record<string, unknown>, count: number, title: string, url: string) => {
  required(part, "title");
  const buttons = Array.from({ length: count }, (_, at) => ({
    label: required(part, `${title}${at + 1}`),
    url: required(part, `${url}${at + 1}`),
  }));
  return card(required(part, "text"), buttons);
};

const required = (part: Record<string, unknown>, name: string): string => {
  const value = asText(part[name]);
  if (value === undefined) throw missing(name);
  return value;
};

const missing = (name: string): OapiError => new OapiError(40035, `缺少参数 ${name}`);
const refused = (code: string, message: string): ApiError => new ApiError(400, code, message);
const invalid = (name: string): ApiError => refused(`invalidParameter.${name}`, `参数无效：${name}`);
const queryKey = (): string => randomBytes(24).toString("base64");
