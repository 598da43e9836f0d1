import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { isPlatformError } from "../../core/errors.ts";
import type { ChatId, Person } from "../../core/model.ts";
import { dataOf, type FeishuClient, listOf, maybe, segment } from "./client.ts";
import { memo } from "./memo.ts";
import { allPages } from "./paging.ts";

const MINUTE_MS = 60_000;
const MOST = 10;

const membersAnswer = dataOf(
  z.object({
    items: listOf(z.object({ member_id: maybe(z.string()), name: maybe(z.string()) })),
    page_token: maybe(z.string()),
    has_more: maybe(z.boolean()),
  }),
);

export interface ChatMembers {
  /** Members of a group whose name is, begins with or holds `name`, in that order, at most ten; `undefined` where they cannot be read. */
  named(name: string, chatId: ChatId): Promise<readonly Person[] | undefined>;
}

/** `GET /im/v1/chats/:chat_id/members`, for chats that the bot is in (permission `im:chat.members:read`). */
export function createChatMembers(client: FeishuClient, clock: Clock): ChatMembers {
  const membersOf = memo(clock, MINUTE_MS, async (chatId): Promise<readonly Person[]> => {
    const members = await allPages("list the members of a chat", async (token) => {
      const page = await client.call({
        api: "chatMembers",
        send: (sdk, auth) =>
          sdk.im.v1.chatMembers.get(
            {
              path: { chat_id: segment(chatId) },
              params: { member_id_type: "open_id", page_size: 100, ...(token && { page_token: token }) },
            },
            auth,
          ),
        answer: membersAnswer,
        repeatable: true,
      });
      return { items: page.items, token: page.has_more ? page.page_token : undefined };
    });
    return members.flatMap(({ member_id: id, name }) => (id && name ? [{ id, name }] : []));
  });

  return {
    async named(name, chatId) {
      try {
        return bestMatches(await membersOf(chatId), name);
      } catch (error) {
        if (isPlatformError(error, "unauthorised", "refused")) return undefined;
        throw error;
      }
    },
  };
}

function bestMatches(members: readonly Person[], name: string): Person[] {
  const wanted = plain(name);
  if (wanted === "") return [];
  const ways = [
    (given: string) => given === wanted,
    (given: string) => given.startsWith(wanted),
    (given: string) => given.includes(wanted),
  ];
  const found = ways.flatMap((fits) => members.filter((member) => fits(plain(member.name))));
  return [...new Set(found)].slice(0, MOST);
}

const plain = (name: string): string => name.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
