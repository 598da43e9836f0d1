import { z } from "zod";
import { isPlatformError } from "../../core/errors.ts";
import type { PersonId } from "../../core/model.ts";
import type { Storage } from "../../ports/storage.ts";
import type { DingTalkClient } from "./client.ts";
import { aside, idText, maybe } from "./json.ts";

/**
 * A person's unionId. Chats and robots know people by their userId, which is our `PersonId`; calendar and room APIs
 * by this, even where their pages call the path segment `{userId}`.
 */
export type UnionIdOf = (personId: PersonId) => Promise<string>;

/** UnionIds by person, with what messages tell of their own senders. */
export interface UnionIds {
  readonly of: UnionIdOf;
  /** Notes the unionId that came with a person's own message: it stands in where the contacts may not be read. */
  note(personId: PersonId, unionId: string): Promise<void>;
}

const LIFE_MS = 24 * 60 * 60_000;
/** How long the contacts are not asked again after a message's unionId had to stand in. */
const STAND_IN_MS = 10 * 60_000;

const keyOf = (personId: PersonId) => `dingtalk:union:${personId}`;
const notedKeyOf = (personId: PersonId) => `dingtalk:union-noted:${personId}`;
const user = z.object({
  result: z.object({
    unionid: z.string().min(1),
    name: maybe(z.string()),
    title: aside(z.string()),
    dept_id_list: aside(z.array(idText)),
  }),
});

/** A person as the contacts API tells (`topapi/v2/user/get`, not metered). Throws the platform's error. */
export async function fetchUser(client: DingTalkClient, personId: PersonId) {
  const { result } = await client.oapi({
    api: "userGet",
    what: "look a person up",
    method: "POST",
    path: "/topapi/v2/user/get",
    body: { userid: personId },
    answer: user,
    repeatable: true,
  });
  return result;
}

/** Looks unionIds up, keeps each for a day, and asks once however many wait for the same one. */
export function createUnionIds(client: DingTalkClient, storage: Storage): UnionIds {
  const asking = new Map<PersonId, Promise<string>>();

  /** From the contacts, or where they refuse from the person's own message; with how long that holds, in ms. */
  const find = async (personId: PersonId): Promise<{ unionId: string; ttlMs: number }> => {
    try {
      return { unionId: (await fetchUser(client, personId)).unionid, ttlMs: LIFE_MS };
    } catch (error) {
      if (!isPlatformError(error, "unauthorised", "refused")) throw error;
      const noted = await storage.get(notedKeyOf(personId));
      if (typeof noted !== "string") throw error;
      return { unionId: noted, ttlMs: STAND_IN_MS };
    }
  };

  const lookUp = async (personId: PersonId): Promise<string> => {
    const key = keyOf(personId);
    const stored = await storage.get(key);
    if (typeof stored === "string") return stored;
    const { unionId, ttlMs } = await find(personId);
    await storage.write([{ key, value: unionId, ttlMs }]);
    return unionId;
  };

  return {
    of(personId) {
      const known = asking.get(personId);
      if (known) return known;
      const asked = lookUp(personId).finally(() => asking.delete(personId));
      asking.set(personId, asked);
      return asked;
    },
    async note(personId, unionId) {
      await storage.write([{ key: notedKeyOf(personId), value: unionId, ttlMs: LIFE_MS }]);
    },
  };
}
