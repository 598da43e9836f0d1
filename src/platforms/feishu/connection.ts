import http, { type Agent } from "node:http";
import https from "node:https";
import {
  type EventDispatcher,
  type HttpInstance,
  type Logger,
  LoggerLevel,
  WSClient,
} from "@larksuiteoapi/node-sdk";
import type { PlatformError } from "../../core/errors.ts";
import { proxyAgentFor } from "../../outbound/proxy-agent.ts";
import { createEndpointHttp } from "./endpoint.ts";
import type { Timings } from "./timings.ts";

export interface ConnectionOptions {
  readonly appId: string;
  readonly appSecret: string;
  readonly domain: string;
  readonly http: HttpInstance;
  readonly sdkLogger: Logger;
  readonly timings: Timings;
  readonly dispatcher: EventDispatcher;
  readonly onConnected: () => void;
  readonly onLost: () => void;
  /** It has given up; with `refusal` because the app is not accepted. */
  readonly onStopped: (refusal: PlatformError | undefined) => void;
}

/** One life of the SDK's long connection: it reconnects by itself until it is closed, or gives up. */
export interface Connection {
  /** Whether the SDK is where it neither has a connection nor tries to get one. */
  isAsleep(): boolean;
  /** Closes the socket, the handshake and every timer. */
  close(): void;
}

/** What of the SDK's client is touched although its types call it private. The version is pinned, and tests watch it. */
interface Internals {
  readonly wsConfig: { updateWs(update: Record<string, unknown>): void };
  readonly dataCache: { mergeData(fragment: { readonly sum: number }): unknown };
  agent: Agent | undefined;
}

export function openConnection(options: ConnectionOptions): Connection {
  const { appId, appSecret, domain, timings, dispatcher } = options;
  const stopping = new AbortController();
  let refusal: PlatformError | undefined;
  let agent: Agent | undefined;

  const client = new WSClient({
    appId,
    appSecret,
    domain,
    logger: options.sdkLogger,
    loggerLevel: LoggerLevel.debug,
    handshakeTimeoutMs: timings.handshakeTimeoutMs,
    // Without it a half-open connection is never noticed.
    wsConfig: { pingTimeout: timings.pingTimeoutMs / 1000 },
    httpInstance: createEndpointHttp({
      http: options.http,
      signal: stopping.signal,
      onAddress: (url) => {
        refusal = undefined;
        agent?.destroy();
        // One for each attempt and of ours, so that a handshake that hangs can be ended.
        agent = proxyAgentFor(url) ?? (url.startsWith("wss:") ? new https.Agent() : new http.Agent());
        internals.agent = agent;
      },
      onRefused: (error) => {
        refusal = error;
      },
    }),
    onReady: options.onConnected,
    onReconnected: options.onConnected,
    onReconnecting: options.onLost,
    onError: () => options.onStopped(refusal),
  });
  const internals = client as unknown as Internals;
  guardSettings(internals.wsConfig, timings);
  guardFragments(internals.dataCache);
  // The promise tells nothing: it resolves before the first attempt.
  void client.start({ eventDispatcher: dispatcher });

  return {
    isAsleep: () => client.getConnectionStatus().state === "idle",
    close() {
      stopping.abort(new Error("The listener is being stopped."));
      client.close({ force: true });
      agent?.destroy();
    },
  };
}

/** An event comes in a few fragments at most. */
const MOST_FRAGMENTS = 1_000;

/**
 * The SDK makes room for as many fragments as a frame says that there are, at once: a thousand million of them end the
 * process, and nothing could catch that. What is thrown here the SDK logs, and passes the frame over.
 */
function guardFragments(cache: Internals["dataCache"]): void {
  const merge = cache.mergeData.bind(cache);
  cache.mergeData = (fragment) => {
    if (fragment.sum > MOST_FRAGMENTS) throw new Error(`an event of ${fragment.sum} fragments`);
    return merge(fragment);
  };
}

/**
 * Every setting that the gateway sends, with the address or in a pong, goes through `updateWs`, in milliseconds. A
 * missing number comes as NaN, which the SDK takes for "at once": a thousand pings, or calls of the endpoint, a second.
 * It is left out instead, and the others are kept within bounds; giving up after some tries is never agreed to.
 */
function guardSettings(settings: Internals["wsConfig"], timings: Timings): void {
  const update = settings.updateWs.bind(settings);
  const bounds: Readonly<Record<string, readonly [least: number, most: number]>> = {
    pingInterval: [timings.shortestPingIntervalMs, timings.longestPingIntervalMs],
    reconnectNonce: [0, timings.longestReconnectNonceMs],
    reconnectInterval: [timings.shortestReconnectMs, timings.longestReconnectMs],
  };
  settings.updateWs = (given) => {
    const kept = Object.entries(given).flatMap(([name, value]): [string, unknown][] => {
      const range = bounds[name];
      if (!range) return [[name, name === "reconnectCount" ? -1 : value]];
      if (typeof value !== "number" || !Number.isFinite(value)) return [];
      return [[name, Math.min(range[1], Math.max(range[0], value))]];
    });
    update(Object.fromEntries(kept));
  };
  // Until the gateway has said something; the SDK's own are a random half minute, then two minutes.
  update({
    pingInterval: timings.longestPingIntervalMs,
    reconnectNonce: timings.reconnectNonceMs,
    reconnectInterval: timings.reconnectIntervalMs,
    reconnectCount: -1,
  });
}
