import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../../core/clock.ts";
import { ApiError } from "./errors.ts";
import type { Call } from "./request.ts";

/** "x-client-token … 有效期 1 天". */
const REMEMBERED_MS = 86_400_000;

interface Remembered {
  readonly request: unknown;
  readonly answer: unknown;
  readonly expiresMs: number;
}

/** The APIs whose pages have an `x-client-token`. That of rooms has none. */
const WITH_TOKEN: ReadonlySet<string> = new Set([
  "calendar.events.create",
  "calendar.events.update",
  "calendar.events.delete",
  "calendar.attendees.add",
  "calendar.attendees.remove",
]);

/** Requests with an `x-client-token`: the same one again gets the first one's answer and does nothing. */
export class Idempotency {
  readonly #answers = new Map<string, Remembered>();
  readonly #underway = new Set<string>();

  constructor(readonly clock: Clock) {}

  /** Refuses a request while the same one is being carried out. What is returned is called when this one has been. */
  begin(api: string, { "x-client-token": token }: Call["headers"]): () => void {
    if (token === undefined || !WITH_TOKEN.has(api)) return () => {};
    const key = `${api} ${String(token)}`;
    if (this.#underway.has(key)) throw new ApiError(400, "idempotencyProcessing", "Idempotency processing");
    this.#underway.add(key);
    return () => this.#underway.delete(key);
  }

  /** Runs `act` unless this very request was answered within a day. A refused request is not remembered. */
  once(api: string, call: Call, act: () => unknown): unknown {
    const token = call.headers["x-client-token"];
    if (token === undefined) return act();
    const key = `${api} ${String(token)}`;
    const request = { params: call.params, body: call.body };
    const known = this.#answers.get(key);
    if (known && this.clock.now() < known.expiresMs) {
      if (isDeepStrictEqual(known.request, request)) return known.answer;
      throw new ApiError(
        400,
        "IdempotentParameterMismatch",
        "The request uses the same client token as a previous, but non-identical request. Do not reuse a client token with different requests, unless the requests are identical.",
      );
    }
    const answer = act();
    this.#answers.set(key, { request, answer, expiresMs: this.clock.now() + REMEMBERED_MS });
    return answer;
  }
}
