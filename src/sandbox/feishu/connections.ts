import type { WebSocket } from "ws";
import type { Upgrade } from "../loopback.ts";
import { ENDPOINT } from "./errors.ts";
import { CONTROL, DATA, decodeFrame, encodeFrame, type Frame } from "./frame.ts";
import type { Ids } from "./ids.ts";

const MOST_CONNECTIONS = 50;

/** What the service does in real time, and what it tells its clients to do. */
export interface Pace {
  /** How long an event or a card callback may take to be acknowledged. */
  readonly deadlineMs: number;
  /** After a failure an event is sent again this long after, then this long, and so on. */
  readonly redeliveryMs: readonly number[];
  /** Larger payloads are split. */
  readonly fragmentBytes: number;
  /** Seconds and counts that clients are told. */
  readonly client: {
    readonly ReconnectCount: number;
    readonly ReconnectInterval: number;
    readonly ReconnectNonce: number;
    readonly PingInterval: number;
  };
}

/** Sources: 订阅事件 (3 s; 15 s, 5 min, 1 h, 6 h), and what the endpoint is seen to answer. */
export const VENDOR_PACE: Pace = {
  deadlineMs: 3_000,
  redeliveryMs: [15_000, 300_000, 3_600_000, 21_600_000],
  fragmentBytes: 65_536,
  client: { ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30, PingInterval: 120 },
};

/** How a client answered a frame: its code and what its handler returned; `late` where no answer came in time. */
export type Acknowledgement = { readonly code: number; readonly data?: unknown } | "late" | "no connection";

/**
 * The long connections of one app: at most 50, each event to one of them at random, and again until it is
 * acknowledged with 200. Source: https://open.feishu.cn/document/server-docs/event-subscription-guide/overview
 */
export class Connections {
  readonly #live = new Map<WebSocket, { service: number }>();
  readonly #tickets = new Map<string, { service: number }>();
  readonly #waiting = new Map<string, (answer: Acknowledgement) => void>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #isClosed = false;

  constructor(
    readonly app: { readonly id: string; readonly secret: string },
    readonly address: () => string,
    readonly pace: Pace,
    readonly ids: Ids,
    readonly random: () => number,
  ) {}

  get size(): number {
    return this.#live.size;
  }

  /** The answer to `{AppID, AppSecret}`: where to connect to. */
  endpoint(credentials: { readonly AppID?: unknown; readonly AppSecret?: unknown }): object {
    if (credentials.AppID !== this.app.id || credentials.AppSecret !== this.app.secret)
      throw ENDPOINT.authFailed;
    if (this.size >= MOST_CONNECTIONS) throw ENDPOINT.tooManyConnections;
    const ticket = `${this.ids.hex(8)}-${this.ids.hex(4)}-${this.ids.hex(4)}-${this.ids.hex(12)}`;
    const service = Number(this.ids.digits(8));
    this.#tickets.set(ticket, { service });
    const query = new URLSearchParams({
      fpid: "493",
      aid: "552564",
      device_id: this.ids.digits(19),
      access_key: this.ids.hex(32),
      service_id: String(service),
      ticket,
    });
    return {
      code: 0,
      msg: "ok",
      data: { URL: `${this.address()}/ws/v2?${query}`, ClientConfig: this.pace.client },
    };
  }

