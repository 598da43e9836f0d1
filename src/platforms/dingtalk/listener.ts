import type { Clock } from "../../core/clock.ts";
import { describeError, isPlatformError } from "../../core/errors.ts";
import type { Logger } from "../../core/logger.ts";
import type { ConnectionState, Hearing, Listener } from "../../ports/listener.ts";
import type { Storage } from "../../ports/storage.ts";
import { callbackAnswer, readCallback, toPress } from "./card-callback.ts";
import type { GatewayOptions } from "./gateway.ts";
import { cardPlace } from "./interactive-cards.ts";
import { normalize } from "./normalize.ts";
import { bookingsChangeOf, ROOM_BOOKINGS, ROOM_INFO, roomAnswerOf, roomsChangeOf } from "./room-event.ts";
import {
  BOT_MESSAGES,
  CARD_CALLBACKS,
  type CallbackFrame,
  type EventFrame,
  StreamConnection,
} from "./stream-connection.ts";
import type { Timings } from "./timings.ts";
import type { UnionIds } from "./union-ids.ts";

export interface ListenerDeps {
  readonly gateway: GatewayOptions;
  readonly timings: Timings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly unionIds: UnionIds;
  /** Holds where each card lies. */
  readonly storage: Storage;
  /** Is told of each message, press and event pushed: DingTalk counts by the month what comes over the stream. */
  readonly onPush?: () => void;
  /** Draws from [0, 1) for the jitter. */
  readonly random?: () => number;
}

/**
 * Keeps one stream connection alive. A connection is never mended but replaced: at once when the server asks for it
 * (the old one then still lives for a moment), after a jittered back-off when it was lost or could not be opened.
 */
export class StreamListener implements Listener {
  readonly #deps: ListenerDeps;
  readonly #connections = new Set<StreamConnection>();
  readonly #retiring = new Set<Promise<void>>();
  readonly #idleEvents = new Set<string>();
  #state: ConnectionState = "idle";
  #run: { readonly stopping: AbortController; readonly ended: Promise<void> } | undefined;

  constructor(deps: ListenerDeps) {
    this.#deps = deps;
  }

  state(): ConnectionState {
    return this.#state;
  }

  start(hearing: Hearing): Promise<void> {
    if (this.#run) return Promise.reject(new Error("The DingTalk listener has been started already."));
    return new Promise((connected, reject) => {
      const stopping = new AbortController();
      const ended = this.#keepConnected(hearing, connected, stopping.signal).finally(() =>
        reject(new Error("The DingTalk listener was stopped before its first connection.")),
      );
      this.#run = { stopping, ended };
    });
  }

  async stop(): Promise<void> {
    const run = this.#run;
    run?.stopping.abort();
    await Promise.all([...this.#connections].map((connection) => connection.close()));
    await run?.ended;
    await Promise.all(this.#retiring);
    this.#run = undefined;
    this.#state = "idle";
  }

  /** Resolves when it is stopped; tells `connected` of every connection. */
  async #keepConnected(hearing: Hearing, connected: () => void, signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      // Trying again does not mend refused credentials; only success, or another failure, is news.
      if (this.#state !== "refused") this.#state = "connecting";
      const { logger, timings } = this.#deps;
      try {
        const connection = await this.#open(hearing, signal);
        const openedAtMs = performance.now();
        this.#state = "connected";
        logger.info("Connected to DingTalk");
        connected();
        const end = await connection.ended;
        const wasStable = performance.now() - openedAtMs >= timings.stableMs;
        failures = wasStable ? 0 : failures + 1;
        if (signal.aborted) return;
        logger.info("DingTalk's connection has to be replaced", { because: end });
        this.#retire(connection, end === "leaving" ? timings.handOverMs : 0, signal);
        // The first replacement asked for is made at once; a server that asks again and again is not obeyed as fast.
        if (end === "leaving" && failures <= 1) continue;
        await this.#pause(this.#backOffMs(failures), signal);
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        await this.#pause(this.#afterFailure(error, failures), signal);
      }
    }
  }

  async #open(hearing: Hearing, signal: AbortSignal): Promise<StreamConnection> {
    const { gateway, timings, logger } = this.#deps;
    const connection = new StreamConnection({
      gateway,
      handshakeTimeoutMs: timings.handshakeMs,
      pingEveryMs: timings.pingEveryMs,
      logger,
      onCallback: async (frame) => {
        // Not recorded, hence not acknowledged: whoever listens next may get it.
        signal.throwIfAborted();
        return this.#hear(hearing, frame);
      },
      onEvent: async (frame) => {
        signal.throwIfAborted();
        await this.#hearEvent(hearing, frame);
      },
    });
    this.#connections.add(connection);
    try {
      await connection.open(signal);
      return connection;
    } catch (error) {
      this.#connections.delete(connection);
      throw error;
    }
  }

  /** Lets a connection that was replaced finish what it began, then closes it. */
  #retire(connection: StreamConnection, afterMs: number, signal: AbortSignal): void {
    const retired = this.#pause(afterMs, signal)
      .then(() => connection.close())
      .finally(() => {
        this.#connections.delete(connection);
        this.#retiring.delete(retired);
      });
    this.#retiring.add(retired);
  }

