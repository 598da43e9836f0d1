import { z } from "zod";
import { isPlatformError } from "../../core/errors.ts";
import type { PersonId } from "../../core/model.ts";
import type { FoundPerson } from "../../ports/directory.ts";
import type { DingTalkClient } from "./client.ts";
import { idText, maybe } from "./json.ts";
import { type Entry, tellApart } from "./namesakes.ts";
import { fetchUser } from "./union-ids.ts";

/** Each costs a look-up of the name, and nobody chooses among more. */
const MOST = 10;

const answer = z.object({ list: maybe(z.array(idText)) });

/**
 * Colleagues by a typed name, its pinyin or an English name (`contact/users/search`, which tells userIds only):
 * those who are called exactly so first, then the vendor's order. Both questions are asked, for a short name has
 * more half matches than fit on a page. `undefined` where the app may not search or not see names.
 */
export async function findByName(
  client: DingTalkClient,
  typed: string,
): Promise<readonly FoundPerson[] | undefined> {
  const name = typed.trim();
  if (name === "") return [];
  const search = async (exactly: boolean): Promise<readonly PersonId[]> => {
    const { list } = await client.api({
      api: "userSearch",
      what: "search for a person by name",
      method: "POST",
      path: "/v1.0/contact/users/search",
      body: { queryWord: name, offset: 0, size: MOST, ...(exactly && { fullMatchField: 1 }) },
      answer,
      repeatable: true,
    });
    return list ?? [];
  };
  try {
    const [exact, similar] = await Promise.all([search(true), search(false)]);
    const ids = [...new Set([...exact, ...similar])].slice(0, MOST);
    const found = (await Promise.all(ids.map((id) => called(client, id)))).flat();
    const rank = (person: Entry): number => (plain(person.name) === plain(name) ? 0 : 1);
    return await tellApart(
      client,
      found.toSorted((a, b) => rank(a) - rank(b)),
    );
  } catch (error) {
    if (isPlatformError(error, "unauthorised")) return undefined;
    throw error;
  }
}

/** Nobody where the person has left since, or has no name to be told apart by. */
async function called(client: DingTalkClient, id: PersonId): Promise<Entry[]> {
  try {
    const { name, title, dept_id_list: departments } = await fetchUser(client, id);
    return name ? [{ id, name, title, departmentId: departments?.[0] }] : [];
  } catch (error) {
    if (isPlatformError(error, "refused")) return [];
    throw error;
  }
}

/** A name without what people type differently: letter case, width, spaces. */
const plain = (name: string): string => name.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
