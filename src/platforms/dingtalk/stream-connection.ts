import { DWClient, type DWClientDownStream } from "dingtalk-stream";
import { WebSocket } from "ws";
import { z } from "zod";
import { describeError, PlatformError } from "../../core/errors.ts";
import type { Logger } from "../../core/logger.ts";
import { proxyAgentFor } from "../../outbound/proxy-agent.ts";
import { type GatewayOptions, openGateway } from "./gateway.ts";
import { maybe, parseJson } from "./json.ts";

export const BOT_MESSAGES = "/v1.0/im/bot/messages/get";
export const CARD_CALLBACKS = "/v1.0/card/instances/callback";

/** Events have one topic for all: which of them are pushed, and paid for, an administrator ticks in the app's console. */
const SUBSCRIPTIONS = [
  { type: "CALLBACK", topic: BOT_MESSAGES },
  { type: "CALLBACK", topic: CARD_CALLBACKS },
  { type: "EVENT", topic: "*" },
];

/** A callback that came down, with its payload parsed. */
export interface CallbackFrame {
  readonly topic: string;
  readonly messageId: string;
  readonly payload: unknown;
}

/** An event that came down. It may come again, under the same id. */
export interface EventFrame {
  readonly id: string;
  /** Such as `meetingroom_book`; empty where DingTalk did not say. */
  readonly type: string;
  readonly payload: unknown;
}

/** Why a connection is no use any more: `leaving` is the server asking for a new one, with this one still open. */
export type ConnectionEnd = "leaving" | "lost";

export interface ConnectionOptions {
  readonly gateway: GatewayOptions;
  /** From the start of the WebSocket to its being open. */
  readonly handshakeTimeoutMs: number;
  /** How often the server is pinged; a connection that was silent for a whole interval is cut. */
  readonly pingEveryMs: number;
  readonly logger: Logger;
  /** The `response` to acknowledge a callback with. Rejects: the server is told 500, so that it may push it again. */
  onCallback(frame: CallbackFrame): Promise<unknown>;
  /** Rejects: the server is told LATER, and pushes it again. */
  onEvent(frame: EventFrame): Promise<void>;
}

const frameShape = z.object({
  type: z.string(),
  headers: z.looseObject({ topic: z.string(), messageId: maybe(z.string()) }),
  data: maybe(z.string()),
});

/** Older events say in their payload what they are. */
const namedEvent = z.object({ EventType: z.string() });

/** Far more than any message takes; a larger frame ends the connection, and another is opened. */
const LARGEST_FRAME_BYTES = 4 * 1024 * 1024;

/** A socket that does not answer the closing handshake is cut. */
const CLOSE_GRACE_MS = 500;

/**
 * One attempt at a stream connection, thrown away afterwards: the SDK's client for the protocol, without its own
 * reconnecting, heartbeat, endpoint and printing, each of which has a bug (dingtalk-stream-sdk-nodejs #13, #16, #18).
 */
export class StreamConnection extends DWClient {
  /** Resolves when the connection is of no use any more, once it has been open. */
  readonly ended: Promise<ConnectionEnd>;
  readonly #options: ConnectionOptions;
  #end: (how: ConnectionEnd) => void = () => {};
  #ws: WebSocket | undefined;

  constructor(options: ConnectionOptions) {
    const { clientId, clientSecret } = options.gateway;
    super({ clientId, clientSecret });
    this.#options = options;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.config.autoReconnect = false;
    // The SDK shares one array between all of its clients.
    this.config.subscriptions = SUBSCRIPTIONS.map((one) => ({ ...one }));
  }

