import type { Refusal } from "./errors.ts";

export interface Paging {
  readonly least?: number;
  readonly most: number;
  readonly usual: number;
  readonly badSize: () => Refusal;
  readonly badToken: () => Refusal;
}

/** One page, in the vendor's fields: `page_token` (an offset, as text) is there only where `has_more` is true. */
export function page<T>(
  items: readonly T[],
  query: URLSearchParams,
  { least = 1, most, usual, badSize, badToken }: Paging,
): { items: T[]; has_more: boolean; page_token?: string } {
  const size = Number(query.get("page_size") || usual);
  if (!Number.isInteger(size) || size < least || size > most) throw badSize();
  const from = Number(query.get("page_token") || 0);
  if (!Number.isInteger(from) || from < 0 || from > items.length) throw badToken();
  const next = from + size;
  const rest = next < items.length ? { has_more: true, page_token: String(next) } : { has_more: false };
  return { items: items.slice(from, next), ...rest };
}
