import { unreadable } from "./errors.ts";

/** One page of a list: `token` leads to the next, where there is one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly token: string | undefined;
}

/** Every page of a list, in order. A token that comes back would turn in circles: that is no answer. */
export async function allPages<T>(
  what: string,
  read: (token: string | undefined) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const page = await read(token);
    items.push(...page.items);
    token = page.token;
    if (token && seen.has(token)) throw unreadable(what);
    if (token) seen.add(token);
  } while (token);
  return items;
}
