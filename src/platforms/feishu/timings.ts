/** Every wait of this platform, so that tests need not wait. All in milliseconds. */
export interface Timings {
  /** From the start of a request to the end of its answer. */
  readonly requestTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
  /**
   * A connection on which nothing has come for so long after a ping is dead. Must be shorter than every ping
   * interval: each ping makes the SDK wait anew.
   */
  readonly pingTimeoutMs: number;
  /** The gateway says how often to ping (120 s, documented nowhere); more seldom than this, a dead link is noticed late. */
  readonly longestPingIntervalMs: number;
  readonly shortestPingIntervalMs: number;
  /** Reconnecting begins after a random part of this, and goes on at this interval; the gateway may say otherwise within bounds. */
  readonly reconnectNonceMs: number;
  readonly reconnectIntervalMs: number;
  readonly longestReconnectMs: number;
  /** Feishu sends again after 15 s what nobody took, and then after five minutes: be back before the first. */
  readonly longestReconnectNonceMs: number;
  readonly shortestReconnectMs: number;
  /** How long after refused credentials to try again: only an administrator can mend them. */
  readonly refusedRetryMs: number;
  /** How often to look whether the SDK has quietly given up. */
  readonly watchMs: number;
  /** How long a message may wait for the bot's own id before it is read without. */
  readonly botIdWaitMs: number;
  /** How long to leave the bot's id alone after it could not be read. */
  readonly botIdRetryMs: number;
  /** After a change of an event, until what is read is its new state: the vendor's own command line (lark-cli) waits as long. */
  readonly settleMs: number;
}

export const TIMINGS: Timings = {
  requestTimeoutMs: 10_000,
  handshakeTimeoutMs: 10_000,
  pingTimeoutMs: 10_000,
  longestPingIntervalMs: 30_000,
  shortestPingIntervalMs: 15_000,
  reconnectNonceMs: 2_000,
  reconnectIntervalMs: 5_000,
  longestReconnectMs: 30_000,
  longestReconnectNonceMs: 10_000,
  shortestReconnectMs: 1_000,
  refusedRetryMs: 5 * 60_000,
  watchMs: 15_000,
  botIdWaitMs: 1_000,
  botIdRetryMs: 30_000,
  settleMs: 2_000,
};
