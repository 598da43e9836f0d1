import { randomBytes, randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../../core/clock.ts";
import type { Colleague, OfficeChat } from "../office.ts";
import type { ChatLine, Vendor } from "../sandbox.ts";
import { CORP_ID, type Ids } from "./ids.ts";
import type { Stream } from "./stream.ts";
import type { Switches } from "./switches.ts";

const ROBOT_TOPIC = "/v1.0/im/bot/messages/get";
const BOT_NAME = "freeroom";
const OTHER_CORP_ID = "ding8b1e44d0a7c25f69ffe93478753d9884";
/** From the vendor's samples: `sessionWebhookExpiredTime` lies about 90 minutes after `createAt`. */
const SESSION_MS = 90 * 60_000;

/** What comes in place of a message once the organisation has used up its messages. */
const USED_UP = {
  errCode: 20001,
  errMsg: "受调用量超量影响，当前我的消息服务已经暂停。请联系你所在的组织管理员并予以处理",
};

/** Where the answer to one message may be sent, and until when. */
export interface Session {
  readonly chat: OfficeChat;
  readonly expiresMs: number;
}

/** What the bot sent, as a person reads it. */
export interface BotMessage {
  readonly text: string;
  readonly buttons: ChatLine["buttons"];
  /** Values of those buttons whose pressing says them in the presser's name. */
  readonly says: readonly string[];
  readonly raw: unknown;
}

/** What people say to the bot and what they see of it. */
export class Chats {
  readonly lines: ChatLine[] = [];
  readonly events: Vendor["events"] = new EventEmitter();
  readonly #sessions = new Map<string, Session>();
  readonly #says = new Map<string, readonly string[]>();
  /** Whoever knows what pressing a card's button sends. */
  cards:
    | { press(colleague: Colleague, lineId: string, value: unknown): Promise<string | undefined | false> }
    | undefined;

  /** `base` is asked when it is needed, since the port is not known before the server listens. */
  constructor(
    readonly ids: Ids,
    readonly clock: Clock,
    readonly stream: Stream,
    readonly robotCode: string,
    readonly switches: Switches,
    readonly base: () => string,
  ) {}

  session(key: string): Session | undefined {
    return this.#sessions.get(key);
  }

  /** Shows a message of the bot's in a chat; `isUpdate`: a later version of the one with that id. */
  show(
    chat: OfficeChat,
    { text, buttons, says, raw }: BotMessage,
    { id, isUpdate }: { readonly id: string; readonly isUpdate: boolean } = {
      id: randomUUID(),
      isUpdate: false,
    },
  ): void {
    const line = this.#line({ id, chat, from: "bot", text, buttons, raw, isUpdate });
    if (says.length > 0) this.#says.set(line.id, says);
  }

  say: Vendor["say"] = (colleagueKey, chatKey, text, options = {}) => {
    const { mentionsBot = false, mentionKeys = [], copies = 1 } = options;
    const chat = this.#chat(chatKey);
    const sender = this.#member(colleagueKey, chat);
    const mentioned = mentionKeys.map((key) => this.#member(key, chat));
    const typed = withNames(text, mentioned);
    const msgId = `msg${randomBytes(16).toString("base64")}`;
    const isGroup = chat.kind === "group";
    const said = { id: msgId, chat, from: colleagueKey, buttons: [] };
    if (isGroup && !mentionsBot) {
      this.#line({ ...said, text: typed, raw: { text: { content: typed } } });
      return msgId;
    }
    const payload = this.#payload(msgId, chat, sender, typed, mentioned);
    this.#line({ ...said, text: isGroup ? `@${BOT_NAME} ${typed}` : typed, raw: payload });
    let isDelivered = false;
    for (let copy = 0; copy < copies; copy += 1) {
      this.stream.push(ROBOT_TOPIC, payload, () => {
        if (!isDelivered) this.events.emit("delivered", msgId);
        isDelivered = true;
      });
    }
    return msgId;
  };

  /**
   * Pressing a `dtmd://` link says its text. In a group such a text reaches the bot only where it begins with the
   * bot's name: whether the client mentions the bot by itself is not documented.
   */
  press: Vendor["press"] = async (colleagueKey, lineId, value) => {
    // A client that was not told yet shows a card as it was.
    const hasButton = ({ id, buttons }: ChatLine) =>
      id === lineId && buttons.some((button) => isDeepStrictEqual(button.value, value));
    const line = this.lines.findLast(hasButton);
    if (!line) throw new Error(`line ${lineId} has no button ${JSON.stringify(value)}`);
    const presser = this.#member(colleagueKey, this.#chat(line.chatKey));
    const said = await this.cards?.press(presser, lineId, value);
    if (said !== undefined && said !== false) return said;
    if (typeof value !== "string" || !this.#says.get(lineId)?.includes(value)) return undefined;
    const at = `@${BOT_NAME}`;
    const mentionsBot = value.startsWith(at);
    const text = mentionsBot ? value.slice(at.length).trimStart() : value;
    this.say(colleagueKey, line.chatKey, text, { mentionsBot });
    return undefined;
  };

  #payload(
    msgId: string,
    chat: OfficeChat,
    sender: Colleague,
    typed: string,
    mentioned: readonly Colleague[],
  ) {
    const createAt = this.clock.now();
    const session = randomBytes(16).toString("hex");
    const expiresMs = createAt + SESSION_MS;
    this.#sessions.set(session, { chat, expiresMs });
    const isGroup = chat.kind === "group";
    return {
      senderPlatform: "Mac",
      conversationId: chat.dingtalk.conversationId,
      ...(isGroup ? { atUsers: [{ dingtalkId: secretId(this.robotCode) }, ...mentioned.map(atUser)] } : {}),
      chatbotCorpId: CORP_ID,
      chatbotUserId: secretId(this.robotCode),
      msgId,
      senderNick: sender.name,
      isAdmin: sender.isAdmin,
      ...(sender.isOutsider ? {} : { senderStaffId: sender.dingtalk.userId }),
      sessionWebhookExpiredTime: expiresMs,
      createAt,
      senderCorpId: sender.isOutsider ? OTHER_CORP_ID : CORP_ID,
      conversationType: isGroup ? "2" : "1",
      senderId: secretId(sender.key),
      ...(isGroup ? { conversationTitle: chat.title, isInAtList: true } : {}),
      sessionWebhook: `${this.base()}/robot/sendBySession?session=${session}`,
      // The mention of the bot is taken out of the text, the blank after it is not.
      ...(this.switches.isStreamUsedUp ? USED_UP : { text: { content: isGroup ? ` ${typed}` : typed } }),
      robotCode: this.robotCode,
      msgtype: "text",
    };
  }

  #line(
    line: { id: string; chat: OfficeChat; isUpdate?: boolean } & Pick<
      ChatLine,
      "from" | "text" | "buttons" | "raw"
    >,
  ): ChatLine {
    const { chat, isUpdate = false, ...rest } = line;
    const said: ChatLine = { ...rest, chatKey: chat.key, atMs: this.clock.now(), isUpdate };
    this.lines.push(said);
    this.events.emit("line", said);
    return said;
  }

  #chat(key: string): OfficeChat {
    const chat = this.ids.world.office.chats.find((one) => one.key === key);
    if (!chat) throw new Error(`the office has no chat ${key}`);
    return chat;
  }

  #member(key: string, chat: OfficeChat): Colleague {
    const colleague = this.ids.colleague(key);
    if (!colleague || !chat.memberKeys.includes(key))
      throw new Error(`${key} is not in the chat ${chat.key}`);
    return colleague;
  }
}

/** The form in which DingTalk shows people to a robot: of no use in any API. */
const secretId = (name: string): string => `$:LWCP_v1:$${Buffer.from(name).toString("base64")}`;

const atUser = ({ key, isOutsider, dingtalk }: Colleague) => ({
  dingtalkId: secretId(key),
  ...(isOutsider ? {} : { staffId: dingtalk.userId }),
});

/** Names picked from the member list stand in the text; those that the speaker did not place come first. */
const withNames = (text: string, mentioned: readonly Colleague[]): string =>
  [...mentioned.map(({ name }) => `@${name}`).filter((at) => !text.includes(at)), text].join(" ");
