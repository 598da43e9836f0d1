import { z } from "zod";
import { isPlatformError } from "../../core/errors.ts";
import type { MembershipKey, PersonId } from "../../core/model.ts";
import type { Directory } from "../../ports/directory.ts";
import type { Storage } from "../../ports/storage.ts";
import type { DingTalkClient } from "./client.ts";
import { idText } from "./json.ts";
import { findByName } from "./name-search.ts";
import { fetchUser, type UnionIdOf } from "./union-ids.ts";

const LIFE_MS = 24 * 60 * 60_000;
const parents = z.object({
  result: z.object({ parent_list: z.array(z.object({ parent_dept_id_list: z.array(idText) })) }),
});
const storedKeys = z.array(z.string());

/** A room's rule names people by their unionId and departments by their number. */
export const userKey = (unionId: string): MembershipKey => `user:${unionId}`;
export const departmentKey = (departmentId: string): MembershipKey => `dept:${departmentId}`;

/** The organisation's contacts. None of these calls is metered. */
export function createDirectory(client: DingTalkClient, unionIdOf: UnionIdOf, storage: Storage): Directory {
  /** Every department above a person, each one's own first (`listparentbyuser`): a rule names any of them. */
  const departmentsOf = async (personId: PersonId): Promise<string[]> => {
    const { result } = await client.oapi({
      api: "userDepartments",
      what: "list a person's departments",
      method: "POST",
      path: "/topapi/v2/department/listparentbyuser",
      body: { userid: personId },
      answer: parents,
      repeatable: true,
    });
    return [...new Set(result.parent_list.flatMap((line) => line.parent_dept_id_list))];
  };

  return {
    async nameOf(personId) {
      try {
        return (await fetchUser(client, personId)).name || undefined;
      } catch (error) {
        if (isPlatformError(error, "refused")) return undefined;
        throw error;
      }
    },
    findByName: (name) => findByName(client, name),
    async membershipsOf(personId) {
      const key = `dingtalk:memberships:${personId}`;
      const stored = storedKeys.safeParse(await storage.get(key));
      if (stored.success) return stored.data;
      const [unionId, departments] = await Promise.all([unionIdOf(personId), departmentsOf(personId)]);
      const keys = [userKey(unionId), ...departments.map(departmentKey)];
      await storage.write([{ key, value: keys, ttlMs: LIFE_MS }]);
      return keys;
    },
  };
}
