import type { IncomingHttpHeaders } from "node:http";

/** A request as an API's handler sees it. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Answers with JSON (or a `Response` of its own), or throws one of the vendor's errors. */
export type Handler = (call: Call) => unknown;
/** Handlers by the API's name in the coverage list. */
export type Handlers = Readonly<Record<string, Handler>>;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const asRecord = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
/** The text, or undefined where it is missing, empty or something else. */
export const asText = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
