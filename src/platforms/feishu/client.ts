import { type Client, withTenantToken } from "@larksuiteoapi/node-sdk";
import { z } from "zod";
import type { Tokens } from "../../outbound/held-token.ts";
import type { CallQueue } from "../../queue/queue.ts";
import { isTokenRejected, unreadable } from "./errors.ts";
import type { ApiName } from "./limits.ts";

/** The SDK's second argument, carrying the token. */
export type Auth = ReturnType<typeof withTenantToken>;

/** One call of an API, and the part of its answer that is used. */
export interface Call<T> {
  /** Which queue it waits in. */
  readonly api: ApiName;
  /** Sends it. Path parameters are percent-encoded by the caller (`segment`): the SDK does not. */
  readonly send: (sdk: Client, auth: Auth) => Promise<unknown>;
  readonly answer: z.ZodType<T>;
  /** Whether an unanswered call may simply be made again; reads are, writes are not unless they carry a key. */
  readonly repeatable: boolean;
}

/** Feishu's HTTP APIs with the app's identity. Every error is a `PlatformError`. */
export interface FeishuClient {
  call<T>(call: Call<T>): Promise<T>;
}

export interface ClientOptions {
  readonly sdk: Client;
  readonly tokens: Tokens;
  readonly queue: CallQueue;
}

/** The SDK's client behind the queue, with the app's token, a rejected token replaced once. */
export function createClient({ sdk, tokens, queue }: ClientOptions): FeishuClient {
  const attempt = async <T>({ api, send, answer }: Call<T>, token: string): Promise<T> => {
    const parsed = answer.safeParse(await send(sdk, withTenantToken(token)));
    if (!parsed.success) throw unreadable(api);
    return parsed.data;
  };
  return {
    async call(call) {
      const { api, repeatable } = call;
      // Had before the call's turn comes, so that the request leaves when the limit counts it.
      let token = await tokens.get();
      try {
        return await queue.run(api, () => attempt(call, token), { repeatable });
      } catch (error) {
        if (!isTokenRejected(error)) throw error;
        // What a rejected token asked for has not been done, so even a write may be sent again.
        tokens.drop(token);
        token = await tokens.get();
        return await queue.run(api, () => attempt(call, token), { repeatable });
      }
    },
  };
}

/** The usual envelope: `data` may be missing where there is nothing to say. */
export const dataOf = <T>(data: z.ZodType<T>): z.ZodType<T> =>
  z
    .object({ data: z.unknown().optional() })
    .transform(({ data: given }): unknown => given ?? {})
    .pipe(data);

/** An answer of which only the success matters. */
export const anything = z.unknown();

/** One piece of a path. */
export const segment = (id: string): string => encodeURIComponent(id);

/** A field that Feishu leaves out, or fills with null, where it has nothing to say. */
export const maybe = <T extends z.ZodType>(type: T) =>
  type.nullish().transform((value): z.output<T> | undefined => value ?? undefined);

/** A list that Feishu leaves out, or fills with null, when it is empty. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((value): z.output<T>[] => value ?? []);

/** A list read row by row: `unread` counts the rows that cannot be read, so that one of them does not hide the rest. */
export const rowsOf = <T extends z.ZodType>(row: T) =>
  listOf(z.unknown()).transform((given): { rows: z.output<T>[]; unread: number } => {
    const rows = given.flatMap((one) => {
      const read = row.safeParse(one);
      return read.success ? [read.data] : [];
    });
    return { rows, unread: given.length - rows.length };
  });