  async accept(upgrade: Upgrade): Promise<void> {
    const known = this.#tickets.get(upgrade.url.searchParams.get("ticket") ?? "");
    const reject = (status: string, message: string): void =>
      upgrade.refuse(403, message, { "Handshake-Status": status, "Handshake-Msg": message });
    if (upgrade.url.pathname !== "/ws/v2") return upgrade.refuse(404, "404 page not found");
    if (!known) return reject("514", "auth failed");
    if (this.size >= MOST_CONNECTIONS) return reject("1000040350", "exceed_conn_limit");
    const socket = await upgrade.accept();
    this.#live.set(socket, known);
    socket.on("close", () => this.#live.delete(socket));
    socket.on("error", () => socket.terminate());
    socket.on("message", (data: Buffer) => this.#hear(socket, data));
  }

  /** Sends an event, and again after each failure until it is acknowledged or given up; tells how it ended. */
  async deliver(event: object): Promise<"acknowledged" | "given up"> {
    for (const pauseMs of [...this.pace.redeliveryMs, undefined]) {
      const answer = await this.send(event);
      if (typeof answer === "object" && answer.code === 200) return "acknowledged";
      if (pauseMs === undefined || this.#isClosed) break;
      await this.#pause(pauseMs);
    }
    return "given up";
  }

  /** Sends an event once to one connection, and waits for its acknowledgement until the deadline. */
  async send(event: object): Promise<Acknowledgement> {
    const chosen = [...this.#live][Math.floor(this.random() * this.size)];
    if (!chosen) return "no connection";
    const [socket, { service }] = chosen;
    const messageId = `${this.ids.hex(8)}-${this.ids.hex(4)}-${this.ids.hex(4)}-${this.ids.hex(12)}`;
    const answer = new Promise<Acknowledgement>((resolve) => {
      const timer = setTimeout(() => this.#waiting.get(messageId)?.("late"), this.pace.deadlineMs);
      this.#timers.add(timer);
      this.#waiting.set(messageId, (given) => {
        clearTimeout(timer);
        this.#timers.delete(timer);
        this.#waiting.delete(messageId);
        resolve(given);
      });
    });
    for (const frame of this.#frames(Buffer.from(JSON.stringify(event)), service, messageId)) {
      socket.send(encodeFrame(frame));
    }
    return answer;
  }

  drop(): void {
    for (const socket of this.#live.keys()) socket.terminate();
    this.#live.clear();
  }

  close(): void {
    this.#isClosed = true;
    this.drop();
    for (const settle of [...this.#waiting.values()]) settle("no connection");
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  /** The parts of a payload, in any order. */
  #frames(payload: Buffer, service: number, messageId: string): Frame[] {
    const sum = Math.max(1, Math.ceil(payload.length / this.pace.fragmentBytes));
    const traceId = this.ids.hex(32);
    const frames = Array.from(
      { length: sum },
      (_, seq): Frame => ({
        seqId: 0n,
        logId: BigInt(this.ids.digits(18)),
        service,
        method: DATA,
        headers: {
          type: "event",
          message_id: messageId,
          sum: String(sum),
          seq: String(seq),
          trace_id: traceId,
          timestamp: String(Date.now()),
        },
        payload: payload.subarray(seq * this.pace.fragmentBytes, (seq + 1) * this.pace.fragmentBytes),
      }),
    );
    return frames
      .map((frame) => ({ frame, at: this.random() }))
      .sort((one, other) => one.at - other.at)
      .map(({ frame }) => frame);
  }

  #hear(socket: WebSocket, data: Buffer): void {
    const frame = readFrame(data);
    if (frame?.method === CONTROL && frame.headers.type === "ping") {
      socket.send(
        encodeFrame({
          ...frame,
          headers: { type: "pong" },
          payload: Buffer.from(JSON.stringify(this.pace.client)),
        }),
      );
    } else if (frame?.method === DATA) {
      this.#waiting.get(frame.headers.message_id ?? "")?.(readAcknowledgement(frame));
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, ms);
      this.#timers.add(timer);
    });
  }
}

function readFrame(data: Buffer): Frame | undefined {
  try {
    return decodeFrame(data);
  } catch {
    return undefined;
  }
}

/** `{"code":200,"data":base64(JSON)}`; anything else counts as a failure. */
function readAcknowledgement(frame: Frame): Acknowledgement {
  try {
    const { code, data } = JSON.parse(Buffer.from(frame.payload ?? []).toString("utf8")) as {
      code: number;
      data?: string;
    };
    if (data === undefined) return { code };
    return { code, data: JSON.parse(Buffer.from(data, "base64").toString("utf8")) as unknown };
  } catch {
    return { code: 500 };
  }
}
