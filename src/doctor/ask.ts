import axios, { isAxiosError } from "axios";
import type { Clock } from "../core/clock.ts";
import { deadline } from "../outbound/deadline.ts";

export interface Question {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What came back, whatever it says. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** Parsed JSON, or the text where it was none. */
  readonly body: unknown;
  /** How far this machine's clock is ahead of the one that answered, to a second; absent where that did not tell. */
  readonly aheadMs?: number;
}

/** Nobody answered. Never the HTTP client's own error, which holds the request with its secrets. */
export class NoAnswer extends Error {
  constructor(
    /** Node's or the HTTP client's; `TIMEOUT`: not in time. */
    readonly code: string,
    /** Who was asked: `api.dingtalk.com:443`. */
    readonly host: string,
  ) {
    super(`${host}: ${code}`);
  }
}

export type Ask = (question: Question) => Promise<Answer>;

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
 * Asks once, with `timeoutMs` for all of it: what the bot would try again is what somebody wants to be told of here.
 * Goes through HTTPS_PROXY and trusts NODE_EXTRA_CA_CERTS as the bot does.
 * @throws {NoAnswer}
 */
export function createAsk(clock: Clock, timeoutMs: number): Ask {
  return async ({ method, url, query, headers, body }) => {
    const askedMs = clock.now();
    const signal = deadline(timeoutMs);
    try {
      const response = await client.request<unknown>({
        method,
        url,
        ...(query && { params: query }),
        headers: { Accept: "application/json", ...headers },
        ...(body !== undefined && { data: body }),
        signal,
      });
      const aheadMs = aheadOf(response.headers.date, (askedMs + clock.now()) / 2);
      return {
        status: response.status,
        headers: response.headers,
        body: parsed(response.data),
        ...(aheadMs !== undefined && { aheadMs }),
      };
    } catch (error) {
      throw new NoAnswer(signal.aborted ? "TIMEOUT" : codeOf(error), hostOf(url));
    }
  };
}

/** The header tells whole seconds: its instant is half a second later on the average. */
function aheadOf(date: unknown, atMs: number): number | undefined {
  const theirsMs = typeof date === "string" ? Date.parse(date) + 500 : Number.NaN;
  return Number.isFinite(theirsMs) ? atMs - theirsMs : undefined;
}

function parsed(text: unknown): unknown {
  if (typeof text !== "string" || text.trim() === "") return "";
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const codeOf = (error: unknown): string => {
  if (isAxiosError(error)) return error.code ?? "no code";
  return error instanceof Error ? error.name : "no code";
};

/** With the port, as whoever opens a firewall needs it. */
function hostOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port || (protocol === "https:" ? "443" : "80")}`;
}
