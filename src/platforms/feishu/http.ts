import type { HttpInstance } from "@larksuiteoapi/node-sdk";
import axios, { type InternalAxiosRequestConfig, isAxiosError } from "axios";
import { deadline } from "../../outbound/deadline.ts";
import { noAnswer } from "../../outbound/no-answer.ts";
import { errorOf } from "./errors.ts";

/** More than any answer of the APIs used here by far. */
const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;

/**
 * The HTTP client that the SDK sends through. It answers with the body of a success; everything else becomes a
 * `PlatformError` here, so that neither of the SDK's two error shapes (a resolved body with a code, a rejected error
 * of the HTTP client, which holds the request with its token) is ever seen further up or in a log.
 * Goes through HTTPS_PROXY and NO_PROXY; follows no redirect. `timeoutMs` bounds the whole request.
 */
export function createHttp(timeoutMs: number): HttpInstance {
  const instance = axios.create({
    adapter: "http",
    maxRedirects: 0,
    maxContentLength: LARGEST_ANSWER_BYTES,
    timeout: timeoutMs,
    validateStatus: () => true,
  });
  instance.interceptors.request.use((config) => {
    // `timeout` starts again whenever a byte comes; the signal does not.
    config.signal = deadline(timeoutMs, config.signal as AbortSignal | undefined);
    // The SDK gives each GET and DELETE a body of `{}`, which some proxies refuse (larksuite/node-sdk#153).
    if (/^(get|delete)$/i.test(config.method ?? "") && isEmpty(config.data)) delete config.data;
    return config;
  });
  instance.interceptors.response.use(
    (response) => {
      const { status, data: body, headers } = response;
      const error = errorOf({ status, headers, body }, whatOf(response.config));
      if (error) throw error;
      return body;
    },
    (error: unknown) => {
      throw isAxiosError(error)
        ? noAnswer("Feishu", error.code ?? "no code", whatOf(error.config))
        : noAnswer("Feishu", error instanceof Error ? error.name : "no code", whatOf(undefined));
    },
  );
  // The SDK's type says that the body is what comes back, which the interceptor makes true.
  return instance as unknown as HttpInstance;
}

/** `GET /open-apis/vc/v1/rooms`: no query, no host. */
function whatOf(config: InternalAxiosRequestConfig | undefined): string {
  const url = config?.url ?? "";
  const path = URL.canParse(url) ? new URL(url).pathname : "";
  return `${(config?.method ?? "request").toUpperCase()} ${path}`.trim();
}

const isEmpty = (data: unknown): boolean =>
  typeof data === "object" && data !== null && Object.keys(data).length === 0;
