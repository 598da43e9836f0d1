import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import type { WebSocket } from "ws";
import type { Upgrade } from "../loopback.ts";
import { eventFrame, type Frame, frameText, parsed } from "./frames.ts";
import type { Subscription, Tickets } from "./gateway.ts";
import { asRecord, asText, isRecord } from "./request.ts";
import type { Switches } from "./switches.ts";

/** A client's acknowledgement of a frame. */
export interface Ack {
  /** The frame's id, from its headers. */
  readonly messageId: string;
  readonly code: unknown;
  readonly data: unknown;
  /** Milliseconds from the frame to this. */
  readonly afterMs: number;
}

interface Connection {
  readonly id: string;
  readonly socket: WebSocket;
  readonly subscriptions: readonly Subscription[];
  /** No more frames: the `disconnect` frame has been sent. */
  isLeaving: boolean;
  pings: NodeJS.Timeout;
  /** The ping that has not been echoed yet. */
  openPing?: { readonly messageId: string; readonly opaque: string };
}

interface Sent {
  readonly atMs: number;
  onAck(data: unknown): void;
}

/**
 * The socket side of stream mode: frames down, acknowledgements up. Each push goes to one random connection of
 * those that subscribed to its topic; without any it is lost. It runs on real time, as connections do.
 */
export class Stream extends EventEmitter<{ ack: [Ack] }> {
  readonly acks: Ack[] = [];
  readonly #connections = new Set<Connection>();
  readonly #sent = new Map<string, Sent>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(
    readonly tickets: Tickets,
    readonly switches: Switches,
    readonly random: () => number,
    readonly appId: string,
  ) {
    super();
  }

  get connections(): number {
    return this.#connections.size;
  }

  async upgrade(upgrade: Upgrade): Promise<void> {
    const subscriptions =
      upgrade.url.pathname === "/connect"
        ? this.tickets.redeem(upgrade.url.searchParams.get("ticket") ?? "")
        : undefined;
    if (!subscriptions) return upgrade.refuse(401);
    const socket = await upgrade.accept();
    const connection: Connection = {
      id: randomUUID(),
      socket,
      subscriptions,
      isLeaving: false,
      pings: setInterval(() => this.#ping(connection), this.switches.pingEveryMs),
    };
    this.#connections.add(connection);
    socket.on("message", (data) => this.#receive(connection, String(data)));
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      clearInterval(connection.pings);
      this.#connections.delete(connection);
    });
  }

  /** Pushes a robot's message; `onAck` is told of the first acknowledgement. Pushed again where that is switched on. */
  push(topic: string, data: unknown, onAck: () => void): void {
    let isAcked = false;
    const once = () => {
      if (isAcked) return;
      isAcked = true;
      onAck();
    };
    const frame = { type: "CALLBACK", topic, data } as const;
    this.#deliver(frame, once);
    const { redeliverAfterMs } = this.switches;
    if (redeliverAfterMs === undefined) return;
    this.#later(redeliverAfterMs, () => {
      if (!isAcked) this.#deliver(frame, once);
    });
  }

  /** Pushes what is answered at once and never pushed again; `undefined` where no answer came in time. */
  ask(topic: string, data: unknown, withinMs: number): Promise<unknown> {
    return new Promise((resolve) => {
      this.#deliver({ type: "CALLBACK", topic, data }, resolve);
      this.#later(withinMs, () => resolve(undefined));
    });
  }

  /** Pushes an event of the organisation again and again until it is acknowledged as a success, whoever is connected then. */
  pushEvent(eventType: string, data: unknown): void {
    const frame = eventFrame(eventType, data, { appId: this.appId, bornMs: this.tickets.clock.now() });
    let isDone = false;
    const onAck = (answer: unknown) => {
      isDone ||= asRecord(parsed(String(answer))).status === "SUCCESS";
    };
    const push = () => {
      if (isDone) return;
      this.#deliver(frame, onAck);
      this.#later(this.switches.eventTimeoutMs, push);
    };
    push();
  }

  /** Sends the same text to every live connection, whatever it is. */
  pushRaw(text: string): void {
    for (const { socket } of this.#connections) socket.send(text);
  }

  /** Asks every connection to come back as a new one: the frame, then nothing, then the end. */
  expire(): void {
    for (const connection of this.#connections) {
      if (connection.isLeaving) continue;
      const data = { reason: "connection is expired" };
      this.#send(connection, { type: "SYSTEM", topic: "disconnect", data });
      connection.isLeaving = true;
      clearInterval(connection.pings);
      this.#later(this.switches.disconnectGraceMs, () => connection.socket.terminate());
    }
  }

  /** Cuts every connection without a word. */
  drop(): void {
    for (const { socket } of this.#connections) socket.terminate();
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.drop();
  }

  #deliver(frame: Frame, onAck: (data: unknown) => void): void {
    const { type, topic } = frame;
    const able = [...this.#connections].filter(
      (one) => !one.isLeaving && one.subscriptions.some((sub) => sub.type === type && sub.topic === topic),
    );
    const chosen = able[Math.floor(this.random() * able.length)];
    if (!chosen) return;
    const messageId = this.#send(chosen, frame);
    this.#sent.set(messageId, { atMs: performance.now(), onAck });
  }

  /** A connection that has not answered the last ping when the next is due is taken for dead. */
  #ping(connection: Connection): void {
    if (connection.openPing) {
      connection.socket.terminate();
      return;
    }
    const opaque = randomUUID();
    const messageId = this.#send(connection, { type: "SYSTEM", topic: "ping", data: { opaque } });
    connection.openPing = { opaque, messageId };
  }

  #send({ id, socket }: Connection, frame: Frame): string {
    const messageId = randomUUID().replaceAll("-", "");
    const time = String(this.tickets.clock.now());
    const headers = { appId: this.appId, connectionId: id, messageId, time };
    socket.send(frameText(frame, headers));
    return messageId;
  }

  #receive(connection: Connection, text: string): void {
    const frame = parsed(text);
    if (!isRecord(frame)) return;
    const messageId = asText(asRecord(frame.headers).messageId);
    if (messageId === undefined) return;
    if (messageId === connection.openPing?.messageId) {
      if (asRecord(parsed(String(frame.data))).opaque === connection.openPing.opaque)
        delete connection.openPing;
      return;
    }
    const sent = this.#sent.get(messageId);
    if (!sent) return;
    this.#sent.delete(messageId);
    const ack = {
      messageId,
      code: frame.code,
      data: frame.data,
      afterMs: performance.now() - sent.atMs,
    };
    this.acks.push(ack);
    this.emit("ack", ack);
    if (frame.code === 200) sent.onAck(frame.data);
  }

  #later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    this.#timers.add(timer);
  }
}
