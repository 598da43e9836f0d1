import { randomUUID } from "node:crypto";
import type { Clock } from "../../core/clock.ts";
import { invalidParameter } from "./errors.ts";
import { asList, asRecord, asText, type Call, type Handlers } from "./request.ts";
import { badCredentials, type Tokens } from "./tokens.ts";

/** "ticket 有效期 90 秒，且只能建立一个连接" (Stream mode protocol access description). */
const TICKET_MS = 90_000;

/** What a connection has asked to be told. */
export interface Subscription {
  readonly type: string;
  readonly topic: string;
}

/** The tickets that are out: each opens one connection, for 90 seconds. */
export class Tickets {
  readonly #out = new Map<
    string,
    { readonly expiresMs: number; readonly subscriptions: readonly Subscription[] }
  >();

  constructor(readonly clock: Clock) {}

  issue(subscriptions: readonly Subscription[]): string {
    const ticket = randomUUID();
    this.#out.set(ticket, { expiresMs: this.clock.now() + TICKET_MS, subscriptions });
    return ticket;
  }

  /** What the ticket's holder subscribed to; undefined where it is unknown, used or too old. */
  redeem(ticket: string): readonly Subscription[] | undefined {
    const found = this.#out.get(ticket);
    this.#out.delete(ticket);
    return found && this.clock.now() < found.expiresMs ? found.subscriptions : undefined;
  }
}

/** `base` is asked when it is needed, since the port is not known before the server listens. */
export const gatewayHandlers = (tokens: Tokens, tickets: Tickets, base: () => string): Handlers => ({
  "gateway.connections.open": (call) => {
    if (!tokens.knows(call.body.clientId, call.body.clientSecret)) throw badCredentials();
    const subscriptions = readSubscriptions(call);
    const answer = {
      endpoint: `${base().replace(/^http/, "ws")}/connect`,
      ticket: tickets.issue(subscriptions),
    };
    return wantsJson(call) ? answer : asXml(answer);
  },
});

function readSubscriptions({ body }: Call): Subscription[] {
  const subscriptions = asList(body.subscriptions).map((one) => {
    const type = asText(asRecord(one).type);
    const topic = asText(asRecord(one).topic);
    if (!type || !topic) throw invalidParameter("subscriptions: type and topic must be provided.");
    return { type, topic };
  });
  if (subscriptions.length === 0) throw invalidParameter("subscriptions must be provided.");
  return subscriptions;
}

/** Anything but exactly `Accept: application/json` gets XML, as the vendor's own SDK warns. */
const wantsJson = ({ headers }: Call): boolean =>
  headers.accept?.split(";")[0]?.trim().toLowerCase() === "application/json";

const asXml = ({ endpoint, ticket }: { endpoint: string; ticket: string }): Response =>
  new Response(
    `<?xml version="1.0" encoding="UTF-8"?><result><endpoint>${endpoint}</endpoint><ticket>${ticket}</ticket></result>`,
    { headers: { "content-type": "application/xml;charset=utf-8" } },
  );
