import { z } from "zod";
import { isPlatformError } from "../../core/errors.ts";
import type { Person } from "../../core/model.ts";
import type { FoundPerson } from "../../ports/directory.ts";
import type { DingTalkClient } from "./client.ts";

/** A person as the contacts show them. The first department is the person's main one. */
export interface Entry extends Person {
  readonly title: string | undefined;
  readonly departmentId: string | undefined;
}

const department = z.object({ result: z.object({ name: z.string() }) });

/** Gives those who share a name their department and title; nobody else is worth the look-up. */
export async function tellApart(
  client: DingTalkClient,
  found: readonly Entry[],
): Promise<readonly FoundPerson[]> {
  const asked = new Map<string, Promise<string | undefined>>();
  const departmentOf = (id: string): Promise<string | undefined> => {
    const name = asked.get(id) ?? departmentName(client, id);
    asked.set(id, name);
    return name;
  };
  const isNamesake = ({ name }: Entry): boolean => found.filter((other) => other.name === name).length > 1;
  return Promise.all(
    found.map(async (entry) => {
      const { id, name, title, departmentId } = entry;
      if (!isNamesake(entry)) return { id, name };
      const known = [departmentId && (await departmentOf(departmentId)), title?.trim()].filter(Boolean);
      return { id, name, ...(known.length > 0 && { detail: known.join(" · ") }) };
    }),
  );
}

/**
 * `topapi/v2/department/get` (not metered). It has a permission of its own, and a name is only a help: without it
 * people are told apart by what else is known.
 */
async function departmentName(client: DingTalkClient, departmentId: string): Promise<string | undefined> {
  try {
    const { result } = await client.oapi({
      api: "departmentGet",
      what: "look a department up",
      method: "POST",
      path: "/topapi/v2/department/get",
      body: { dept_id: Number(departmentId) },
      answer: department,
      repeatable: true,
    });
    return result.name;
  } catch (error) {
    if (isPlatformError(error)) return undefined;
    throw error;
  }
}