  /** Opens the connection, or rejects with the platform's error; then nothing stays behind. `signal` gives up. */
  async open(signal?: AbortSignal): Promise<void> {
    const { gateway, handshakeTimeoutMs, pingEveryMs } = this.#options;
    const url = await openGateway(gateway, this.config.subscriptions, signal);
    const agent = proxyAgentFor(url);
    const socket = new WebSocket(url, {
      ...(agent && { agent }),
      followRedirects: false,
      maxPayload: LARGEST_FRAME_BYTES,
    });
    this.#ws = socket;
    // The SDK echoes the server's own pings on it.
    Object.assign(this, { socket });
    socket.on("message", (data) => this.onDownStream(String(data)));
    socket.on("close", () => this.#end("lost"));
    await handshake(socket, handshakeTimeoutMs, signal);
    keepAlive(socket, pingEveryMs);
  }

  /** Closes the socket, politely if the server answers in time. Resolves when it is closed. */
  async close(): Promise<void> {
    const socket = this.#ws;
    if (!socket || socket.readyState === WebSocket.CLOSED) return;
    const closed = new Promise((resolve) => socket.once("close", resolve));
    const cut = setTimeout(() => socket.terminate(), CLOSE_GRACE_MS);
    socket.close(1000);
    await closed;
    clearTimeout(cut);
  }

  /** The SDK's own resolves on failure, waits for ever, and schedules reconnects in two places. */
  override connect(): Promise<void> {
    return this.open();
  }

  override disconnect(): void {
    void this.close();
  }

  /** The SDK's debug output contains the client secret. */
  override printDebug(): void {}

  /** A frame that cannot be read, or handled, is logged and survived. */
  override onDownStream(text: string): void {
    const { logger } = this.#options;
    try {
      const frame = frameShape.safeParse(JSON.parse(text));
      if (frame.success) super.onDownStream(text);
      else logger.warn("DingTalk sent a frame of an unknown shape; it is skipped", { length: text.length });
    } catch (error) {
      // A parser's message quotes what it could not parse, which may be somebody's words.
      const name = error instanceof Error ? error.name : "error";
      logger.warn("DingTalk sent a frame that cannot be read; it is skipped", {
        length: text.length,
        error: name,
      });
    }
  }

  override onSystem(frame: DWClientDownStream): void {
    super.onSystem(frame);
    if (frame.headers.topic === "disconnect") this.#end("leaving");
  }

  /** The SDK's own acknowledges before an asynchronous listener has done anything. */
  override onEvent(frame: DWClientDownStream): void {
    void this.#record(frame);
  }

  /** The SDK's own emits the topic as an event, so that one called `error` ends the process. */
  override onCallback(frame: DWClientDownStream): void {
    void this.#answer(frame);
  }

  async #record({ headers, data }: DWClientDownStream): Promise<void> {
    const { eventId, messageId } = headers;
    const payload = payloadOf(data);
    const type = headers.eventType || namedEvent.safeParse(payload).data?.EventType || "";
    const { logger, onEvent } = this.#options;
    try {
      await onEvent({ id: eventId || messageId, type, payload });
      this.#acknowledge(messageId, 200, { status: "SUCCESS" });
    } catch (error) {
      logger.error("An event could not be recorded; DingTalk is asked to push it again", {
        event: type,
        error: describeError(error),
      });
      this.#acknowledge(messageId, 200, { status: "LATER" });
    }
  }

  async #answer({ headers, data }: DWClientDownStream): Promise<void> {
    const { topic, messageId } = headers;
    const { logger, onCallback } = this.#options;
    try {
      const response = await onCallback({ topic, messageId, payload: payloadOf(data) });
      this.#acknowledge(messageId, 200, { response });
    } catch (error) {
      logger.error("A message could not be recorded and is not acknowledged; DingTalk may push it again", {
        topic,
        error: describeError(error),
      });
      this.#acknowledge(messageId, 500, { response: null });
    }
  }

  /** On a socket that has closed meanwhile nothing can be said; what is pushed again is recognised by its id. */
  #acknowledge(messageId: string | undefined, code: 200 | 500, data: unknown): void {
    if (!messageId || this.#ws?.readyState !== WebSocket.OPEN) return;
    this.#ws.send(
      JSON.stringify({
        code,
        message: code === 200 ? "OK" : "internal error",
        headers: { contentType: "application/json", messageId },
        data: JSON.stringify(data),
      }),
    );
  }
}

/** Waits until the socket is open; else it is cut and the error says why, without the address (it has the ticket). */
async function handshake(socket: WebSocket, timeoutMs: number, signal?: AbortSignal): Promise<void> {
  const cut = () => socket.terminate();
  const timer = setTimeout(cut, timeoutMs);
  signal?.addEventListener("abort", cut, { once: true });
  if (signal?.aborted) cut();
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      // Stays for the socket's whole life: an error nobody listens to would end the process.
      socket.on("error", (error) => {
        socket.terminate();
        reject(
          new PlatformError("unreachable", `The stream connection was not opened: ${error.message}.`, {
            hint: "Check that this machine may reach the stream's host, and HTTPS_PROXY.",
          }),
        );
      });
      socket.once("close", () =>
        reject(new PlatformError("unreachable", "The stream connection was closed at once.")),
      );
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", cut);
  }
}

/** Cuts a connection from which nothing came for a whole interval although it was pinged: TCP alone never notices. */
function keepAlive(socket: WebSocket, pingEveryMs: number): void {
  let isSilent = false;
  const hear = () => {
    isSilent = false;
  };
  for (const sign of ["pong", "ping", "message"] as const) socket.on(sign, hear);
  const timer = setInterval(() => {
    if (isSilent) {
      // A process that was busy reads late: what has arrived meanwhile is read before the verdict.
      setImmediate(() => isSilent && socket.terminate());
    } else {
      isSilent = true;
      socket.ping();
    }
  }, pingEveryMs);
  socket.once("close", () => clearInterval(timer));
}

function payloadOf(data: string | undefined): unknown {
  try {
    return parseJson(data ?? "");
  } catch {
    return undefined;
  }
}
