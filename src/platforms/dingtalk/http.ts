import axios, { isAxiosError } from "axios";
import { deadline } from "../../outbound/deadline.ts";
import { noAnswer } from "../../outbound/no-answer.ts";
import type { VendorAnswer } from "./errors.ts";
import { parseJson } from "./json.ts";

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What is asked, in a few words, for error messages. */
  readonly what: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** More than any answer of the APIs used here by far. */
const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;

const client = axios.create({
  adapter: "http",
  maxRedirects: 0,
  maxContentLength: LARGEST_ANSWER_BYTES,
  responseType: "text",
  transformResponse: (text: unknown) => text,
  validateStatus: () => true,
});

/**
 * One request and its answer, whatever it says: nothing is judged here. Goes through HTTPS_PROXY; follows no redirect.
 * @throws {PlatformError} `unreachable` or `unknown` when no answer came. Never an error of the HTTP client, which
 * would carry the request's tokens into a log.
 */
export async function exchange(request: HttpRequest): Promise<VendorAnswer> {
  const { method, url, query, headers, body, what, timeoutMs, signal } = request;
  try {
    const response = await client.request<unknown>({
      method,
      url,
      ...(query && { params: query }),
      headers: { Accept: "application/json", ...headers },
      ...(body !== undefined && { data: body }),
      signal: deadline(timeoutMs, signal),
    });
    return { status: response.status, body: bodyOf(response.data) };
  } catch (error) {
    throw noAnswer("DingTalk", codeOf(error), what);
  }
}

function bodyOf(text: unknown): unknown {
  if (typeof text !== "string" || text.trim() === "") return "";
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

const codeOf = (error: unknown): string => {
  if (isAxiosError(error)) return error.code ?? "no code";
  return error instanceof Error ? error.name : "no code";
};
