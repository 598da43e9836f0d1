import type { Colleague, OfficeRoom } from "../office.ts";
import type { Message } from "./messages.ts";
import { type Tenant, tenantKeyOf } from "./tenant.ts";

/** The envelope of schema 2.0. `createTime` is milliseconds, but microseconds in card callbacks. */
function envelope(tenant: Tenant, eventType: string, createTime: string, event: object): object {
  return {
    schema: "2.0",
    header: {
      event_id: tenant.ids.hex(32),
      event_type: eventType,
      create_time: createTime,
      token: tenant.app.verificationToken,
      app_id: tenant.app.id,
      tenant_key: tenant.tenantKey,
    },
    event,
  };
}

/** Source: https://open.feishu.cn/document/server-docs/im-v1/message/events/receive. `user_id` is null: the app has no scope for it. */
export function messageReceived(tenant: Tenant, message: Message, sender: Colleague): object {
  const { chat, mentions } = message;
  return envelope(tenant, "im.message.receive_v1", String(message.createdMs), {
    sender: {
      sender_id: { union_id: sender.feishu.unionId, user_id: null, open_id: sender.feishu.openId },
      sender_type: "user",
      tenant_key: tenantKeyOf(tenant, sender),
    },
    message: {
      message_id: message.id,
      ...(message.rootId === undefined ? {} : { root_id: message.rootId }),
      ...(message.parentId === undefined ? {} : { parent_id: message.parentId }),
      create_time: String(message.createdMs),
      update_time: String(message.updatedMs),
      chat_id: chat.feishu.chatId,
      chat_type: chat.kind === "direct" ? "p2p" : "group",
      message_type: message.type,
      content: message.content,
      ...(mentions.length === 0
        ? {}
        : {
            mentions: mentions.map(({ key, openId, unionId, name, isBot }) => ({
              key,
              id: { union_id: unionId, user_id: isBot ? "" : null, open_id: openId },
              mentioned_type: isBot ? "bot" : "user",
              name,
              tenant_key: tenant.tenantKey,
            })),
          }),
    },
  });
}

/** Source: https://open.feishu.cn/document/feishu-cards/card-callback-communication */
export function cardPressed(
  tenant: Tenant,
  message: Message,
  operator: Colleague,
  action: {
    readonly value: unknown;
    readonly name?: string;
    readonly form_value?: Readonly<Record<string, string>>;
  },
): object {
  const nowMs = tenant.ground.clock.now();
  return envelope(tenant, "card.action.trigger", `${nowMs}000`, {
    operator: {
      tenant_key: tenantKeyOf(tenant, operator),
      open_id: operator.feishu.openId,
      union_id: operator.feishu.unionId,
    },
    token: `c-${tenant.ids.hex(40)}`,
    action: { tag: "button", timezone: tenant.ground.world.office.zone, ...action },
    host: "im_message",
    context: { open_message_id: message.id, open_chat_id: message.chat.feishu.chatId },
  });
}

export const ROOM_CHANGED = "meeting_room.meeting_room.status_changed_v1";

/** A room was booked; by whom and for when is not told. Source: https://open.feishu.cn/document/server-docs/calendar-v4/meeting-room-event/event/status_changed */
export const roomChanged = (tenant: Tenant, room: OfficeRoom): object =>
  envelope(tenant, ROOM_CHANGED, String(tenant.ground.clock.now()), {
    room_name: room.name,
    room_id: room.feishu.roomId,
  });