  /** The state and the log after a failed attempt, and how long to wait before the next, in ms. */
  #afterFailure(error: unknown, failures: number): number {
    const { logger, timings } = this.#deps;
    const isRefused = isPlatformError(error, "unauthorised", "refused");
    const hint = isPlatformError(error) ? error.hint : undefined;
    const retryAfterMs = (isPlatformError(error) && error.retryAfterMs) || 0;
    const delayMs = isRefused
      ? this.#jittered(timings.refusedMs)
      : Math.max(retryAfterMs, this.#backOffMs(failures));
    const fields = { error: describeError(error), ...(hint && { hint }), retryInMs: Math.round(delayMs) };
    this.#state = isRefused ? "refused" : "connecting";
    if (isRefused)
      logger.error(
        "DingTalk refused the app: an administrator has to act, until then nothing is heard",
        fields,
      );
    else logger.warn("DingTalk could not be connected to; it is tried again", fields);
    return delayMs;
  }

  #backOffMs(failures: number): number {
    const { backOffMs, longestBackOffMs } = this.#deps.timings;
    return this.#jittered(Math.min(longestBackOffMs, backOffMs * 2 ** Math.max(0, failures - 1)));
  }

  /** Between half and all of `ms`, so that instances that lost a server together do not come back together. */
  #jittered(ms: number): number {
    return ms * (0.5 + (this.#deps.random ?? Math.random)() / 2);
  }

  /** Resolves after `ms`, or as soon as it is stopped. */
  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    await this.#deps.clock.sleep(ms, signal).catch(() => undefined);
  }

  /** The answer to a callback. Rejects when a message was not recorded. */
  async #hear(hearing: Hearing, { topic, messageId, payload }: CallbackFrame): Promise<unknown> {
    const { logger, clock, unionIds } = this.#deps;
    this.#deps.onPush?.();
    if (topic === CARD_CALLBACKS) return this.#hearPress(hearing, payload, messageId);
    if (topic !== BOT_MESSAGES) {
      logger.debug("DingTalk pushed a callback that nobody here handles", { topic });
      return null;
    }
    const heard = normalize(payload, { frameId: messageId, receivedAtMs: clock.now() });
    if (heard.kind === "message") {
      const { message, senderUnionId } = heard;
      if (senderUnionId && message.sender.kind === "person")
        await unionIds.note(message.sender.id, senderUnionId);
      await hearing.message(message);
    } else if (heard.kind === "over-quota")
      logger.warn(
        "DingTalk withheld a message: the organisation's stream messages of this month are used up. An administrator can buy more.",
      );
    else logger.warn("A message from DingTalk cannot be read and is dropped", { fields: heard.why });
    return null;
  }

  /** What a card's presser is told, within the 2 s that DingTalk waits. */
  async #hearPress(hearing: Hearing, payload: unknown, frameId: string): Promise<unknown> {
    const { storage, logger } = this.#deps;
    const pressed = readCallback(payload);
    if (!pressed) {
      logger.warn("A press on a card is not one of a button that the guide lays out, and is passed over");
      return {};
    }
    const place = await cardPlace(storage, pressed.outTrackId);
    return callbackAnswer(await hearing.press(toPress(pressed, place, frameId)));
  }

  /** Rejects when an answer was not recorded. */
  async #hearEvent(hearing: Hearing, { id, type, payload }: EventFrame): Promise<void> {
    this.#deps.onPush?.();
    if (type === ROOM_BOOKINGS) {
      const change = bookingsChangeOf(payload);
      if (change) await hearing.roomsChanged?.(change);
      const answer = roomAnswerOf(id, payload);
      if (answer) await hearing.roomAnswered(answer);
      return;
    }
    if (type === ROOM_INFO) {
      await hearing.roomsChanged?.(roomsChangeOf(payload));
      return;
    }
    if (this.#idleEvents.has(type)) return;
    this.#idleEvents.add(type);
    this.#deps.logger.warn(
      "DingTalk pushes events that nobody here needs, and each counts against the month: untick them in the developer console",
      { event: type },
    );
  }
}
