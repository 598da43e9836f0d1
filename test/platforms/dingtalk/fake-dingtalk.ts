import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";

/** What a route answers: a status with a body (text is sent as it is), or nothing at all. */
export type Reply = { readonly status?: number; readonly body?: unknown } | "hang" | "cut";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

export interface Ack {
  readonly code: number;
  readonly messageId: string;
  readonly data: unknown;
}

/** The credentials that this DingTalk knows; tests look for the secret where it must not be. */
export const APP = { clientId: "dingfakeapp", clientSecret: "s3cret-that-nobody-may-see" };
export const TICKET = "ticket-that-nobody-may-see";

/**
 * The least of DingTalk that a test needs, over real HTTP and WebSocket: routes answer what a test tells them to,
 * the gateway hands out connections, and everything that was asked is kept.
 */
export async function startFakeDingTalk() {
  const routes = new Map<string, (request: Received) => Reply>();
  const received: Received[] = [];
  const acks: Ack[] = [];
  const live = new Set<WebSocket>();
  const held = new Set<Duplex>();
  let opened = 0;
  /** How upgrades are answered, and whether pings are. */
  const stream: { upgrade: "accept" | "refuse" | "hang"; answersPings: boolean } = {
    upgrade: "accept",
    answersPings: true,
  };

  const http = createServer(async (incoming, response) => {
    const url = new URL(incoming.url ?? "/", "http://fake");
    const request: Received = {
      method: incoming.method ?? "",
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      body: parsed(await textOf(incoming)),
    };
    received.push(request);
    const route = routes.get(`${request.method} ${request.path}`);
    answer(response, route ? route(request) : { body: { errcode: 404, errmsg: "请求的URI地址不存在" } });
  });

  const answering = new WebSocketServer({ noServer: true });
  const mute = new WebSocketServer({ noServer: true, autoPong: false });
  http.on("upgrade", (request, socket: Duplex, head) => {
    held.add(socket);
    socket.on("close", () => held.delete(socket));
    socket.on("error", () => socket.destroy());
    if (stream.upgrade === "refuse")
      return void socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    if (stream.upgrade === "hang") return;
    const server = stream.answersPings ? answering : mute;
    server.handleUpgrade(request, socket, head, (connection) => {
      opened += 1;
      live.add(connection);
      connection.on("error", () => connection.terminate());
      connection.on("close", () => live.delete(connection));
      connection.on("message", (data) => {
        const frame = parsed(String(data)) as { code: number; headers: { messageId: string }; data: string };
        acks.push({ code: frame.code, messageId: frame.headers.messageId, data: parsed(frame.data) });
      });
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  const on = (method: string, path: string, reply: Reply | ((request: Received) => Reply)) => {
    routes.set(`${method} ${path}`, typeof reply === "function" ? reply : () => reply);
  };
  on("POST", "/v1.0/oauth2/accessToken", { body: { accessToken: "tok-1", expireIn: 7200 } });
  on("POST", "/v1.0/gateway/connections/open", {
    body: { endpoint: `${base.replace("http", "ws")}/connect`, ticket: TICKET },
  });
  on("POST", "/topapi/v2/user/get", ({ body }) => {
    const { userid } = body as { userid: string };
    return {
      body: { errcode: 0, errmsg: "ok", result: { userid, unionid: `union-${userid}`, name: "阿明" } },
    };
  });

  const send = (frame: unknown) => {
    const text = typeof frame === "string" ? frame : JSON.stringify(frame);
    for (const connection of live) connection.send(text);
  };
  return {
    base,
    on,
    stream,
    received,
    acks,
    live,
    get opened() {
      return opened;
    },
    /** How often a path was asked. */
    count: (path: string) => received.filter((request) => request.path === path).length,
    last: (path: string) => received.findLast((request) => request.path === path),
    /** Sends a frame, or any text, down every live connection. */
    send,
    /** Pushes a callback; returns its frame's id. */
    push(topic: string, payload: unknown, id = `frame-${randomUUID()}`) {
      const data = typeof payload === "string" ? payload : JSON.stringify(payload);
      send({ specVersion: "1.0", type: "CALLBACK", headers: { topic, messageId: id }, data });
      return id;
    },
    drop() {
      for (const connection of live) connection.terminate();
    },
    async close() {
      for (const connection of live) connection.terminate();
      for (const socket of held) socket.destroy();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

export type FakeDingTalk = Awaited<ReturnType<typeof startFakeDingTalk>>;

function answer(response: ServerResponse, reply: Reply): void {
  if (reply === "hang") return;
  if (reply === "cut") return void response.destroy();
  const { status = 200, body } = reply;
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json;charset=utf-8" }).end(text);
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of incoming) text += chunk;
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
