import { refusal } from "../errors.ts";
import type { Handlers } from "../gateway.ts";
import { page } from "../paging.ts";
import { userId, userIdType } from "../people.ts";
import { type Tenant, tenantKeyOf } from "../tenant.ts";

/** im/v1/chats. Source: https://open.feishu.cn/document/server-docs/group/chat-member/get */
export function chatRoutes(tenant: Tenant): Handlers {
  const { office } = tenant.ground.world;
  return {
    /** The people of a group, guests of other organisations too, and no bots. The page speaks of groups only. */
    "im.chat.members": ({ params, query }) => {
      const type = userIdType(query, "member_id_type");
      const chat = office.chats.find((one) => one.feishu.chatId === params.chat_id);
      if (chat?.kind !== "group") throw refusal(232006);
      if (tenant.switches.leftChats.has(chat.key)) throw refusal(232011);
      const members = office.colleagues.filter((one) => chat.memberKeys.includes(one.key));
      const bad = () => refusal(232001);
      const { items, ...rest } = page(members, query, { most: 100, usual: 20, badSize: bad, badToken: bad });
      return {
        items: items.map((one) => ({
          member_id_type: type,
          member_id: userId(one, type),
          name: one.name,
          tenant_key: tenantKeyOf(tenant, one),
        })),
        ...rest,
        member_total: members.length,
      };
    },
  };
}
