import { setTimeout as delay } from "node:timers/promises";
import { type Context, Hono } from "hono";
import { NEVER } from "../faults.ts";
import { hangUp, type LoopbackEnv } from "../loopback.ts";
import type { Colleague } from "../office.ts";
import type { SandboxGround } from "../sandbox.ts";
import { SlidingWindows } from "../sliding-window.ts";
import type { Tokens } from "./auth.ts";
import { COVERAGE, type CoverageRow } from "./coverage.ts";
import { internalError, Refusal, refusal, scopeMissing, scopeNotGranted, throttled } from "./errors.ts";
import type { Ids } from "./ids.ts";
import { type Limits, windowsOf } from "./limits.ts";
import { readMultipart } from "./multipart.ts";
import { OAuthRefusal, oauthRefusal } from "./oauth-errors.ts";
import { hasAny } from "./scopes.ts";
import type { Switches } from "./switches.ts";

/** A request that has passed the gateway. */
export interface ApiCall {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The JSON body, or a form's fields (files as `Blob`s) where the API reads forms; `{}` where there is none, or of another kind. */
  readonly body: Readonly<Record<string, unknown>>;
  /** In whose name it is made; absent: in the app's own. */
  readonly user?: Colleague;
  /** The header as it came. */
  readonly authorization?: string;
}

/** Answers with what goes into `data`, with a `Flat` body or a `Page`; refuses by throwing a `Refusal`. */
type Handler = (call: ApiCall) => unknown;
export type Handlers = Readonly<Record<string, Handler>>;

/** An answer that is the whole body, as some old APIs give. */
export class Flat {
  constructor(readonly body: object) {}
}

/** An answer that is for a person's browser. */
export class Page {
  constructor(readonly html: string) {}
}

export interface Gateway {
  readonly ground: SandboxGround;
  readonly tokens: Tokens;
  readonly limits: Limits;
  readonly switches: Switches;
  readonly ids: Ids;
}

/** Every route of the coverage table, behind one chain: trace → fault → token → scope → limit → handler. */
export function serveApis(gateway: Gateway, handlers: Handlers): Hono<LoopbackEnv> {
  const app = new Hono<LoopbackEnv>();
  const windows = new SlidingWindows();
  // An unknown path, or a known one with another method, is answered by the HTTP router and not as JSON.
  const nowhere = (c: Context<LoopbackEnv>): Response => {
    gateway.ground.trace.record({ vendor: "feishu", api: "unknown", atMs: performance.now(), status: 404 });
    return c.text("404 page not found", 404);
  };
  app.notFound(nowhere);
  for (const row of COVERAGE) {
    const handler = handlers[row.api];
    if (row.coverage === "absent") app.on(row.method, row.path, nowhere);
    else if (handler) app.on(row.method, row.path, (c) => pass(gateway, windows, row, handler, c));
  }
  return app;
}

async function pass(
  { ground, tokens, limits, switches, ids }: Gateway,
  windows: SlidingWindows,
  row: CoverageRow,
  handler: Handler,
  c: Context<LoopbackEnv>,
): Promise<Response> {
  const atMs = performance.now();
  const record = (status: number, code?: unknown): void =>
    ground.trace.record({
      vendor: "feishu",
      api: row.api,
      atMs,
      status,
      ...(code ? { code: String(code) } : {}),
    });
  const fault = ground.faults.strike("feishu", row.api);
  if (fault?.kind === "slow") await delay(fault.delayMs ?? 1_000);
  if (fault?.kind === "lost-request") {
    record(0);
    hangUp(c);
    return c.body(null);
  }
  if (fault?.kind === "held-request") {
    record(0);
    return NEVER;
  }
  if (fault?.kind === "garbage") {
    record(200);
    return c.html("<html><body>Bad gateway</body></html>");
  }

  const logId = `${ids.digits(14)}${ids.hex(20).toUpperCase()}`;
  c.header("X-Tt-Logid", logId);
  let status = 200;
  let body: Readonly<Record<string, unknown>>;
  let html: string | undefined;
  try {
    if (fault?.kind === "throttle") throw throttled(limits.perSecond, 1_000);
    if (fault?.kind === "server-error")
      throw row.path.startsWith("/oauth/") ? oauthRefusal(20050) : internalError(row.path);
    const authorization = c.req.header("authorization");
    if (fault?.kind === "expired-token") tokens.expire(authorization);
    const access = row.token === "none" ? undefined : tokens.check(authorization, row.token ?? "tenant");
    if (access) checkGranted(row, access.scopes);
    else if (row.scopes && !isGranted(row.api, row.scopes, switches))
      throw scopeMissing(tokens.app.id, row.scopes);
    const tooSoon = windows.admit(row.api, windowsOf(row.api, limits));
    if (tooSoon)
      throw throttled(tooSoon.waitMs > 1_000 ? limits.perMinute : limits.perSecond, tooSoon.waitMs);
    const answer = await handler({
      params: c.req.param() as Record<string, string>,
      query: new URL(c.req.url).searchParams,
      body: await readBody(c, row),
      ...(access ? { user: access.colleague } : {}),
      ...(authorization === undefined ? {} : { authorization }),
    });
    if (answer instanceof Page) html = answer.html;
    body = answer instanceof Flat ? { ...answer.body } : { code: 0, msg: "success", data: answer ?? {} };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    status = error.status;
    for (const [name, value] of Object.entries(error.headers)) c.header(name, value);
    body = envelope(row, error, logId);
  }
  record(status, body.code || body.error);
  if (fault?.kind === "held-answer") return NEVER;
  if (fault?.kind === "lost-answer") hangUp(c);
  await ground.latency?.pass();
  return html === undefined ? c.json(body, status as 200) : c.html(html);
}

/** The app has to have one of them. */
const isGranted = (api: string, scopes: readonly string[], switches: Switches): boolean =>
  !switches.ungrantedApis.has(api) && hasAny(scopes, switches);

/** The colleague has to have granted one of the API's scopes. */
function checkGranted({ scopes }: CoverageRow, granted: readonly string[]): void {
  if (scopes && !scopes.some((scope) => granted.includes(scope))) throw scopeNotGranted(scopes);
}

function envelope(row: CoverageRow, refused: Refusal, logId: string): Readonly<Record<string, unknown>> {
  const { code, message, details } = refused;
  if (refused instanceof OAuthRefusal) return refused.body;
  if (row.api === "ws.endpoint") return { code, msg: message, data: {} };
  if (code === 99991400) return { code, msg: message };
  const troubleshooter = `排查建议查看(Troubleshooting suggestions): https://open.feishu.cn/search?from=openapi&log_id=${logId}&code=${code}&method_id=${row.api}`;
  return { code, msg: message, error: { log_id: logId, troubleshooter, ...details } };
}

async function readBody(
  c: Context<LoopbackEnv>,
  { readsForms }: CoverageRow,
): Promise<Readonly<Record<string, unknown>>> {
  if (c.req.method === "GET") return {};
  const type = c.req.header("content-type") ?? "";
  if (readsForms && /^application\/x-www-form-urlencoded\b/i.test(type)) {
    return Object.fromEntries(new URLSearchParams(await c.req.text()));
  }
  if (/^multipart\/form-data\b/i.test(type))
    return readMultipart(type, new Uint8Array(await c.req.arrayBuffer()));
  if (!/^application\/json\b/i.test(type)) return {};
  const text = await c.req.text();
  if (text === "") return {};
  const body: unknown = parse(text);
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw refusal(9499);
  return body as Record<string, unknown>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal(9499);
  }
}
