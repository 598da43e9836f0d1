import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { isPlatformError } from "../../core/errors.ts";
import type { PersonId } from "../../core/model.ts";
import type { Directory } from "../../ports/directory.ts";
import type { Storage } from "../../ports/storage.ts";
import { dataOf, type FeishuClient, listOf, maybe, segment } from "./client.ts";
import { kept } from "./kept.ts";
import { createNameSearch } from "./name-search.ts";
import { allPages } from "./paging.ts";

const DAY_MS = 24 * 60 * 60_000;
/** Every department lies below it. */
const ROOT_DEPARTMENT = "0";

const profile = z.object({ name: maybe(z.string()), department_ids: listOf(z.string()) });
const userAnswer = dataOf(z.object({ user: profile }));
const parentsAnswer = dataOf(
  z.object({
    items: listOf(z.object({ open_department_id: maybe(z.string()) })),
    page_token: maybe(z.string()),
    has_more: maybe(z.boolean()),
  }),
);

export interface DirectoryOptions {
  readonly client: FeishuClient;
  readonly storage: Storage;
  readonly clock: Clock;
}

/**
 * People, remembered for a day. Memberships are `user:<open_id>` and `dept:<open_department_id>`: the person's own
 * departments (permission `contact:user.department:readonly`), those above and the root. Where those above cannot
 * be read `membershipsOf` throws: half a list would read as "may not book".
 */
export function createDirectory({ client, storage, clock }: DirectoryOptions): Directory {
  const remembered = <T>(kind: string, shape: z.ZodType<T>, fetch: (id: string) => Promise<T>) =>
    kept({ storage, clock }, { kind, shape, lifeMs: DAY_MS }, fetch);

  const profileOf = remembered("person", profile, async (openId: PersonId) => {
    const { user } = await client.call({
      api: "userGet",
      send: (sdk, auth) =>
        sdk.contact.v3.user.get(
          {
            path: { user_id: segment(openId) },
            params: { user_id_type: "open_id", department_id_type: "open_department_id" },
          },
          auth,
        ),
      answer: userAnswer,
      repeatable: true,
    });
    return user;
  });

  const departmentsAbove = remembered("department", z.array(z.string()), async (departmentId) => {
    const found = await allPages("list the departments above", async (token) => {
      const page = await client.call({
        api: "departmentParents",
        send: (sdk, auth) =>
          sdk.contact.v3.department.parent(
            {
              params: {
                department_id: departmentId,
                department_id_type: "open_department_id",
                page_size: 50,
                ...(token && { page_token: token }),
              },
            },
            auth,
          ),
        answer: parentsAnswer,
        repeatable: true,
      });
      return { items: page.items, token: page.has_more ? page.page_token : undefined };
    });
    return found.flatMap(({ open_department_id: id }) => (id ? [id] : []));
  });

  const searchByName = createNameSearch({ client, storage, clock });

  return {
    async nameOf(personId) {
      try {
        return (await profileOf(personId)).name;
      } catch (error) {
        // Outside of the app's range of contacts: the platform does not tell.
        if (isPlatformError(error, "unauthorised", "refused")) return undefined;
        throw error;
      }
    },
    async findByName(name, chat) {
      // Searching the organisation takes a person's own token, and a direct chat has nobody but the asker.
      return chat.kind === "group" ? await searchByName(name, chat.id) : undefined;
    },
    async membershipsOf(personId) {
      const { department_ids: direct } = await profileOf(personId);
      const below = direct.filter((id) => id !== ROOT_DEPARTMENT);
      const above = await Promise.all(below.map((id) => departmentsAbove(id)));
      const departments = new Set([...below, ...above.flat(), ROOT_DEPARTMENT]);
      return [`user:${personId}`, ...[...departments].map((id) => `dept:${id}`)];
    },
  };
}
