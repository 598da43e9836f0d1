import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { isPlatformError } from "../../core/errors.ts";
import type { ChatId, Person } from "../../core/model.ts";
import type { Storage } from "../../ports/storage.ts";
import { dataOf, type FeishuClient, listOf, maybe, segment } from "./client.ts";
import { kept } from "./kept.ts";
import { allPages } from "./paging.ts";

const LIFE_MS = 5 * 60_000;
const MOST = 10;

const membersAnswer = dataOf(
  z.object({
    items: listOf(z.object({ member_id: maybe(z.string()), name: maybe(z.string()) })),
    page_token: maybe(z.string()),
    has_more: maybe(z.boolean()),
  }),
);

/** `null`: they may not be read. */
const membersKept = z.array(z.object({ id: z.string(), name: z.string() })).nullable();

/**
 * Members of a group whose name is, begins with or holds what was typed, in that order, at most ten; `undefined`
 * where the members cannot be read.
 */
export type NameSearch = (typed: string, chatId: ChatId) => Promise<readonly Person[] | undefined>;

export interface NameSearchOptions {
  readonly client: FeishuClient;
  readonly storage: Storage;
  readonly clock: Clock;
}

/**
 * Over `GET /im/v1/chats/:chat_id/members`, for chats that the bot is in (permission `im:chat.members:read`); it
 * leaves bots out. Kept for some minutes, and so is that they may not be read.
 */
export function createNameSearch({ client, storage, clock }: NameSearchOptions): NameSearch {
  const list = async (chatId: ChatId): Promise<Person[]> => {
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
  };

  const kind = { kind: "members", lifeMs: LIFE_MS, shape: membersKept };
  const membersOf = kept({ storage, clock }, kind, async (chatId) => {
    try {
      return await list(chatId);
    } catch (error) {
      if (isPlatformError(error, "unauthorised", "refused")) return null;
      throw error;
    }
  });

  return async (typed, chatId) => {
    const members = await membersOf(chatId);
    return members ? bestMatches(members, typed) : undefined;
  };
}

function bestMatches(members: readonly Person[], typed: string): Person[] {
  const wanted = plain(typed);
  if (wanted === "") return [];
  const ways = [
    (given: string) => given === wanted,
    (given: string) => given.startsWith(wanted),
    (given: string) => given.includes(wanted),
  ];
  const found = ways.flatMap((fits) => members.filter((member) => fits(plain(member.name))));
  return [...new Set(found)].slice(0, MOST);
}

/** A name without what people type differently: letter case, width, spaces. */
const plain = (name: string): string => name.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
