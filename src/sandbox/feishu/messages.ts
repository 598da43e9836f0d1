import { EventEmitter } from "node:events";
import type { Colleague, OfficeChat } from "../office.ts";
import type { ChatLine } from "../sandbox.ts";
import { readCard } from "./card.ts";
import { viewCard } from "./card-text.ts";
import { showText } from "./message-text.ts";
import type { Tenant } from "./tenant.ts";

export interface Mention {
  readonly key: string;
  readonly openId: string;
  readonly unionId: string;
  readonly name: string;
  readonly isBot: boolean;
}

/** A message in a chat, by a person or by the bot. */
export interface Message {
  readonly id: string;
  readonly chat: OfficeChat;
  /** A colleague's key, or `bot`. */
  readonly from: string;
  readonly type: "text" | "post" | "interactive";
  /** JSON, as the type's page defines it. */
  content: string;
  readonly mentions: readonly Mention[];
  readonly rootId?: string;
  readonly parentId?: string;
  readonly createdMs: number;
  updatedMs: number;
  isUpdated: boolean;
}

export type NewMessage = Pick<Message, "chat" | "from" | "type" | "content"> &
  Partial<Pick<Message, "mentions" | "rootId" | "parentId">>;

/** Every message of the organisation's chats, and the same as lines that a person reads. */
export class Messages {
  readonly lines: ChatLine[] = [];
  readonly events = new EventEmitter<{ line: [ChatLine]; delivered: [messageId: string] }>();
  readonly #byId = new Map<string, Message>();

  constructor(readonly tenant: Tenant) {
    this.events.setMaxListeners(0);
  }

  find(id: string): Message | undefined {
    return this.#byId.get(id);
  }

  add(draft: NewMessage): Message {
    const nowMs = this.tenant.ground.clock.now();
    const message: Message = {
      id: `om_${this.tenant.ids.hex(32)}`,
      mentions: [],
      createdMs: nowMs,
      updatedMs: nowMs,
      isUpdated: false,
      ...draft,
    };
    this.#byId.set(message.id, message);
    this.#show(message);
    return message;
  }

  /** Puts other content into a message that is there. */
  change(message: Message, content: string): void {
    message.content = content;
    message.updatedMs = this.tenant.ground.clock.now();
    message.isUpdated = true;
    this.#show(message);
  }

  #show(message: Message): void {
    const nameOf = (id: string) => this.#nameOf(id);
    const view =
      message.type === "interactive"
        ? viewCard(readCard(message.content), nameOf)
        : { text: showText(message, nameOf), buttons: [] };
    const line: ChatLine = {
      id: message.id,
      chatKey: message.chat.key,
      from: message.from,
      atMs: message.updatedMs,
      ...view,
      raw: JSON.parse(message.content) as unknown,
      isUpdate: message.isUpdated,
    };
    this.lines.push(line);
    this.events.emit("line", line);
  }

  #nameOf(openId: string): string {
    if (openId === "all") return "所有人";
    if (openId === this.tenant.bot.openId) return this.tenant.bot.name;
    return (
      this.tenant.ground.world.office.colleagues.find((one) => one.feishu.openId === openId)?.name ?? openId
    );
  }
}

/** How a text names people: `@_user_1` in the content, and who that is beside it. */
export function mentionPeople(
  tenant: Tenant,
  text: string,
  mentionsBot: boolean,
  colleagues: readonly Colleague[],
): { text: string; mentions: Mention[] } {
  const { bot } = tenant;
  const mentions: Mention[] = [];
  const mention = (who: Omit<Mention, "key">): string => {
    const key = `@_user_${mentions.length + 1}`;
    mentions.push({ key, ...who });
    return key;
  };
  let written = mentionsBot ? `${mention({ ...bot, isBot: true })} ${text}` : text;
  for (const { name, feishu } of colleagues) {
    const key = mention({ openId: feishu.openId, unionId: feishu.unionId, name, isBot: false });
    written = written.includes(`@${name}`) ? written.replace(`@${name}`, key) : `${written} ${key}`;
  }
  return { text: written, mentions };
}
