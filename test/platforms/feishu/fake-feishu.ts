import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { decodeFrame, encodeFrame, type Frame } from "./frame.ts";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Record<string, unknown>;
  readonly rawBody: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** JSON, or a string sent as it is. */
  readonly body: unknown;
}

type Handler = (asked: Asked) => Answer | "hang" | "reset";

export const ok = (data: unknown = {}): Answer => ({ body: { code: 0, msg: "success", data } });
export const no = (status: number, code: number, msg: string, error?: unknown): Answer => ({
  status,
  body: { code, msg, ...(error !== undefined && { error }) },
});

export const APP = { id: "cli_00112233445566aa", secret: "sEcReT-0123456789abcdef" };

/** As much of Feishu as one test needs: what is not told to answer is a 404 in plain text, as it is there. */
export async function startFakeFeishu() {
  const handlers = new Map<string, Handler>();
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  let tokens = 0;

  const server = createServer((request, response) => void serve(request, response));
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? "", "http://fake");
    const rawBody = Buffer.concat(chunks).toString();
    const one: Asked = {
      method: request.method ?? "",
      path: decodeURIComponent(url.pathname).replace(/^\/open-apis/, ""),
      query: url.searchParams,
      headers: request.headers,
      body: rawBody.startsWith("{") ? JSON.parse(rawBody) : {},
      rawBody,
    };
    asked.push(one);
    const answer = handlers.get(`${one.method} ${one.path}`)?.(one) ?? {
      status: 404,
      headers: { "content-type": "text/plain" },
      body: "404 page not found",
    };
    if (answer === "hang") return;
    if (answer === "reset") {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status ?? 200, {
      "content-type": "application/json; charset=utf-8",
      ...answer.headers,
    });
    response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
  };

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  const on = (route: string, handler: Handler) => void handlers.set(route, handler);
  const tokenAnswer = (): Answer => ({
    body: { code: 0, msg: "ok", tenant_access_token: `t-g1044${"x".repeat(20)}${++tokens}`, expire: 7200 },
  });
  on("POST /auth/v3/tenant_access_token/internal", tokenAnswer);
  on("GET /bot/v3/info", () => ({
    body: { code: 0, msg: "ok", bot: { open_id: "ou_bot", app_name: "会议室" } },
  }));

  const gateway = createGateway(port);
  on("POST /callback/ws/endpoint", () => gateway.endpoint());
  server.on("upgrade", gateway.upgrade);

  return {
    origin: `http://127.0.0.1:${port}`,
    gateway,
    asked,
    on,
    tokenAnswer,
    /** How often a route was asked. */
    count: (route: string) => asked.filter(({ method, path }) => `${method} ${path}` === route).length,
    calls: (route: string) => asked.filter(({ method, path }) => `${method} ${path}` === route),
    openSockets: () => sockets.size,
    async close() {
      gateway.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a ping is answered with. Seconds. */
const SETTINGS = { ReconnectCount: -1, ReconnectInterval: 0.03, ReconnectNonce: 0.01, PingInterval: 0.05 };

/** The gateway of the long connection. What it answers can be changed at any time. */
function createGateway(port: number) {
  const wss = new WebSocketServer({ noServer: true });
  const connections: WebSocket[] = [];
  const frames: Frame[] = [];
  const raw = new Set<Duplex>();
  const address = `ws://127.0.0.1:${port}/ws?fpid=1&device_id=d1&access_key=aKey-51ffd1&service_id=33&ticket=tick-88cd`;

  const gateway = {
    endpoint: (): Answer => ok({ URL: address, ClientConfig: SETTINGS }),
    address,
    pong: JSON.stringify(SETTINGS) as string | undefined,
    /** `hang`: the handshake is never answered. `slam`: it is answered together with a close frame. */
    handshake: "accept" as "accept" | "hang" | "slam",
    frames,
    connections,
    open: () => connections.filter((each) => each.readyState === each.OPEN),
    pings: () => frames.filter(({ headers }) => headers.type === "ping").length,
    acks: () => frames.filter(({ method }) => method === 1).map(ackOf),
    /** Sends an event in so many fragments, to the newest connection. */
    send(
      event: unknown,
      { messageId = `m${frames.length}-${connections.length}`, parts = 1, type = "event" } = {},
    ) {
      const payload = Buffer.from(JSON.stringify(event));
      const size = Math.ceil(payload.length / parts);
      for (let seq = parts - 1; seq >= 0; seq -= 1) {
        const headers = {
          type,
          message_id: messageId,
          sum: String(parts),
          seq: String(seq),
          trace_id: "trace",
        };
        gateway.sendRaw(
          encodeFrame({
            service: 33,
            method: 1,
            headers,
            payload: payload.subarray(seq * size, (seq + 1) * size),
          }),
        );
      }
      return messageId;
    },
    sendRaw: (data: Buffer) => connections.at(-1)?.send(data),
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
      raw.add(socket);
      socket.on("close", () => raw.delete(socket));
      socket.on("error", () => {});
      if (gateway.handshake === "hang") {
        // It is let go of when the other side goes.
        socket.on("end", () => socket.destroy()).resume();
        return;
      }
      if (gateway.handshake === "slam") {
        // The close frame follows in the same packet as the answer to the handshake.
        const write = socket.write.bind(socket) as (data: string | Buffer) => boolean;
        socket.write = ((data: string) =>
          write(Buffer.concat([Buffer.from(data), Buffer.from([0x88, 0x00])]))) as typeof socket.write;
      }
      wss.handleUpgrade(request, socket, head, (ws) => {
        connections.push(ws);
        ws.on("message", (data: Buffer) => {
          const frame = decodeFrame(data);
          frames.push(frame);
          if (frame.headers.type !== "ping" || gateway.pong === undefined) return;
          ws.send(
            encodeFrame({
              service: 33,
              method: 0,
              headers: { type: "pong" },
              payload: Buffer.from(gateway.pong),
            }),
          );
        });
      });
    },
    /** Handshakes and connections, as TCP sees them. */
    sockets: () => raw.size,
    close() {
      for (const socket of raw) socket.destroy();
      wss.close();
    },
  };
  return gateway;
}

function ackOf({ headers, payload }: Frame): { messageId: string | undefined; code: number; data: unknown } {
  const { code, data } = JSON.parse(String(payload)) as { code: number; data?: string };
  return {
    messageId: headers.message_id,
    code,
    data: data === undefined ? undefined : JSON.parse(Buffer.from(data, "base64").toString()),
  };
}
