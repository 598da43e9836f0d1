import { type Context, Hono } from "hono";
import { NEVER } from "../faults.ts";
import { hangUp, type LoopbackEnv } from "../loopback.ts";
import type { SandboxGround } from "../sandbox.ts";
import type { TracedCall } from "../trace.ts";
import { COVERAGE, type CoverageRow } from "./coverage.ts";
import {
  ApiError,
  gatewayTimeout,
  invalidParameter,
  OapiError,
  oapiPermissionMissing,
  oapiRequestId,
  permissionMissing,
} from "./errors.ts";
import type { Idempotency } from "./idempotency.ts";
import { isMetered, type Limits, monthUsedUp, repliedTooOften, throttled } from "./limits.ts";
import { type Call, type Handler, type Handlers, isRecord } from "./request.ts";
import type { Switches } from "./switches.ts";
import type { Tokens } from "./tokens.ts";

const SLOW_MS = 3_000;
/** What DingTalk's edge answers to an address that called far too often: no API's shape. */
const EDGE_PAGE =
  "<!DOCTYPE html><html><head><title>405</title></head><body>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</body></html>";

/** What every request passes through before its handler. */
export interface Chain {
  readonly ground: SandboxGround;
  readonly tokens: Tokens;
  readonly limits: Limits;
  readonly switches: Switches;
  readonly idempotency: Idempotency;
}

/** The HTTP side of DingTalk: each imitated API behind trace → fault → auth → limit. */
export function dingTalkApp(chain: Chain, handlers: Handlers): Hono<LoopbackEnv> {
  const app = new Hono<LoopbackEnv>();
  for (const row of COVERAGE) {
    const handler = handlers[row.api];
    if (handler)
      app.on(row.method, row.path, (c) => traced(chain, row, c, () => answer(chain, row, handler, c)));
  }
  app.all("/topapi/*", (c) => c.json(unknownMethod(new URL(c.req.url).pathname)));
  app.notFound((c) => c.json({ errcode: 404, errmsg: "请求的URI地址不存在" }, 200));
  return app;
}

/** What became of a call: its answer, with the vendor's code where it is a refusal. */
interface Outcome {
  readonly response: Response;
  readonly code?: string;
  /** The caller never sees the response: the connection ends, or is left open. */
  readonly lost?: "cut" | "held";
}

async function traced(
  { ground }: Chain,
  row: CoverageRow,
  c: Context<LoopbackEnv>,
  run: () => Promise<Outcome>,
): Promise<Response> {
  const atMs = performance.now();
  const { response, code, lost } = await run();
  if (lost === "cut") hangUp(c);
  const call: TracedCall = { vendor: "dingtalk", api: row.api, atMs, status: lost ? 0 : response.status };
  ground.trace.record(code === undefined ? call : { ...call, code });
  if (lost === "held") return NEVER;
  await ground.latency?.pass();
  return response;
}

async function answer(
  chain: Chain,
  row: CoverageRow,
  handler: Handler,
  c: Context<LoopbackEnv>,
): Promise<Outcome> {
  const { ground, tokens, limits, switches, idempotency } = chain;
  const fault = ground.faults.strike("dingtalk", row.api);
  if (fault?.kind === "lost-request") return { response: new Response(), lost: "cut", code: fault.kind };
  if (fault?.kind === "held-request") return { response: new Response(), lost: "held", code: fault.kind };
  if (fault?.kind === "garbage") {
    const headers = { "content-type": "text/html;charset=utf-8" };
    return { response: new Response(EDGE_PAGE, { headers }), code: fault.kind };
  }
  if (fault?.kind === "expired-token") tokens.revoke();
  let done = (): void => {};
  try {
    // Read before anything is waited for: whoever asked may be gone by then, and it is carried out all the same.
    const text = await c.req.text();
    done = idempotency.begin(row.api, c.env.incoming.headers);
    if (fault?.kind === "slow") await ground.clock.sleep(fault.delayMs ?? SLOW_MS);
    if (fault?.kind === "throttle") throw isWebhook(row) ? repliedTooOften() : throttled(row.host);
    if (fault?.kind === "server-error") throw serverError(row);
    const call = readCall(row, c, text);
    if (row.auth === "token") tokens.check(row.host, call);
    if (row.scope && switches.missingScopes.has(row.scope)) {
      throw row.host === "api" ? permissionMissing(row.scope) : oapiPermissionMissing(row.scope);
    }
    if (!isWebhook(row)) limits.api(row.host, row.api);
    if (switches.isMonthUsedUp && isMetered(row.api)) throw monthUsedUp();
    const result = await handler(call);
    if (fault?.kind === "gateway-timeout") throw gatewayTimeout(row.host);
    const response = result instanceof Response ? result : json(200, result);
    if (fault?.kind === "lost-answer") return { response, lost: "cut", code: fault.kind };
    if (fault?.kind === "held-answer") return { response, lost: "held", code: fault.kind };
    return { response };
  } catch (error) {
    if (error instanceof ApiError) return { response: json(error.status, error.body()), code: error.code };
    if (error instanceof OapiError) return { response: json(200, error.body()), code: String(error.errcode) };
    throw error;
  } finally {
    done();
  }
}

/** Replies through a session have a limit of their own, counted by chat in the handler. */
const isWebhook = (row: CoverageRow): boolean => row.api === "robot.sendBySession";

function readCall(row: CoverageRow, c: Context<LoopbackEnv>, text: string): Call {
  return {
    params: c.req.param(),
    query: c.req.query(),
    headers: c.env.incoming.headers,
    body: readBody(row, c.req.header("content-type") ?? "", text),
  };
}

function readBody(row: CoverageRow, contentType: string, text: string): Record<string, unknown> {
  if (text === "") return {};
  if (row.host === "oapi" && contentType.startsWith("application/x-www-form-urlencoded")) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    const body: unknown = JSON.parse(text);
    if (isRecord(body)) return body;
  } catch {
    // Falls through to the refusal, as any other body that is no object.
  }
  throw row.host === "api"
    ? invalidParameter("The request body is not valid JSON.")
    : new OapiError(40035, "缺少参数 json");
}

const json = (status: number, body: unknown): Response =>
  new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json;charset=utf-8" },
  });

const serverError = (row: CoverageRow): ApiError | OapiError =>
  row.host === "api" ? new ApiError(500, "system.error", "System Error") : new OapiError(-1, "系统繁忙");

const unknownMethod = (path: string) => {
  const reason = `不合法ApiName，ApiName = ${path.slice(1).replaceAll("/", ".")}`;
  return {
    errcode: 22,
    sub_msg: reason,
    errmsg: `Invalid method[submsg=${reason}]`,
    request_id: oapiRequestId(),
  };
};
