import type { HttpInstance } from "@larksuiteoapi/node-sdk";
import { z } from "zod";
import type { PlatformError } from "../../core/errors.ts";
import { maybe } from "./client.ts";
import { isAppRefused, unreadable } from "./errors.ts";

/** What `POST /callback/ws/endpoint` answers: where to connect, and how to behave (`ClientConfig`, in seconds). */
const answer = z.object({
  data: z.object({
    URL: z.string().regex(/^wss?:\/\//),
    ClientConfig: maybe(z.record(z.string(), z.unknown())),
  }),
});

export interface EndpointOptions {
  readonly http: HttpInstance;
  /** Aborts the question that is under way. */
  readonly signal: AbortSignal;
  /** Told where the connection will go. */
  readonly onAddress: (url: string) => void;
  /** Told when the app itself is not accepted. */
  readonly onRefused: (error: PlatformError) => void;
}

const isHttps = (url: unknown): boolean => typeof url === "string" && url.startsWith("https:");

/** The SDK stops for good on any code but 0 and 1000040343; 514 is "authentication failed". */
const STOP = { code: 514, msg: "the app is not accepted", data: {} };

/**
 * The HTTP client that the SDK's long connection asks for its address. It stands between them because the SDK gives
 * up for ever on passing troubles ("system busy", too many connections), tries for ever where the app is refused
 * without `data`, and breaks on an answer without `ClientConfig`.
 */
export function createEndpointHttp({ http, signal, onAddress, onRefused }: EndpointOptions): HttpInstance {
  const request = async (options: Parameters<HttpInstance["request"]>[0]): Promise<unknown> => {
    const abort = new AbortController();
    const onAbort = () => abort.abort(signal.reason);
    signal.addEventListener("abort", onAbort);
    const asked = { ...options, signal: abort.signal };
    const found = await http
      .request(asked)
      .catch((error: unknown) => {
        // Whatever is thrown from here the SDK tries again; what is answered with a code ends it.
        if (!isAppRefused(error)) throw error;
        onRefused(error);
        return STOP;
      })
      .finally(() => signal.removeEventListener("abort", onAbort));
    if (found === STOP) return STOP;
    const parsed = answer.safeParse(found);
    if (!parsed.success) throw unreadable("POST /callback/ws/endpoint");
    const { URL: url, ClientConfig: config = {} } = parsed.data.data;
    // Who asks by HTTPS is not led to where the key, and what people write, could be read on the way.
    if (isHttps(options.url) && !url.startsWith("wss:")) throw unreadable("POST /callback/ws/endpoint");
    onAddress(url);
    return { code: 0, data: { URL: url, ClientConfig: config } };
  };
  return { request } as unknown as HttpInstance;
}
