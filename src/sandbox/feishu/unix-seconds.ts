import type { Interval } from "../../core/interval.ts";
import { type Refusal, refusal } from "./errors.ts";

/** A query parameter that is Unix seconds; undefined where it is not there. */
export function secondsOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  if (!/^\d{1,10}$/.test(text)) throw refusal(190002);
  return Number(text);
}

/** `start_time` to `end_time`, both required; `tooLong` where they are that far apart or farther. */
export function windowOf(
  query: URLSearchParams,
  { belowMs, tooLong }: { readonly belowMs: number; readonly tooLong: () => Refusal },
): Interval {
  const [from, to] = [secondsOf(query, "start_time"), secondsOf(query, "end_time")];
  if (from === undefined || to === undefined || to <= from) throw refusal(190002);
  const window = { start: from * 1_000, end: to * 1_000 };
  if (window.end - window.start >= belowMs) throw tooLong();
  return window;
}
