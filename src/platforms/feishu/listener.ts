import type { HttpInstance, Logger as SdkLogger } from "@larksuiteoapi/node-sdk";
import { ConfigError, type PlatformError } from "../../core/errors.ts";
import type { Logger } from "../../core/logger.ts";
import type { ConnectionState, Hearing, Listener } from "../../ports/listener.ts";
import type { BotIdentity } from "./bot-identity.ts";
import { type Connection, openConnection } from "./connection.ts";
import { createDispatcher } from "./handlers.ts";
import type { Timings } from "./timings.ts";

export interface ListenerOptions {
  readonly appId: string;
  readonly appSecret: string;
  readonly domain: string;
  readonly http: HttpInstance;
  readonly bot: BotIdentity;
  readonly logger: Logger;
  readonly sdkLogger: SdkLogger;
  readonly timings: Timings;
}

/** What the SDK's long connection wants; with another id its start does nothing and says nothing. */
const APP_ID = /^cli_[0-9a-fA-F]{16}$/;

/**
 * Hears Feishu over the SDK's long connection, and begins anew where the SDK gives up or falls asleep.
 * @throws {ConfigError} for an app id that the SDK would silently not start with
 */
export function createListener(options: ListenerOptions): Listener {
  const { appId, bot, logger, timings } = options;
  if (!APP_ID.test(appId)) throw new ConfigError("FEISHU_APP_ID must be cli_ and 16 hex digits.");

  let state: ConnectionState = "idle";
  let connection: Connection | undefined;
  let again: NodeJS.Timeout | undefined;
  let watch: NodeJS.Timeout | undefined;
  let hasStopped = false;
  let started: Promise<void> | undefined;
  let stopWaiting = () => {};

  const listen = (hearing: Hearing, onConnected: () => void) => {
    const dispatcher = createDispatcher({ ...options, hearing: whileListening(hearing) });

    const open = () => {
      connection?.close();
      if (state !== "refused") state = "connecting";
      const current = openConnection({
        ...options,
        dispatcher,
        onConnected: () => {
          state = "connected";
          logger.info("Connected to Feishu");
          onConnected();
        },
        onLost: () => {
          state = "connecting";
          logger.warn("The connection to Feishu is lost; reconnecting");
        },
        onStopped: (refusal) => {
          if (connection !== current || hasStopped) return;
          current.close();
          if (refusal) state = refused(refusal);
          else state = "connecting";
          again = setTimeout(open, refusal ? timings.refusedRetryMs : jittered(timings.reconnectIntervalMs));
        },
      });
      connection = current;
    };

    /** Should the SDK let a drop pass, it would neither ping nor reconnect ever after. */
    let wasAsleep = false;
    const look = () => {
      const isAsleep = state !== "refused" && connection !== undefined && connection.isAsleep();
      if (isAsleep && wasAsleep) {
        logger.warn("The connection to Feishu was lost unnoticed; connecting anew");
        open();
      }
      wasAsleep = isAsleep && !wasAsleep;
    };
    open();
    watch = setInterval(look, timings.watchMs);
  };

  const refused = (error: PlatformError): ConnectionState => {
    logger.error("Feishu does not accept this app; nothing is heard until an administrator mends it", {
      code: error.code,
      hint: error.hint,
      nextTryInMs: timings.refusedRetryMs,
    });
    return "refused";
  };

  /** A frame may still be in hand when the connection closes. */
  const whileListening = (hearing: Hearing): Hearing => {
    const check = () => {
      if (hasStopped) throw new Error("The listener has been stopped.");
    };
    return {
      message: async (message) => {
        check();
        await hearing.message(message);
      },
      press: async (press) => {
        check();
        return await hearing.press(press);
      },
      /** No event of Feishu's tells a bot what a room answered: the bot looks. */
      roomAnswered: (answer) => hearing.roomAnswered(answer),
      roomsChanged: async (change) => {
        check();
        await hearing.roomsChanged?.(change);
      },
    };
  };

  return {
    start(hearing) {
      started ??= new Promise<void>((resolve, reject) => {
        stopWaiting = () => reject(new Error("The listener was stopped before it was connected."));
        if (hasStopped) return stopWaiting();
        listen(hearing, resolve);
        void bot.openId();
      });
      return started;
    },
    state: () => state,
    async stop() {
      hasStopped = true;
      state = "idle";
      clearTimeout(again);
      clearInterval(watch);
      connection?.close();
      connection = undefined;
      stopWaiting();
    },
  };
}

/** Between a half and the whole, so that instances that were thrown out together do not come back together. */
const jittered = (ms: number): number => (ms * (1 + Math.random())) / 2;
