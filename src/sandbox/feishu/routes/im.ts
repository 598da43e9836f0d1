import type { Office, OfficeChat } from "../../office.ts";
import { directChatKey } from "../../sandbox.ts";
import { SlidingWindows } from "../../sliding-window.ts";
import { checkPictures, isNode, MOST_CARD_BYTES, readCard } from "../card.ts";
import { invalidFields, refusal } from "../errors.ts";
import type { ApiCall, Handlers } from "../gateway.ts";
import { MESSAGE_LIMIT } from "../limits.ts";
import type { Message, Messages } from "../messages.ts";
import { findColleague } from "../people.ts";
import type { Tenant } from "../tenant.ts";
import type { Images } from "./images.ts";

const MOST_TEXT_BYTES = 150 * 1024;
const UUID_LIFE_MS = 3_600_000;
const CHANGEABLE_MS = 14 * 86_400_000;

/** im/v1/messages. Source: https://open.feishu.cn/document/server-docs/im-v1/message/intro */
export function imRoutes(tenant: Tenant, messages: Messages, images: Images): Handlers {
  const { clock, world } = tenant.ground;
  const windows = new SlidingWindows();
  const sent = new Map<string, { message: Message; atMs: number }>();

  const send = (body: ApiCall["body"], chat: OfficeChat, answered?: Message): object => {
    const { uuid } = body;
    if (uuid !== undefined && (typeof uuid !== "string" || uuid.length > 50)) {
      throw invalidFields([{ field: "uuid", description: "the max len is 50" }]);
    }
    const before = typeof uuid === "string" && uuid !== "" ? sent.get(uuid) : undefined;
    if (before && clock.now() - before.atMs < UUID_LIFE_MS) return show(tenant, before.message);
    if (tenant.switches.leftChats.has(chat.key)) throw refusal(230002);
    const content = readContent(body.msg_type, body.content, images);
    slowDown(chat.key);
    const message = messages.add({
      chat,
      from: "bot",
      ...content,
      ...(answered ? { rootId: answered.rootId ?? answered.id, parentId: answered.id } : {}),
    });
    if (typeof uuid === "string" && uuid !== "") sent.set(uuid, { message, atMs: clock.now() });
    return show(tenant, message);
  };
  const slowDown = (key: string): void => {
    if (windows.admit(key, MESSAGE_LIMIT)) throw refusal(230020);
  };
  const find = (id: string | undefined): Message => {
    const message = messages.find(id ?? "");
    if (!message) throw refusal(230001, { note: " ext=invalid message_id" });
    return message;
  };

  return {
    "im.message.create": ({ query, body }) => send(body, receiver(world.office, query, body.receive_id)),
    "im.message.reply": ({ params, body }) => {
      const answered = find(params.message_id);
      return send(body, answered.chat, answered);
    },
    "im.message.patch": ({ params, body }) => {
      const message = find(params.message_id);
      if (message.from !== "bot") throw refusal(230027);
      if (message.type !== "interactive") throw refusal(230001, { note: " ext=This message is NOT a card." });
      if (clock.now() - message.createdMs > CHANGEABLE_MS) throw refusal(230031);
      const { content } = readContent("interactive", body.content, images);
      slowDown(message.id);
      messages.change(message, content);
      return {};
    },
    "im.message.get": ({ params }) => ({ items: [show(tenant, find(params.message_id))] }),
  };
}

/** The chat that `receive_id` means. */
function receiver(office: Office, query: URLSearchParams, id: unknown): OfficeChat {
  const type = query.get("receive_id_type");
  if (typeof id !== "string" || id === "") {
    throw invalidFields([{ field: "receive_id", description: "receive_id is required" }]);
  }
  if (type === "chat_id") {
    const chat = office.chats.find((one) => one.feishu.chatId === id);
    if (!chat) throw /^oc_[0-9a-f]{32}$/.test(id) ? refusal(230002) : refusal(230034);
    return chat;
  }
  if (type === "open_id" || type === "union_id" || type === "user_id") {
    const colleague = findColleague(office, type, id);
    if (!colleague) throw refusal(230034);
    const chat = office.chats.find((one) => one.key === directChatKey(colleague.key));
    if (!chat || colleague.isOutsider) throw refusal(230013);
    return chat;
  }
  if (type === "email") throw refusal(230034);
  throw invalidFields([
    {
      field: "receive_id_type",
      description: "receive_id_type is required, options: [open_id,user_id,union_id,email,chat_id]",
    },
  ]);
}

/** The content of a message to be sent, refused as the vendor refuses it. */
function readContent(type: unknown, content: unknown, images: Images): Pick<Message, "type" | "content"> {
  if (typeof content !== "string" || content === "") {
    throw invalidFields([{ field: "content", description: "content is required" }]);
  }
  const most = type === "text" ? MOST_TEXT_BYTES : MOST_CARD_BYTES;
  if (Buffer.byteLength(content) > most) throw refusal(230025);
  if (type === "interactive") {
    checkPictures(readCard(content), images);
    return { type, content };
  }
  if (type !== "text" && type !== "post")
    throw refusal(230001, { note: ` ext=invalid msg_type ${String(type)}` });
  const value = parse(content);
  if (!isNode(value)) throw refusal(230001, { note: " ext=content is not a string in json format" });
  if (type === "text" && (typeof value.text !== "string" || value.text.trim() === "")) {
    throw refusal(230001, { note: " ext=text is empty" });
  }
  if (type === "post" && !Object.values(value).some((post) => isNode(post) && Array.isArray(post.content))) {
    throw refusal(230001, { note: " ext=post needs a language with content" });
  }
  return { type, content };
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** A message in the vendor's fields. */
function show(tenant: Tenant, message: Message): object {
  const isBot = message.from === "bot";
  const colleague = tenant.ground.world.office.colleagues.find((one) => one.key === message.from);
  return {
    message_id: message.id,
    ...(message.rootId === undefined ? {} : { root_id: message.rootId }),
    ...(message.parentId === undefined ? {} : { parent_id: message.parentId }),
    msg_type: message.type,
    create_time: String(message.createdMs),
    update_time: String(message.updatedMs),
    deleted: false,
    updated: message.isUpdated,
    chat_id: message.chat.feishu.chatId,
    sender: {
      id: isBot ? tenant.app.id : (colleague?.feishu.openId ?? ""),
      id_type: isBot ? "app_id" : "open_id",
      sender_type: isBot ? "app" : "user",
      tenant_key: tenant.tenantKey,
    },
    body: { content: message.content },
    ...(message.mentions.length === 0
      ? {}
      : {
          mentions: message.mentions.map(({ key, openId, name }) => ({
            key,
            id: openId,
            id_type: "open_id",
            name,
            tenant_key: tenant.tenantKey,
          })),
        }),
  };
}
