import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import type { Context, Env, Hono } from "hono";
import { type WebSocket, WebSocketServer } from "ws";

/** What a hono app that is served on loopback finds in `c.env`. */
export type LoopbackEnv = { Bindings: HttpBindings };

/** A client that asks to speak WebSocket: `accept` it or `refuse` it, once. */
export interface Upgrade {
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  accept(): Promise<WebSocket>;
  /** Answers with plain HTTP and closes. */
  refuse(status: number, body?: string, headers?: Readonly<Record<string, string>>): void;
}

/** A real server on a free port of 127.0.0.1. */
export interface Loopback {
  /** `http://127.0.0.1:<port>`; a WebSocket's address is the same with `ws:`. */
  readonly base: string;
  /** Who decides about upgrades; without it each is refused with 404. */
  onUpgrade(handler: (upgrade: Upgrade) => void | Promise<void>): void;
  /** Stops listening and ends every live socket at once. */
  close(): Promise<void>;
}

/** Serves `app` on loopback and nowhere else. */
export async function serveOnLoopback<E extends Env & LoopbackEnv>(app: Hono<E>): Promise<Loopback> {
  const server = createAdaptorServer({ fetch: (request, env) => app.fetch(request, env) });
  const sockets = new Set<Duplex>();
  const webSockets = new WebSocketServer({ noServer: true });
  let decide: ((upgrade: Upgrade) => void | Promise<void>) | undefined;

  server.on("connection", (socket: Duplex) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const upgrade: Upgrade = {
      url: new URL(request.url ?? "/", "http://127.0.0.1"),
      headers: request.headers,
      accept: () => new Promise((resolve) => webSockets.handleUpgrade(request, socket, head, resolve)),
      refuse: (status, body = "", headers = {}) => refuse(socket, status, body, headers),
    };
    if (decide) void decide(upgrade);
    else upgrade.refuse(404);
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });

  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    onUpgrade: (handler) => {
      decide = handler;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Cuts the connection that a request came on, without an answer. What the handler returns afterwards reaches nobody. */
export function hangUp<E extends LoopbackEnv>(c: Context<E>): void {
  c.env.incoming.socket.destroy();
}

function refuse(
  socket: Duplex,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>>,
): void {
  const lines = Object.entries({
    "content-length": Buffer.byteLength(body),
    connection: "close",
    ...headers,
  });
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
      ...lines.map(([name, value]) => `${name}: ${value}`),
      "",
      body,
    ].join("\r\n"),
  );
}
