import type { z } from "zod";
import type { Tokens } from "../../outbound/held-token.ts";
import type { CallQueue } from "../../queue/queue.ts";
import { errorOf, isTokenExpired, tokenRejected, unreadable } from "./errors.ts";
import { exchange, type HttpRequest } from "./http.ts";
import type { ApiName } from "./limits.ts";

/** One call of an API, and the part of its answer that is used. */
export interface Call<T> {
  /** Which queue it waits in. */
  readonly api: ApiName;
  /** What is asked, in a few words, for error messages. */
  readonly what: string;
  /** Follows the host's base; ids in it are percent-encoded by the caller. */
  readonly path: string;
  /** GET unless said otherwise. */
  readonly method?: HttpRequest["method"];
  readonly query?: HttpRequest["query"];
  readonly headers?: HttpRequest["headers"];
  readonly body?: unknown;
  readonly answer: z.ZodType<T>;
  /** Whether an unanswered call may simply be made again; reads are, writes are not unless they carry a key. */
  readonly repeatable: boolean;
}

/** DingTalk's HTTP APIs. Every error is a `PlatformError`. */
export interface DingTalkClient {
  /** A call of `api.dingtalk.com`: bare JSON, the token in a header. */
  api<T>(call: Call<T>): Promise<T>;
  /** A call of `oapi.dingtalk.com`: an envelope with `errcode`, the token in the query. */
  oapi<T>(call: Call<T>): Promise<T>;
}

export interface ClientOptions {
  readonly apiBase: string;
  readonly oapiBase: string;
  readonly timeoutMs: number;
  readonly tokens: Tokens;
  readonly queue: CallQueue;
}

type Sent = Pick<HttpRequest, "url" | "headers" | "query">;

/** The token was not accepted, so nothing was done. */
const REJECTED = Symbol("rejected token");

/** The client over both hosts: queued, with the app's token, a rejected token replaced once. */
export function createClient({ apiBase, oapiBase, timeoutMs, tokens, queue }: ClientOptions): DingTalkClient {
  const attempt = async <T>(
    call: Call<T>,
    withToken: Sent,
    signal: AbortSignal,
  ): Promise<T | typeof REJECTED> => {
    const got = await exchange({
      method: call.method ?? "GET",
      ...withToken,
      ...(call.body !== undefined && { body: call.body }),
      what: call.what,
      timeoutMs,
      signal,
    });
    if (isTokenExpired(got)) return REJECTED;
    const error = errorOf(got, call.what);
    if (error) throw error;
    const parsed = call.answer.safeParse(got.body);
    if (!parsed.success) throw unreadable(call.what);
    return parsed.data;
  };

  const run = async <T>(call: Call<T>, withToken: (token: string) => Sent): Promise<T> => {
    for (const isLast of [false, true]) {
      // Had before the call's turn comes, so that the request leaves when the limit counts it.
      const token = await tokens.get();
      const got = await queue.run(call.api, (signal) => attempt(call, withToken(token), signal), {
        repeatable: call.repeatable,
      });
      if (got !== REJECTED) return got;
      // What a rejected token asked for has not been done, so even a write may be sent again, in a turn of its own.
      tokens.drop(token);
      if (isLast) break;
    }
    throw tokenRejected(call.what);
  };

  return {
    api: (call) =>
      run(call, (token) => ({
        url: `${apiBase}${call.path}`,
        headers: { ...call.headers, "x-acs-dingtalk-access-token": token },
        ...(call.query && { query: call.query }),
      })),
    oapi: (call) =>
      run(call, (token) => ({
        url: `${oapiBase}${call.path}`,
        ...(call.headers && { headers: call.headers }),
        query: { ...call.query, access_token: token },
      })),
  };
}
