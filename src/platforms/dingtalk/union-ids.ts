import { z } from "zod";
import type { PersonId } from "../../core/model.ts";
import type { Storage } from "../../ports/storage.ts";
import type { DingTalkClient } from "./client.ts";
import { maybe } from "./json.ts";

/**
 * A person's unionId. Chats and robots know people by their userId, which is our `PersonId`; calendar and room APIs
 * by this, even where their pages call the path segment `{userId}`.
 */
export type UnionIdOf = (personId: PersonId) => Promise<string>;

const LIFE_MS = 24 * 60 * 60_000;
const user = z.object({
  result: z.object({ unionid: z.string().min(1), name: maybe(z.string()) }),
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
export function createUnionIds(client: DingTalkClient, storage: Storage): UnionIdOf {
  const asking = new Map<PersonId, Promise<string>>();

  const lookUp = async (personId: PersonId): Promise<string> => {
    const key = `dingtalk:union:${personId}`;
    const stored = await storage.get(key);
    if (typeof stored === "string") return stored;
    const { unionid } = await fetchUser(client, personId);
    await storage.write([{ key, value: unionid, ttlMs: LIFE_MS }]);
    return unionid;
  };

  return (personId) => {
    const known = asking.get(personId);
    if (known) return known;
    const asked = lookUp(personId).finally(() => asking.delete(personId));
    asking.set(personId, asked);
    return asked;
  };
}
