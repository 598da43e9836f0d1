import { type Client, withTenantToken, withUserAccessToken } from "@larksuiteoapi/node-sdk";
import { z } from "zod";
import { NOT_LINKED, PlatformError } from "../../core/errors.ts";
import type { PersonId } from "../../core/model.ts";
import type { Tokens } from "../../outbound/held-token.ts";
import type { CallQueue } from "../../queue/queue.ts";
import { isTokenRejected, unreadable } from "./errors.ts";
import type { ApiName } from "./limits.ts";
import type { UserTokens } from "./link/user-tokens.ts";

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
  /** In whose name: a colleague who linked an account; absent is the app's own. */
  readonly as?: PersonId | undefined;
  /** The chat or the message that has limits of its own; see the table of limits. */
  readonly within?: string;
}

/** Feishu's HTTP APIs, in the app's name or a colleague's. Every error is a `PlatformError`. */
export interface FeishuClient {
  call<T>(call: Call<T>): Promise<T>;
}

export interface ClientOptions {
  readonly sdk: Client;
  readonly tokens: Tokens;
  /** Absent where nobody can link an account. */
  readonly userTokens?: UserTokens | undefined;
  readonly queue: CallQueue;
}

/** The SDK's client behind the queue, with the token of whoever calls, a rejected token replaced once. */
export function createClient({ sdk, tokens, userTokens, queue }: ClientOptions): FeishuClient {
  const tokenOf = async (as: PersonId | undefined, rejected?: string): Promise<string> => {
    if (as === undefined) {
      if (rejected !== undefined) tokens.drop(rejected);
      return tokens.get();
    }
    const token = await userTokens?.of(as, rejected);
    if (token === undefined) throw notLinked();
    return token;
  };
  const attempt = async <T>({ api, send, answer, as }: Call<T>, token: string): Promise<T> => {
    const auth = as === undefined ? withTenantToken(token) : withUserAccessToken(token);
    const parsed = answer.safeParse(await send(sdk, auth));
    if (!parsed.success) throw unreadable(api);
    return parsed.data;
  };
  return {
    async call(call) {
      const { api, repeatable, as, within } = call;
      // Had before the call's turn comes, so that the request leaves when the limit counts it.
      let token = await tokenOf(as);
      try {
        return await queue.run(api, () => attempt(call, token), { repeatable, within });
      } catch (error) {
        if (!isTokenRejected(error)) throw error;
        // What a rejected token asked for has not been done, so even a write may be sent again.
        token = await tokenOf(as, token);
        return await queue.run(api, () => attempt(call, token), { repeatable, within });
      }
    },
  };
}

const notLinked = (): PlatformError =>
  new PlatformError("unauthorised", "The colleague's account is not linked any more.", {
    code: NOT_LINKED,
    hint: "The colleague has to link the account again.",
  });

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
